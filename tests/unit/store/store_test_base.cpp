#include "store_test_base.hpp"

#include <gmock/gmock.h>

#include <set>

namespace dsz::test {

using nlohmann::json;

StoreTestBase::StoreTestBase()
    : client(
          clock, [this](const Request& request) { return shop.answer_to(request); }, &signals) {
  settings.url = *parse_url("https://shop.example");
  settings.consumer_key = kKey;
  settings.consumer_secret = kSecret;
}

void StoreTestBase::TearDown() {
  for (const auto& [time, request] : client.started()) check_request(request);
  for (const Call& call : shop.calls()) {
    if (call.method == Method::post) check_write(call);
  }
  for (const auto& line : log.lines()) {
    EXPECT_EQ(line.message.find(kSecret), std::string::npos) << line.message;
    EXPECT_EQ(line.message.find(kKey), std::string::npos) << line.message;
  }
}

void StoreTestBase::check_request(const Request& request) const {
  EXPECT_EQ(request.label.find(kSecret), std::string::npos);
  EXPECT_EQ(request.label.find('?'), std::string::npos) << "a label must not be a URL";
  bool credentials = request.url.find("consumer_") != std::string::npos;
  for (const Header& header : request.headers) credentials = credentials || header.name == "Authorization";
  if (credentials || request.method == Method::post) {
    EXPECT_FALSE(request.follow_redirects) << request.label;
  }
  EXPECT_EQ(request.idempotent, request.method == Method::get) << request.label;
}

void StoreTestBase::check_write(const Call& call) const {
  const std::set<std::string> allowed = {"id", "_fields", "stock_quantity", "stock_status", "manage_stock"};
  ASSERT_TRUE(call.body.is_object());
  EXPECT_EQ(call.body.size(), 1U);
  for (const json& item : call.body.at("update")) {
    for (const auto& [name, value] : item.items()) EXPECT_EQ(allowed.count(name), 1U) << name;
    EXPECT_NE(item.contains("stock_quantity"), item.contains("stock_status"));
    if (item.contains("stock_quantity")) {
      EXPECT_TRUE(item.at("stock_quantity").is_number_unsigned()) << item;
    }
    const std::int64_t parent = shop.parent_of(item.at("id"));
    const std::string path =
        parent == 0 ? "wc/v3/products/batch" : "wc/v3/products/" + std::to_string(parent) + "/variations/batch";
    EXPECT_EQ(call.path, path) << item;
  }
  EXPECT_LE(call.body.at("update").size(), static_cast<std::size_t>(settings.batch_size));
}

void StoreTestBase::add_simple(std::int64_t id, double quantity) {
  shop.products.push_back(product_row(id, "SKU-" + std::to_string(id), quantity));
}

void StoreTestBase::add_unmanaged(std::int64_t id, const std::string& status) {
  shop.products.push_back(unmanaged_row(id, "SKU-" + std::to_string(id), status));
}

void StoreTestBase::add_variable(std::int64_t id, const std::vector<std::int64_t>& variation_ids) {
  add_simple(id);
  shop.products.back()["type"] = "variable";
  for (const std::int64_t variation : variation_ids) {
    json row = product_row(variation, "SKU-" + std::to_string(variation), 5);
    row["type"] = "variation";
    row["parent_id"] = id;
    shop.variations[id].push_back(row);
  }
}

StoreApi& StoreTestBase::api() {
  HttpClient& outermost = around ? *around : static_cast<HttpClient&>(client);
  if (!api_) api_ = std::make_unique<StoreApi>(outermost, settings, masker, clock, signals, random, log);
  return *api_;
}

StoreApi& StoreTestBase::connected() {
  api().connect();
  return *api_;
}

}  // namespace dsz::test
