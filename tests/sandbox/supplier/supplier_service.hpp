#pragma once

#include "sandbox/supplier/sliding_quota.hpp"
#include "sandbox/supplier/supplier_catalogue.hpp"
#include "sandbox/supplier/supplier_product.hpp"
#include "sandbox/supplier/token_desk.hpp"
#include "sandbox/wire/endpoint.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

/// How this supplier behaves where the copies of its documentation differ, and what it knows about its retailer.
struct SupplierOptions {
  Ports ports{.http = true, .https = false};
  Now now = [] { return std::chrono::system_clock::now(); };
  std::string email = "owner@example.com";
  std::string password = "sandbox-password";
  std::chrono::seconds token_life = std::chrono::hours(8);
  std::chrono::seconds clock_ahead{0};  ///< the supplier's clock against `now`, in `iat`, `exp` and the stock log
  bool wrong_credentials_are_500 = false;
  int default_limit = 50;
  int most_limit = 200;
  bool refuse_over_limit = false;    ///< a larger limit: true: 400; false: the largest is used in silence
  std::size_t most_skus = 50;        ///< further names in `skus` are ignored in silence
  bool refuse_over_skus = false;     ///< more names: true: 400
  bool ignore_skus = false;          ///< `skus` is a parameter that it does not know: the answer is unfiltered
  int named_total_off = 0;           ///< added to `total` of an answer by name
  int change_total_off = 0;          ///< added to `total` of POST /stock
  bool plain_numbers = false;        ///< prices and sizes are numbers, as after 30 September 2025
  bool with_page_size = false;       ///< the answer carries `page_size`
  std::vector<QuotaWindow> quota{};  ///< empty: none; real_quota() for the documented one
  bool with_retry_after = false;     ///< a 429 carries Retry-After
};

/// The supplier's half of the sandbox. Listens from construction to destruction. Every function may be called from any
/// thread at any time, also from hooks.
class SupplierService {
 public:
  explicit SupplierService(SupplierOptions options = {});

  /// What the client configures as `dropshipzone.base_url`.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::string https_url() const { return endpoint_.https_url(); }
  [[nodiscard]] std::string ca_file() const { return endpoint_.ca_file(); }

  void put(SupplierProduct product);
  void put(std::vector<SupplierProduct> products);
  /// A page as the supplier answers it ({"result":[...]}) or an array of products: each is served as it stands.
  void load(std::string_view json);
  /// These three return false when there is no such SKU. A change of stock is also entered into the log of POST /stock.
  bool set_stock(std::string_view sku, std::optional<int> stock);
  bool set_enabled(std::string_view sku, bool enabled);
  bool remove(std::string_view sku);
  /// Enters a change into the log of POST /stock without changing the product.
  void log_change(StockChange change);
  [[nodiscard]] std::optional<SupplierProduct> product(std::string_view sku) const;
  [[nodiscard]] std::vector<SupplierProduct> products() const;
  [[nodiscard]] std::size_t size() const;

  void set_password(std::string password);
  void set_token_life(std::chrono::seconds life);
  /// Every token that was issued is refused from now on.
  void revoke_tokens();
  [[nodiscard]] std::size_t tokens_issued() const;
  /// Requests that were answered 429 because the quota was used up.
  [[nodiscard]] std::size_t quota_violations() const;

  FaultPlan& faults() { return endpoint_.faults(); }
  RequestLog& requests() { return endpoint_.requests(); }
  /// Hooks, latency and reserved paths.
  Endpoint& endpoint() { return endpoint_; }

 private:
  HttpAnswer answer(const HttpRequest& request);
  HttpAnswer route(const HttpRequest& request, std::chrono::system_clock::time_point now);
  HttpAnswer sign_in(const HttpRequest& request);
  [[nodiscard]] HttpAnswer list_products(const HttpRequest& request) const;
  [[nodiscard]] HttpAnswer list_changes(const HttpRequest& request) const;

  mutable std::mutex mutex_;
  SupplierOptions options_;
  SupplierCatalogue catalogue_;
  TokenDesk tokens_;
  SlidingQuota quota_;
  Endpoint endpoint_;  // last: it stops first
};

}  // namespace dsz::sandbox
