#pragma once

#include "dsz/http/http_client.hpp"
#include "dsz/http/url.hpp"
#include "dsz/supplier/auth_manager.hpp"
#include "dsz/supplier/product_page.hpp"

#include <functional>

namespace dsz {

/// Requests to the supplier with the token put in, a 401 answered by one renewal and one repetition, and every final
/// failure turned into a sentence: Failure(supplier) or Failure(credentials).
class SupplierApi {
 public:
  SupplierApi(HttpClient& client, AuthManager& auth, const SupplierSettings& settings, const Signals& signals,
              Log& log);

  using PageDone = std::function<void(ProductPage&)>;
  /// GET /v2/products, queued; `done` runs from within run_until_idle_or(). Several may be under way.
  void request_products(const Query& query, std::string label, PageDone done);
  /// Drives the requests until at least one has completed. Signs in or renews when it is time, before further requests
  /// leave.
  void drive();
  [[nodiscard]] std::size_t under_way() const;
};

}  // namespace dsz
