#pragma once

#include "sandbox/client/http_call.hpp"
#include "sandbox/store/store_service.hpp"
#include "sandbox/supplier/supplier_service.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace dsz::test {

using nlohmann::json;

/// A clock that a test moves; shared by the services' threads.
class TestClock {
 public:
  [[nodiscard]] sandbox::Now now() {
    return [this] { return std::chrono::system_clock::time_point(std::chrono::milliseconds(millis_.load())); };
  }
  void advance(std::chrono::milliseconds span) { millis_ += span.count(); }

 private:
  std::atomic<std::int64_t> millis_{1'795'000'000'000};
};

/// Signs in and asks the supplier.
class SupplierClient {
 public:
  explicit SupplierClient(const sandbox::SupplierService& supplier) : url_(supplier.url()) {}
  sandbox::HttpResult sign_in(const std::string& password = "sandbox-password");
  sandbox::HttpResult get(const std::string& path_and_query) const;
  sandbox::HttpResult post(const std::string& path, const json& body) const;
  /// The SKUs of GET /v2/products with this query.
  std::vector<std::string> skus(const std::string& query) const;

 private:
  std::string url_;
  std::string authorization_;
};

/// Asks the store over https with the key that may write.
class StoreClient {
 public:
  explicit StoreClient(const sandbox::StoreService& store) : url_(store.url()), ca_file_(store.ca_file()) {}
  sandbox::HttpResult get(const std::string& path_and_query) const;
  sandbox::HttpResult post(const std::string& path, const json& body) const;
  /// POST products/batch with one update.
  sandbox::HttpResult set(std::int64_t id, int quantity) const;

 private:
  std::string url_;
  std::string ca_file_;
};

}  // namespace dsz::test
