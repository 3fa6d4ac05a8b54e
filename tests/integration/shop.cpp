#include "shop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace dsz::test {

Shop::Shop(sandbox::StoreOptions store_options, sandbox::SupplierOptions supplier_options)
    : supplier(std::move(supplier_options)), store(std::move(store_options)) {
  config = {{"dropshipzone",
             {{"base_url", supplier.url()},
              {"email", "owner@example.com"},
              {"password", "sandbox-password"},
              {"requests_per_minute", 60'000},
              {"requests_per_hour", 3'600'000},
              {"retries", 2}}},
            {"woocommerce", {{"url", store.url()}, {"consumer_key", "ck_rw"}, {"consumer_secret", "cs_rw"}}}};
  if (!store.https_url().empty()) config["woocommerce"]["ca_file"] = store.ca_file();
}

std::int64_t Shop::put(const std::string& sku, std::optional<int> at_supplier, std::int64_t in_store) {
  supplier.put(sandbox::SupplierProduct{.sku = sku, .stock = at_supplier});
  return store.put(sandbox::StoreProduct{.sku = sku, .stock_quantity = in_store});
}

void Shop::put_many(int count, int at_supplier, std::int64_t in_store, const std::string& prefix) {
  for (int i = 0; i < count; ++i) put(fmt::format("{}{:03}", prefix, i), at_supplier, in_store);
}

std::vector<std::string> Shop::arguments(std::vector<std::string> command) {
  const auto path = file("config.json");
  std::filesystem::remove(path);
  std::ofstream(path) << config.dump(2) << '\n';
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  command.insert(command.begin(), {"--config", path.string()});
  return command;
}

ProgramResult Shop::run(std::vector<std::string> command, ProgramOptions options) {
  options.folder = folder_.path().string();
  return Program::run(arguments(std::move(command)), options);
}

nlohmann::json Shop::run_json(std::vector<std::string> command) {
  command.insert(command.begin(), "--json");
  const ProgramResult result = run(std::move(command));
  auto document = nlohmann::json::parse(result.out, nullptr, false);
  if (document.is_discarded()) ADD_FAILURE() << "not JSON: " << result.out << "\nstderr: " << result.err;
  return document;
}

std::filesystem::path Shop::file(std::string_view name) const { return folder_.path() / name; }

std::string Shop::content(std::string_view name) const {
  std::ifstream stream(file(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

nlohmann::json Shop::inventory() const { return nlohmann::json::parse(content("dropshipzone_inventory.json")); }

std::optional<std::int64_t> Shop::quantity(std::string_view sku) const {
  const auto product = store.product(sku);
  if (!product) throw std::runtime_error("no such product in the store: " + std::string(sku));
  return product->stock_quantity;
}

std::vector<std::string> Shop::writes() {
  std::vector<std::string> result;
  for (const auto& record : store.requests().writes())
    result.push_back(record.request.method + " " + record.request.path);
  return result;
}

}  // namespace dsz::test
