#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/http/url.hpp"
#include "dsz/supplier/auth_manager.hpp"
#include "dsz/supplier/product_page.hpp"
#include "dsz/supplier/stock_change_page.hpp"

#include <functional>
#include <list>
#include <string>

namespace dsz {

/// Requests to the supplier with the token put in, a 401 answered by one renewal and one repetition, and every final
/// failure turned into a sentence: Failure(supplier) or Failure(credentials). After a Failure nothing is under way.
class SupplierApi {
 public:
  SupplierApi(HttpClient& client, AuthManager& auth, const SupplierSettings& settings, const Signals& signals,
              Log& log);
  ~SupplierApi();
  SupplierApi(const SupplierApi&) = delete;
  SupplierApi& operator=(const SupplierApi&) = delete;

  using PageDone = std::function<void(ProductPage&)>;
  /// GET /v2/products, queued; `done` runs from within drive(), and may throw. Several may be under way.
  void request_products(const Query& query, std::string label, PageDone done);
  using ChangesDone = std::function<void(StockChangePage&)>;
  /// POST /stock with this body, in the same way. It only reads, so it may be repeated.
  void request_changes(std::string body, std::string label, ChangesDone done);
  /// Drives the requests until the `done` of at least one has run; returns at once when none is under way. Signs in or
  /// renews when it is time, before further requests leave.
  void drive();
  [[nodiscard]] std::size_t under_way() const;
  /// Drops what is under way; no `done` of it runs any more.
  void abandon();

 private:
  struct Call;
  template <typename Sink, typename Done>
  Call& queue(std::string path, std::string label, Done done);
  using Calls = std::list<Call>;

  void start_waiting();
  void start(Calls::iterator call);
  void wait();
  bool hand_over_finished();
  bool hand_over(Calls& one);
  void restart_running();
  [[nodiscard]] Failure final_failure(const Call& call) const;

  HttpClient& client_;
  AuthManager& auth_;
  const SupplierSettings& settings_;
  const Signals& signals_;
  Log& log_;
  Calls waiting_;
  Calls running_;
  Calls finished_;
  int fruitless_restarts_ = 0;
};

}  // namespace dsz
