#include "store_test_base.hpp"

#include <gmock/gmock.h>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

/// The "Authorization" header of a request, "" when it has none.
std::string authorization(const Request& request) {
  for (const Header& header : request.headers) {
    if (header.name == "Authorization") return header.value;
  }
  return "";
}

Scripted html(int status, const std::string& text) {
  return answer(status, "<html><body>" + text + "</body></html>", {{"Content-Type", "text/html"}});
}

Scripted cannot_view() {
  return error_answer(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
}

class StoreConnect : public StoreTestBase {
 protected:
  Failure failure() {
    return failure_of([this] { api().connect(); });
  }
  /// Every request for products is answered so.
  void products_answer(const std::function<Scripted(const Call&)>& with) {
    shop.intercept = [with](const Call& call) -> std::optional<Scripted> {
      if (call.path == "wc/v3/products") return with(call);
      return std::nullopt;
    };
  }
  void index_answers(const Scripted& with) {
    shop.intercept = [with](const Call& call) -> std::optional<Scripted> {
      if (call.path.empty()) return with;
      if (call.path == "?") return html(200, "start page");
      return std::nullopt;
    };
  }
};

TEST_F(StoreConnect, LearnsWhatTheStoreIs) {
  const StoreIdentity& identity = api().connect();
  EXPECT_EQ(identity.base, "https://shop.example");
  EXPECT_EQ(identity.home, "https://shop.example");
  EXPECT_TRUE(identity.stock_management);
  EXPECT_THAT(identity.namespaces, ::testing::Contains("wc/v3"));
}

TEST_F(StoreConnect, AsksTheStoreOnce) {
  api().connect();
  const std::size_t requests = client.started().size();
  api().connect();
  EXPECT_EQ(client.started().size(), requests);
}

TEST_F(StoreConnect, SendsNothingButGet) {
  api().connect();
  for (const auto& [time, request] : client.started()) EXPECT_EQ(request.method, Method::get);
}

TEST_F(StoreConnect, ReadsTheIndexWithoutCredentials) {
  api().connect();
  const Request& index = client.started().front().request;
  EXPECT_EQ(authorization(index), "");
  EXPECT_THAT(index.url, Not(HasSubstr("consumer")));
  EXPECT_TRUE(index.follow_redirects);
}

TEST_F(StoreConnect, KeysAndWhatIsMadeOfThemAreMasked) {
  api();
  const std::string header = "Y2tfMDEyMzQ1Njc4OTpjc185ODc2NTQzMjEw";  // base64 of key:secret
  EXPECT_EQ(masker.mask(std::string(kKey) + " " + kSecret + " " + header), "*** *** ***");
}

TEST_F(StoreConnect, UsesTheHeaderOverHttps) {
  api().connect();
  EXPECT_EQ(authorization(client.started()[1].request), "Basic Y2tfMDEyMzQ1Njc4OTpjc185ODc2NTQzMjEw");
}

TEST_F(StoreConnect, PutsKeysIntoTheQueryWhereTheHostStripsTheHeader) {
  products_answer([](const Call& call) {
    return call.get("consumer_secret") == kSecret ? page_answer(json::array(), 0, 0) : cannot_view();
  });
  api().connect();
  const Request later = api().get("wc/v3/products", {{"page", "3"}});
  EXPECT_THAT(later.url, HasSubstr("consumer_secret="));
  EXPECT_EQ(later.label, "GET wc/v3/products page 3");
  EXPECT_EQ(authorization(later), "");
}

TEST_F(StoreConnect, SignsBehindAProxyThatHidesTlsFromTheStore) {
  products_answer([](const Call& call) {
    return call.get("oauth_signature").empty() ? cannot_view() : page_answer(json::array(), 0, 0);
  });
  api().connect();
  EXPECT_THAT(api().get("wc/v3/products", {}).url, HasSubstr("oauth_signature="));
}

TEST_F(StoreConnect, SignsOverPlainHttpOnLoopbackWithTheHomeUrl) {
  settings.url = *parse_url("http://127.0.0.1:8080");
  settings.consumer_key = "ck_rw";
  settings.consumer_secret = "cs_rw";
  shop.index = R"({"home":"http://127.0.0.1:8411/","namespaces":["wc/v3"]})";
  api().connect();
  const Request request = api().get("wc/v3/products", {{"per_page", "1"}});
  EXPECT_TRUE(request.url.starts_with("http://127.0.0.1:8080/wp-json/wc/v3/products?"));
  EXPECT_EQ(authorization(request), "");
  const Call call = call_of(request);
  EXPECT_EQ(call.get("oauth_timestamp"), "1795334400");  // 2026-11-22T08:00:00Z
  EXPECT_EQ(call.get("oauth_nonce").size(), 32U);
  EXPECT_EQ(api().identity().home, "http://127.0.0.1:8411");
}

TEST_F(StoreConnect, ASignedRequestIsSignedAnewForEachAttempt) {
  settings.url = *parse_url("http://127.0.0.1:8080");
  api().connect();
  Request request = api().post("wc/v3/products/batch", json::object());
  ASSERT_TRUE(request.renew);
  const Call first = call_of(request);
  clock.advance(std::chrono::minutes(20));
  request.renew(request);
  const Call second = call_of(request);
  EXPECT_NE(first.get("oauth_nonce"), second.get("oauth_nonce"));
  EXPECT_NE(first.get("oauth_timestamp"), second.get("oauth_timestamp"));
  EXPECT_NE(first.get("oauth_signature"), second.get("oauth_signature"));
  EXPECT_EQ(first.query.size(), second.query.size());
}

TEST_F(StoreConnect, KeysDoNotTravelOverPlainHttpBeyondThisMachine) {
  settings.url = *parse_url("http://shop.example");
  products_answer([](const Call&) { return cannot_view(); });
  EXPECT_EQ(failure().kind(), FailureKind::credentials);
  for (const auto& [time, request] : client.started()) {
    EXPECT_EQ(authorization(request), "");
    EXPECT_THAT(request.url, Not(HasSubstr("consumer_secret")));
  }
}

TEST_F(StoreConnect, AWrongKeyIsACredentialsFailureThatNamesTheKeyAndTheHeader) {
  products_answer([](const Call&) { return cannot_view(); });
  const Failure refused = failure();
  EXPECT_EQ(refused.kind(), FailureKind::credentials);
  EXPECT_THAT(refused.what(), HasSubstr("woocommerce.consumer_key"));
  EXPECT_THAT(refused.what(), HasSubstr("Authorization header"));
  EXPECT_THAT(refused.what(), HasSubstr("woocommerce_rest_cannot_view"));
}

TEST_F(StoreConnect, AWrongSecretIsToldFromAWrongKey) {
  products_answer([](const Call& call) {
    if (!call.get("oauth_signature").empty()) return cannot_view();
    return error_answer(401, "woocommerce_rest_authentication_error", "Consumer secret is invalid.");
  });
  const Failure refused = failure();
  EXPECT_EQ(refused.kind(), FailureKind::credentials);
  EXPECT_THAT(refused.what(), HasSubstr("woocommerce.consumer_secret"));
}

TEST_F(StoreConnect, TakesOverHttpsAndWwwWithAWarning) {
  settings.url = *parse_url("http://shop.example/store");
  Scripted index = answer(200, shop.index);
  index.outcome.response->final_url = "https://www.shop.example/store/wp-json/?_fields=home";
  index_answers(index);
  EXPECT_EQ(api().connect().base, "https://www.shop.example/store");
  EXPECT_TRUE(log.contains(LogLevel::warning, "https://www.shop.example/store"));
  EXPECT_TRUE(api().get("wc/v3/products", {}).url.starts_with("https://www.shop.example/store/wp-json/wc/v3/products"));
}

TEST_F(StoreConnect, AnotherHostIsNamedAndGetsNoCredentials) {
  Scripted index = answer(200, shop.index);
  index.outcome.response->final_url = "https://new.example/wp-json/?_fields=home";
  index_answers(index);
  const Failure moved = failure();
  EXPECT_EQ(moved.kind(), FailureKind::usage);
  EXPECT_THAT(moved.what(), HasSubstr("https://new.example"));
  EXPECT_EQ(client.started().size(), 1U);
}

TEST_F(StoreConnect, IsNotLedFromHttpsToPlainHttp) {
  Scripted index = answer(200, shop.index);
  index.outcome.response->final_url = "http://shop.example/wp-json/";
  index_answers(index);
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_EQ(client.started().size(), 1U);
}

TEST_F(StoreConnect, PlainPermalinksAreRecognised) {
  shop.intercept = [this](const Call& call) -> std::optional<Scripted> {
    if (call.path.empty()) return html(404, "Page not found");
    if (call.path == "?" && call.get("rest_route") == "/") return answer(200, shop.index);
    return std::nullopt;
  };
  const Failure failed = failure();
  EXPECT_EQ(failed.kind(), FailureKind::store);
  EXPECT_THAT(failed.what(), HasSubstr("plain permalinks"));
  EXPECT_THAT(failed.what(), HasSubstr("Settings > Permalinks"));
}

TEST_F(StoreConnect, AWebsiteWithoutWordPressIsRecognised) {
  index_answers(html(404, "Not found"));
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_THAT(failure().what(), HasSubstr("no WordPress REST API at this address"));
}

TEST_F(StoreConnect, WordPressWithoutWooCommerceIsRecognised) {
  shop.index = R"({"home":"https://shop.example","namespaces":["wp/v2"]})";
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_THAT(failure().what(), HasSubstr("activate or update WooCommerce"));
}

TEST_F(StoreConnect, JsonOfSomethingElseIsNotAStore) {
  shop.index = R"({"status":"ok"})";
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_THAT(failure().what(), HasSubstr("check woocommerce.url"));
}

TEST_F(StoreConnect, FirewallsAreNamed) {
  Scripted cloudflare = html(403, "Just a moment...");
  cloudflare.outcome.response->headers.push_back({"cf-mitigated", "challenge"});
  const std::vector<std::pair<Scripted, const char*>> cases = {
      {cloudflare, "Cloudflare"},
      {html(503, "Your access to this site has been limited. Generated by Wordfence"), "Wordfence"},
      {html(406, "Not Acceptable! An appropriate representation was not found. Mod_Security."), "ModSecurity"},
      {html(403, "Forbidden"), "a firewall or the host"},
  };
  for (const auto& [page, name] : cases) {
    index_answers(page);
    EXPECT_EQ(failure().kind(), FailureKind::store) << name;
    EXPECT_THAT(failure().what(), HasSubstr(name));
    EXPECT_THAT(failure().what(), HasSubstr("allow this machine's address"));
  }
}

TEST_F(StoreConnect, MaintenanceIsRecognised) {
  index_answers(html(503, "Briefly unavailable for scheduled maintenance. Check back in a minute."));
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_THAT(failure().what(), HasSubstr("maintenance mode"));
}

TEST_F(StoreConnect, AClosedRestApiIsRecognised) {
  index_answers(error_answer(401, "rest_login_required", "DRA: Only authenticated users can access the REST API."));
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_THAT(failure().what(), HasSubstr("closes its REST API to visitors"));
}

TEST_F(StoreConnect, AnUnreachableStoreSaysWhyAndWhere) {
  index_answers(no_answer(TransferErrorKind::resolve, "cannot find the host shop.example"));
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_THAT(failure().what(), HasSubstr("cannot find the host shop.example"));
  EXPECT_THAT(failure().what(), HasSubstr("https://shop.example"));
}

TEST_F(StoreConnect, TerminalEscapesInAnAnswerAreMadeVisible) {
  index_answers(html(500, "\x1b[2Jowned"));
  EXPECT_THAT(failure().what(), Not(HasSubstr("\x1b")));
}

TEST_F(StoreConnect, ARedirectOfARequestWithCredentialsIsAFailure) {
  products_answer([](const Call&) { return answer(301, "", {{"Location", "https://elsewhere.example/"}}); });
  EXPECT_EQ(failure().kind(), FailureKind::store);
  EXPECT_THAT(failure().what(), HasSubstr("redirects"));
}

TEST_F(StoreConnect, NoticesBeforeTheIndexAreNoHindrance) {
  shop.index = "\xEF\xBB\xBF<b>Notice</b>: foo [bar]\n" + shop.index;
  EXPECT_EQ(api().connect().home, "https://shop.example");
}

TEST_F(StoreConnect, SeesThatStockManagementIsOff) {
  shop.manages_stock = false;
  EXPECT_FALSE(api().connect().stock_management);
}

TEST_F(StoreConnect, WhatACacheSaysOfStockManagementIsNotBelieved) {
  shop.manages_stock = false;
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (!call.path.starts_with("wc/v3/settings")) return std::nullopt;
    EXPECT_NE(call.get("_dsz"), "") << "an address that a cache has not seen";
    return test::answer(200, R"({"id":"woocommerce_manage_stock","value":"no"})", {{"X-FastCGI-Cache", "STALE"}});
  };
  EXPECT_TRUE(api().connect().stock_management);
  EXPECT_FALSE(api().identity().stock_management_read);
}

TEST_F(StoreConnect, AKeyThatMayNotReadSettingsIsGoodEnough) {
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.path.starts_with("wc/v3/settings")) return error_answer(403, "woocommerce_rest_cannot_view", "Sorry");
    return std::nullopt;
  };
  EXPECT_TRUE(api().connect().stock_management);
}

TEST_F(StoreConnect, ASignalEndsIt) {
  signals.set(2);
  EXPECT_EQ(failure().kind(), FailureKind::interrupted);
}

}  // namespace
}  // namespace dsz::test
