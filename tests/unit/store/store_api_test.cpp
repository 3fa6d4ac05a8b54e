#include "dsz/http/pace.hpp"

#include "store_test_base.hpp"

#include <gmock/gmock.h>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class StoreApiTest : public StoreTestBase {
 protected:
  Failure refusal(int status, const std::string& code, const std::string& message) {
    Outcome outcome = error_answer(status, code, message).outcome;
    return api().failure(outcome, "POST wc/v3/products/batch");
  }
};

TEST_F(StoreApiTest, AWriteIsNeverRepeatedNorRedirected) {
  const Request write = connected().post("wc/v3/products/batch", json::object());
  EXPECT_EQ(write.method, Method::post);
  EXPECT_FALSE(write.idempotent);
  EXPECT_FALSE(write.follow_redirects);
  EXPECT_EQ(write.body, "{}");
  EXPECT_EQ(write.label, "POST wc/v3/products/batch");
}

TEST_F(StoreApiTest, AWriteDoesNotLeaveWithASignalPending) {
  around = paced(client, {.most = 1, .max_load = 1}, clock, log);
  Request write = connected().post("wc/v3/products/batch", json::object());
  signals.set(2);
  EXPECT_EQ(failure_of([&] { api().send(std::move(write)); }).kind(), FailureKind::interrupted);
  EXPECT_EQ(shop.count(Method::post, "wc/v3/products/batch"), 0U);
}

TEST_F(StoreApiTest, AsksCachesToStandAside) {
  const Request request = connected().get("wc/v3/products", {});
  bool no_cache = false;
  for (const Header& header : request.headers) {
    no_cache = no_cache || (header.name == "Cache-Control" && header.value == "no-cache");
  }
  EXPECT_TRUE(no_cache);
  EXPECT_EQ(request.timeout, settings.timeout);
}

TEST_F(StoreApiTest, AReadOnlyKeyIsToldToBeOne) {
  const Failure failure =
      refusal(401, "woocommerce_rest_authentication_error", "The API key provided does not have write permissions.");
  EXPECT_EQ(failure.kind(), FailureKind::credentials);
  EXPECT_THAT(failure.what(), HasSubstr("Read/Write"));
  EXPECT_THAT(failure.what(), HasSubstr("POST wc/v3/products/batch"));
}

TEST_F(StoreApiTest, AMissingRouteSaysThatWooCommerceIsNotThere) {
  const Failure failure = refusal(404, "rest_no_route", "No route was found matching the URL and request method.");
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("WooCommerce is not active"));
}

TEST_F(StoreApiTest, AWrongClockIsNamed) {
  EXPECT_THAT(refusal(401, "woocommerce_rest_authentication_error", "Invalid timestamp.").what(), HasSubstr("clock"));
}

TEST_F(StoreApiTest, JsonOfASuccessOrTheReasonWhyNot) {
  EXPECT_EQ(api().json_of(answer(200, "\n[1]").outcome, "GET x"), json::parse("[1]"));
  const Failure html = failure_of([this] { api().json_of(answer(200, "<html>Welcome").outcome, "GET x"); });
  EXPECT_EQ(html.kind(), FailureKind::store);
  EXPECT_THAT(html.what(), HasSubstr("<html>Welcome"));
  EXPECT_THAT(html.what(), HasSubstr("GET x"));
  const Failure failed = failure_of([this] { api().json_of(answer(500, "[1]").outcome, "GET x"); });
  EXPECT_THAT(failed.what(), HasSubstr("HTTP 500"));
}

TEST_F(StoreApiTest, AnAnswerThatIsCutOffIsAskedForAgain) {
  StoreApi& store = connected();
  add_simple(1);
  shop.intercept = [n = 0](const Call&) mutable -> std::optional<Scripted> {
    ++n;
    if (n == 1) return answer(200, R"([{"id":1,"na)");
    if (n == 2) return answer(200, "");
    return std::nullopt;
  };
  EXPECT_EQ(store.json_of(store.send(store.get("wc/v3/products", {{"_fields", "id"}})), "GET x"),
            json::parse(R"([{"id":1}])"));

  shop.intercept = [](const Call&) { return answer(200, R"([{"id":1,"na)"); };
  const std::size_t before = client.started().size();
  EXPECT_EQ(failure_of([&store] { store.json_of(store.send(store.get("wc/v3/products", {})), "GET x"); }).kind(),
            FailureKind::store);
  EXPECT_EQ(client.started().size() - before, 3U);
}

TEST_F(StoreApiTest, ACutOffAnswerToAWriteIsNotAskedForAgain) {
  StoreApi& store = connected();
  add_simple(1);
  shop.intercept = [](const Call&) { return answer(200, R"({"update":[{)"); };
  const std::size_t before = client.started().size();
  store.send(store.post("wc/v3/products/batch", json::parse(R"({"update":[{"id":1,"stock_quantity":3}]})")));
  EXPECT_EQ(client.started().size() - before, 1U);
}

TEST_F(StoreApiTest, AWebPageIsShownByItsTitle) {
  const Outcome outcome = answer(502, "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>").outcome;
  EXPECT_THAT(api().failure(outcome, "GET x").what(), HasSubstr("a web page with the title \"502 Bad Gateway\""));
}

TEST_F(StoreApiTest, ASignalEndsReadingButWaitsForAWrite) {
  StoreApi& store = connected();
  add_simple(1);
  bool written = false;
  store.start(store.post("wc/v3/products/batch", json::parse(R"({"update":[{"id":1,"stock_quantity":3}]})")),
              [&written](const Outcome& outcome) { written = outcome.ok(); });
  signals.set(15);
  store.drive();
  EXPECT_TRUE(written);
  store.start(store.get("wc/v3/products", {}), [](const Outcome&) { FAIL() << "must not be waited for"; });
  EXPECT_EQ(failure_of([&store] { store.drive(); }).kind(), FailureKind::terminated);
  EXPECT_EQ(client.in_flight(), 0U);
}

}  // namespace
}  // namespace dsz::test
