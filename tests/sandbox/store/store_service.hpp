#pragma once

#include "sandbox/store/store_auth.hpp"
#include "sandbox/store/store_catalogue.hpp"
#include "sandbox/store/store_product.hpp"
#include "sandbox/store/store_version.hpp"
#include "sandbox/wire/endpoint.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

struct StoreRoute;

struct StoreOptions {
  Ports ports;  ///< http and https
  Now now = [] { return std::chrono::system_clock::now(); };
  std::string version = "11.0.1";  ///< or "7.9.0"
  std::vector<ApiKey> keys = {{"ck_rw", "cs_rw", "read_write"}, {"ck_r", "cs_r", "read"}};
  std::string home{};                   ///< the store's own URL; empty: its https URL, else its http URL
  bool analytics = true;                ///< false: wc-analytics is 404
  bool stock_management = true;         ///< the store-wide setting
  bool authorization_stripped = false;  ///< the host drops the Authorization header
  bool pretty_permalinks = true;        ///< false: everything under /wp-json/ is a 404 page
  bool types_ignored = false;           ///< a plugin takes `type` out of each query: the answer is unfiltered
};

/// The store's half of the sandbox: WooCommerce's REST API as the recordings of 11.0.1 and 7.9.0 show it. Listens from
/// construction to destruction. Every function may be called from any thread at any time, also from hooks.
class StoreService {
 public:
  explicit StoreService(StoreOptions options = {});

  /// What the client configures as `woocommerce.url`: https if that is on.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::string http_url() const { return endpoint_.http_url(); }
  [[nodiscard]] std::string https_url() const { return endpoint_.https_url(); }
  /// What the client configures as `woocommerce.ca_file`.
  [[nodiscard]] std::string ca_file() const { return endpoint_.ca_file(); }

  /// Adds or replaces; returns the id.
  std::int64_t put(StoreProduct product);
  /// A variable product with its variations, whose parent_id and type are filled in; returns the parent's id.
  std::int64_t put_variable(StoreProduct parent, std::vector<StoreProduct> variations);
  std::int64_t put_term(Taxonomy taxonomy, Term term);
  /// These return false when there is no such product.
  bool remove(std::int64_t id);
  bool set_status(std::int64_t id, std::string_view status);
  /// Sets a quantity as the owner would by hand; not counted as a save.
  bool set_quantity(std::int64_t id, std::int64_t quantity);
  /// A customer buys: the quantity drops (the parent's, for a variation that leaves it to the parent).
  bool sell(std::int64_t id, std::int64_t pieces = 1);

  [[nodiscard]] std::optional<StoreProduct> product(std::int64_t id) const;
  /// The first with exactly this SKU.
  [[nodiscard]] std::optional<StoreProduct> product(std::string_view sku) const;
  [[nodiscard]] std::vector<StoreProduct> products() const;
  /// Products and variations saved through the API so far: each one costs a real store cache purges and hooks.
  [[nodiscard]] std::size_t saves() const;

  void set_analytics(bool on);
  void set_stock_management(bool on);
  void set_authorization_stripped(bool on);
  void set_types_ignored(bool on);

  FaultPlan& faults() { return endpoint_.faults(); }
  RequestLog& requests() { return endpoint_.requests(); }
  /// Hooks, latency and reserved paths.
  Endpoint& endpoint() { return endpoint_; }

 private:
  HttpAnswer answer(const HttpRequest& request);
  HttpAnswer dispatch(const HttpRequest& request, const std::string& path);
  HttpAnswer serve(const HttpRequest& request, const StoreRoute& route);
  [[nodiscard]] HttpAnswer read(const HttpRequest& request, const StoreRoute& route) const;
  HttpAnswer write(const HttpRequest& request, const StoreRoute& route);
  HttpAnswer create_product(const std::string& body) const;
  [[nodiscard]] HttpAnswer list_rows(const HttpRequest& request, const StoreRoute& route) const;
  [[nodiscard]] HttpAnswer one_product(const HttpRequest& request, std::int64_t id) const;
  [[nodiscard]] HttpAnswer one_variation(const HttpRequest& request, const StoreRoute& route) const;
  [[nodiscard]] HttpAnswer list_terms(const HttpRequest& request, Taxonomy taxonomy) const;
  [[nodiscard]] HttpAnswer index(const HttpRequest& request) const;
  [[nodiscard]] HttpAnswer system_status(const HttpRequest& request) const;
  [[nodiscard]] HttpAnswer stock_setting(const HttpRequest& request) const;
  [[nodiscard]] bool is_served(const StoreRoute& route) const;
  [[nodiscard]] std::string now_text() const;

  mutable std::mutex mutex_;
  StoreOptions options_;
  StoreVersion version_;
  StoreCatalogue catalogue_;
  StoreAuth auth_;
  std::string home_{};
  Endpoint endpoint_;  // last: it stops first
};

}  // namespace dsz::sandbox
