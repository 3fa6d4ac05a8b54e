#include "dsz/store/oauth1.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace dsz {
namespace {

using nlohmann::json;

json vectors() {
  std::ifstream file(DSZ_RECORDINGS "/oauth1-vectors.json");
  return json::parse(file).at("vectors");
}

Query without_oauth(const json& query) {
  Query plain;
  for (const auto& [name, value] : query.items()) {
    if (!name.starts_with("oauth_")) plain.emplace_back(name, value.get<std::string>());
  }
  return plain;
}

Query whole_query(const json& query) {
  Query whole;
  for (const auto& [name, value] : query.items()) whole.emplace_back(name, value.get<std::string>());
  return whole;
}

TEST(OAuth1, BaseStringsAreThoseOfTheRecordings) {
  int checked = 0;
  for (const json& vector : vectors()) {
    EXPECT_EQ(oauth1_base_string(vector.at("method").get<std::string>(), vector.at("url").get<std::string>(),
                                 whole_query(vector.at("query"))),
              vector.at("signature_base_string").get<std::string>());
    ++checked;
  }
  EXPECT_GE(checked, 14);
}

TEST(OAuth1, SignsAsTheStoresAccepted) {
  int checked = 0;
  for (const json& vector : vectors()) {
    const json& query = vector.at("query");
    if (query.at("oauth_signature_method") != "HMAC-SHA256") continue;
    const OAuthSigner signer{vector.at("key"), vector.at("secret")};
    const Query result =
        signer.sign(vector.at("method").get<std::string>(), vector.at("url"), without_oauth(query),
                    query.at("oauth_nonce"), std::stoll(query.at("oauth_timestamp").get<std::string>()));
    const auto signature =
        std::find_if(result.begin(), result.end(), [](const auto& each) { return each.first == "oauth_signature"; });
    ASSERT_NE(signature, result.end());
    EXPECT_EQ(signature->second, vector.at("oauth_signature").get<std::string>());
    EXPECT_EQ(result.size(), query.size() + 1);
    ++checked;
  }
  EXPECT_GE(checked, 8);
}

}  // namespace
}  // namespace dsz
