// Every recorded OAuth 1.0a request, accepted or refused by the sandbox as the real stores did.
#include "recorded_world.hpp"
#include "sandbox/client/http_call.hpp"
#include "sandbox/store/oauth.hpp"
#include "sandbox/store/store_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace dsz::test {
namespace {

using nlohmann::json;

constexpr const char* kVectors = "oauth1-vectors.json";

std::string query_of(const json& vector) {
  std::string query;
  const auto add = [&](const std::string& name, const std::string& value) {
    query.append(query.empty() ? "" : "&").append(name).append("=").append(sandbox::encode_component(value));
  };
  for (const auto& [name, value] : vector.at("query").items()) add(name, value);
  add("oauth_signature", vector.at("oauth_signature").get<std::string>());
  return query;
}

/// A store as it stood at the recording: its address, its version and its clock.
std::unique_ptr<sandbox::StoreService> store_of(const json& vector) {
  sandbox::StoreOptions options;
  options.version = vector.at("store");
  const std::string url = vector.at("url");
  options.home = url.substr(0, url.find("/wp-json"));
  options.ports.https = false;
  const long long stamp = std::stoll(vector.at("query").at("oauth_timestamp").get<std::string>());
  options.now = [stamp] { return std::chrono::system_clock::time_point(std::chrono::seconds(stamp)); };
  auto store = std::make_unique<sandbox::StoreService>(options);
  seed(*store, world_of(options.version));
  return store;
}

sandbox::HttpResult send(const sandbox::StoreService& store, const json& vector) {
  sandbox::HttpCall call;
  call.method = vector.at("method");
  const std::string url = vector.at("url");
  call.url = store.http_url() + url.substr(url.find("/wp-json")) + "?" + query_of(vector);
  if (vector.at("body").is_string()) call.body = vector.at("body");
  return sandbox::perform(call);
}

TEST(OauthVectors, AreAcceptedAndRefusedAsByTheStores) {
  const json vectors = read_recording(kVectors).at("vectors");
  ASSERT_EQ(vectors.size(), 14U);
  for (const json& vector : vectors) {
    const auto store = store_of(vector);
    const sandbox::HttpResult answer = send(*store, vector);
    EXPECT_EQ(answer.status, vector.at("store_answered").get<int>()) << vector.dump();
    const std::string start = vector.at("store_body_start");
    EXPECT_EQ(answer.body.substr(0, start.size()), start);
  }
}

TEST(OauthVectors, HaveTheBaseStringThatTheSandboxSigns) {
  const json vectors = read_recording(kVectors).at("vectors");
  for (const json& vector : vectors) {
    sandbox::Headers parameters;
    for (const auto& [name, value] : vector.at("query").items()) parameters.emplace_back(name, value);
    const std::string base = sandbox::oauth_base_string(vector.at("method").get<std::string>(),
                                                        vector.at("url").get<std::string>(), parameters);
    EXPECT_EQ(base, vector.at("signature_base_string").get<std::string>());
    const std::string method = vector.at("query").at("oauth_signature_method");
    EXPECT_EQ(sandbox::oauth_signature(method, base, vector.at("secret").get<std::string>()),
              vector.at("oauth_signature").get<std::string>());
  }
}

TEST(OauthVectors, AreRefusedWhenTheyComeTwice) {
  const json vector = read_recording(kVectors).at("vectors").at(0);
  const auto store = store_of(vector);
  ASSERT_EQ(send(*store, vector).status, 200);
  EXPECT_EQ(send(*store, vector).status, 401);
}

}  // namespace
}  // namespace dsz::test
