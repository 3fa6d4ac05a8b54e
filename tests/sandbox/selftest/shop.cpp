#include "shop.hpp"

namespace dsz::test {

sandbox::HttpResult SupplierClient::sign_in(const std::string& password) {
  const json body = {{"email", "owner@example.com"}, {"password", password}};
  sandbox::HttpResult result = sandbox::perform({.method = "POST", .url = url_ + "/auth", .body = body.dump()});
  if (result.status == 200) authorization_ = "jwt " + json::parse(result.body).at("token").get<std::string>();
  return result;
}

sandbox::HttpResult SupplierClient::get(const std::string& path_and_query) const {
  return sandbox::perform({.url = url_ + path_and_query, .authorization = authorization_});
}

sandbox::HttpResult SupplierClient::post(const std::string& path, const json& body) const {
  return sandbox::perform({.method = "POST", .url = url_ + path, .authorization = authorization_, .body = body.dump()});
}

std::vector<std::string> SupplierClient::skus(const std::string& query) const {
  std::vector<std::string> skus;
  const json page = json::parse(get("/v2/products?" + query).body);
  for (const json& product : page.at("result")) skus.push_back(product.at("sku"));
  return skus;
}

sandbox::HttpResult StoreClient::get(const std::string& path_and_query) const {
  return sandbox::perform(
      {.url = url_ + "/wp-json" + path_and_query, .ca_file = ca_file_, .user_and_password = "ck_rw:cs_rw"});
}

sandbox::HttpResult StoreClient::post(const std::string& path, const json& body) const {
  return sandbox::perform({.method = "POST",
                           .url = url_ + "/wp-json" + path,
                           .ca_file = ca_file_,
                           .user_and_password = "ck_rw:cs_rw",
                           .body = body.dump()});
}

sandbox::HttpResult StoreClient::set(std::int64_t id, int quantity) const {
  return post("/wc/v3/products/batch", {{"update", {{{"id", id}, {"stock_quantity", quantity}}}}});
}

}  // namespace dsz::test
