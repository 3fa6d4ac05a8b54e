#pragma once

#include "dsz/supplier/fetcher.hpp"

#include "model_catalogue.hpp"
#include "supplier_test_base.hpp"
#include "temporary_folder.hpp"

#include <map>

namespace dsz {

/// A fetch from a scripted supplier into a real state.db.
class FetcherTestBase : public SupplierTest {
 protected:
  FetcherTestBase() {
    database_->execute("PRAGMA synchronous = OFF");  // many commits; no power cut in this test
    settings_.page_size = 10;
  }

  FetchReport fetch(const std::function<void(const FetchProgress&)>& progress = {}) {
    staging_.start("full", clock_.wall());
    return Fetcher(api_, staging_, settings_, log_).fetch_full(progress, pages_before_);
  }
  std::string fetch_failure() {
    return failure_of(FailureKind::supplier, [this] { fetch(); });
  }
  [[nodiscard]] std::map<std::string, SupplierProduct> staged() const {
    std::map<std::string, SupplierProduct> products;
    staging_.for_each([&](const SupplierProduct& product) { products.emplace(product.sku, product); });
    return products;
  }
  [[nodiscard]] std::vector<int> pages_asked() const {
    std::vector<int> pages;
    for (const auto& each : http_.started()) {
      if (each.request.label != "POST /auth") pages.push_back(std::stoi(parameter(each.request.url, "page_no")));
    }
    return pages;
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Database> database_ = Database::open(folder_.path() / "state.db");
  FetchStaging staging_{*database_};
  std::int64_t pages_before_ = 0;  ///< that the last fetch found
};

}  // namespace dsz
