// Replays every recorded exchange against the sandbox's store, over real sockets, and compares the answers.
#include "recorded_world.hpp"
#include "sandbox/client/http_call.hpp"
#include "sandbox/store/store_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace dsz::test {
namespace {

using nlohmann::json;
using sandbox::StoreService;

class Replay {
 public:
  explicit Replay(const std::string& version) : store_(options(version)) { seed(store_, world_of(version)); }

  /// The differences between the recorded answer and the sandbox's; "" when there is none.
  std::string differences(const json& exchange) {
    prepare(exchange.at("name"));
    return compare(exchange.at("response"), send(exchange.at("request")));
  }

 private:
  static sandbox::StoreOptions options(const std::string& version) {
    sandbox::StoreOptions options;
    options.version = version;
    options.home = "https://store.example";
    return options;
  }

  /// What the owner of the recorded store did by hand between two requests.
  void prepare(const std::string& name) {
    const bool off = name.rfind("stock management off", 0) == 0;
    store_.set_stock_management(!off);
  }

  static std::string key_of(const std::string& auth) {
    if (auth == "none") return "";
    if (auth == "read") return "ck_r:cs_r";
    if (auth == "bad key") return "ck_nobody:cs_rw";
    return auth == "bad secret" ? "ck_rw:cs_wrong" : "ck_rw:cs_rw";
  }

  [[nodiscard]] sandbox::HttpResult send(const json& request) const {
    sandbox::HttpCall call;
    call.method = request.at("method");
    const bool https = request.at("scheme") == "https";
    call.url = (https ? store_.https_url() : store_.http_url()) + request.at("path").get<std::string>();
    call.ca_file = store_.ca_file();
    call.user_and_password = key_of(request.at("auth"));
    if (request.contains("raw_body")) call.body = request.at("raw_body");
    if (request.contains("body")) call.body = request.at("body").dump();
    return sandbox::perform(call);
  }

  static std::string compare(const json& recorded, const sandbox::HttpResult& answered) {
    std::string text;
    const auto expect = [&](const std::string& what, const std::string& wanted, const std::string& got) {
      if (wanted != got) text += what + ": recorded " + wanted + ", answered " + got + "\n";
    };
    expect("status", recorded.at("status").dump(), std::to_string(answered.status));
    for (const char* name : {"content-type", "x-wp-total", "x-wp-totalpages", "link", "allow"}) {
      const auto got = answered.headers.find(name);
      expect(name, recorded.at("headers").value(name, "none"), got == answered.headers.end() ? "none" : got->second);
    }
    const json wanted = without_times(recorded.at("body"));
    const json got = without_times(json::parse(answered.body, nullptr, false));
    if (wanted != got) text += "body: " + json::diff(wanted, got).dump(1) + "\n";
    return text;
  }

  /// Times of the recording cannot come again.
  static json without_times(json value) {
    if (value.is_object()) {
      for (const char* field : {"date_created", "date_created_gmt", "date_modified", "date_modified_gmt"}) {
        if (value.contains(field)) value[field] = "a time";
      }
    }
    if (value.is_structured()) {
      for (json& inner : value) inner = without_times(std::move(inner));
    }
    return value;
  }

  StoreService store_;
};

class RecordedStore : public testing::TestWithParam<const char*> {};

TEST_P(RecordedStore, IsAnsweredAlikeByTheSandbox) {
  const std::string version = GetParam();
  const json recording = read_recording("woocommerce-" + version + ".json");
  ASSERT_EQ(recording.at("exchanges").size(), 73U);
  Replay replay(version);
  for (const json& exchange : recording.at("exchanges")) {
    const std::string name = exchange.at("name");
    const std::string differences = replay.differences(exchange);
    EXPECT_EQ(differences, "") << version << " \"" << name << '"';
  }
}

INSTANTIATE_TEST_SUITE_P(Versions, RecordedStore, testing::Values("11.0.1", "7.9.0"), [](const auto& version) {
  return std::string(version.param) == "11.0.1" ? "WooCommerce11" : "WooCommerce7";
});

}  // namespace
}  // namespace dsz::test
