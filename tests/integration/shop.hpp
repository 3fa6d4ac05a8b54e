#pragma once

#include "program.hpp"
#include "sandbox/store/store_service.hpp"
#include "sandbox/supplier/supplier_service.hpp"
#include "temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

/// One shop on this machine: a supplier, a store, a folder with a configuration, and the real program to run on them.
class Shop {
 public:
  explicit Shop(sandbox::StoreOptions store_options = {}, sandbox::SupplierOptions supplier_options = {});

  sandbox::SupplierService supplier;
  sandbox::StoreService store;
  /// Written as config.json (600) before each run; a test may change it in between. The quota is wide, retries few.
  nlohmann::json config;

  /// A product at the supplier and one with the same SKU in the store; returns the store's id.
  std::int64_t put(const std::string& sku, std::optional<int> at_supplier, std::int64_t in_store);
  /// `count` products P000, P001, …: `at_supplier` pieces at the supplier, `in_store` in the store.
  void put_many(int count, int at_supplier, std::int64_t in_store, const std::string& prefix = "P");

  ProgramResult run(std::vector<std::string> arguments, ProgramOptions options = {});
  /// The same with --json: what it printed on stdout. Fails the test when that is not JSON.
  nlohmann::json run_json(std::vector<std::string> arguments);
  std::vector<std::string> arguments(std::vector<std::string> command);

  [[nodiscard]] std::filesystem::path file(std::string_view name) const;
  [[nodiscard]] std::string content(std::string_view name) const;
  [[nodiscard]] nlohmann::json inventory() const;
  [[nodiscard]] std::optional<std::int64_t> quantity(std::string_view sku) const;
  /// What was sent to the store but GET: "POST /wp-json/wc/v3/products/batch".
  [[nodiscard]] std::vector<std::string> writes();

 private:
  TemporaryFolder folder_;
};

}  // namespace dsz::test
