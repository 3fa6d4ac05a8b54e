#include "dsz/supplier/supplier_api.hpp"

#include "dsz/http/rate_limit.hpp"

#include "supplier_test_base.hpp"

#include <csignal>
#include <stdexcept>

namespace dsz {
namespace {

using test::answer;
using test::no_answer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class SupplierApiTest : public SupplierTest {
 protected:
  static test::Scripted page_answer(const Request& request, Millis latency = Millis{0}) {
    return answer(200, R"({"result":[{"sku":"P)" + parameter(request.url, "page_no") + R"("}],"total":9})", {},
                  latency);
  }
  void ask(int page) {
    api_.request_products({{"page_no", std::to_string(page)}}, "GET /v2/products page " + std::to_string(page),
                          [this](ProductPage& answered) { skus_.push_back(answered.products.at(0).sku); });
  }
  void drive_all() {
    while (api_.under_way() > 0) api_.drive();
  }
  [[nodiscard]] std::vector<std::string> sent() const {
    std::vector<std::string> lines;
    for (const auto& started : http_.started()) {
      const std::string token = authorization(started.request);
      lines.push_back(started.request.label.substr(started.request.label.find_last_of(" /") + 1) +
                      (token.empty() ? "" : " " + token));
    }
    return lines;
  }

  std::vector<std::string> skus_;
};

TEST_F(SupplierApiTest, SignsInOnceAndPutsTheTokenIntoEachRequest) {
  on_products_ = [](const Request& request) { return page_answer(request); };
  ask(1);
  ask(2);
  drive_all();
  EXPECT_THAT(skus_, ElementsAre("P1", "P2"));
  EXPECT_THAT(sent(), ElementsAre("auth", "1 jwt token-1", "2 jwt token-1"));
  EXPECT_EQ(http_.started().at(1).request.url, "https://supplier.example/v2/products?page_no=1");
  EXPECT_FALSE(http_.started().at(1).request.follow_redirects);
}

TEST_F(SupplierApiTest, SeveralAreInFlightAtATime) {
  on_products_ = [](const Request& request) { return page_answer(request, Millis{2'000}); };
  for (int page = 1; page <= 5; ++page) ask(page);
  drive_all();
  EXPECT_THAT(skus_, SizeIs(5));
  EXPECT_EQ(http_.most_in_flight(), 5U);
}

TEST_F(SupplierApiTest, WhatIsDoneWithAPageMayAskForMore) {
  on_products_ = [](const Request& request) { return page_answer(request); };
  api_.request_products({{"page_no", "1"}}, "page 1", [this](ProductPage&) { ask(2); });
  drive_all();
  EXPECT_THAT(skus_, ElementsAre("P2"));
}

TEST_F(SupplierApiTest, ATokenThatIsRefusedIsRenewedOnceForAllThatWereUnderWay) {
  on_products_ = [](const Request& request) {
    return authorization(request) == "jwt token-1" ? answer(401, R"({"code":"Unauthorized"})", {}, Millis{500})
                                                   : page_answer(request);
  };
  for (int page = 1; page <= 3; ++page) ask(page);
  drive_all();
  EXPECT_THAT(skus_, ::testing::UnorderedElementsAre("P1", "P2", "P3"));
  EXPECT_EQ(sign_ins_, 2);
}

TEST_F(SupplierApiTest, ARevokedTokenOfTheFileIsReplacedWithoutAWord) {
  store_.save({"old", settings_.account(), clock_.wall(), Millis{0}});
  on_products_ = [](const Request& request) {
    return authorization(request) == "jwt old" ? answer(401) : page_answer(request);
  };
  ask(1);
  drive_all();
  EXPECT_THAT(sent(), ElementsAre("1 jwt old", "auth", "1 jwt token-1"));
}

TEST_F(SupplierApiTest, AnAccountWhoseNewTokensAreRefusedTooEndsTheRun) {
  on_products_ = [](const Request&) { return answer(401, R"({"code":"Unauthorized"})"); };
  ask(1);
  const std::string sentence = failure_of(FailureKind::credentials, [this] { drive_all(); });
  EXPECT_THAT(sentence, Not(HasSubstr("token-2")));
  EXPECT_EQ(sign_ins_, 2);
  EXPECT_EQ(api_.under_way(), 0U);
}

TEST_F(SupplierApiTest, TokensThatLiveShorterThanStatedAreRenewedAgainAndAgain) {
  int served = 0;  // each token is good for three pages
  on_products_ = [&](const Request& request) {
    const bool refused = authorization(request) != "jwt token-" + std::to_string(1 + served / 3);
    if (!refused) ++served;
    return refused ? answer(401) : page_answer(request);
  };
  for (int page = 1; page <= 8; ++page) {
    ask(page);
    drive_all();
  }
  EXPECT_THAT(skus_, SizeIs(8));
  EXPECT_EQ(sign_ins_, 3);
}

TEST_F(SupplierApiTest, ATokenIsRenewedBeforeItRunsOutWithoutAFailedRequest) {
  on_auth_ = [this](const Request&) {
    return answer(200, R"({"iat":0,"exp":900,"token":"token-)" + std::to_string(sign_ins_) + "\"}");
  };
  on_products_ = [](const Request& request) { return page_answer(request, Millis{60'000}); };
  for (int page = 1; page <= 30; ++page) {
    ask(page);
    drive_all();
  }
  EXPECT_THAT(skus_, SizeIs(30));
  EXPECT_EQ(sign_ins_, 3);  // half an hour, a quarter of an hour each
}

/// One place a second.
class OneASecond : public RateLimiter {
 public:
  explicit OneASecond(const Clock& clock) : clock_(clock), next_(clock.steady()) {}
  std::optional<Millis> acquire() override {
    if (clock_.steady() < next_) return next_ - clock_.steady();
    next_ = clock_.steady() + Millis{1'000};
    return std::nullopt;
  }

 private:
  const Clock& clock_;
  SteadyTime next_;
};

TEST_F(SupplierApiTest, WhatHasNotLeftYetWhenATokenIsRefusedLeavesWithTheNewOne) {
  OneASecond limiter(clock_);
  const auto limited = rate_limited(http_, limiter, 8, clock_, log_);
  AuthManager auth(*limited, settings_, store_, masker_, clock_, signals_, log_);
  SupplierApi api(*limited, auth, settings_, signals_, log_);
  on_products_ = [](const Request& request) {
    return authorization(request) == "jwt token-1" ? answer(401) : page_answer(request);
  };
  for (int page = 1; page <= 3; ++page) {
    api.request_products({{"page_no", std::to_string(page)}}, "page " + std::to_string(page), [](ProductPage&) {});
  }
  while (api.under_way() > 0) api.drive();
  EXPECT_THAT(sent(), ElementsAre("auth", "1 jwt token-1", "auth", "1 jwt token-2", "2 jwt token-2", "3 jwt token-2"));
}

/// Gives a place only after a long time.
class ClosedGate : public RateLimiter {
 public:
  ClosedGate(const Clock& clock, SteadyTime opens) : clock_(clock), opens_(opens) {}
  std::optional<Millis> acquire() override {
    const Millis wait = opens_ - clock_.steady();
    if (++asked_ <= 2 || wait <= Millis{0}) return std::nullopt;  // signing in, and one page
    return wait;
  }

 private:
  const Clock& clock_;
  SteadyTime opens_;
  int asked_ = 0;
};

TEST_F(SupplierApiTest, WhatWaitsForTheQuotaLeavesWithATokenThatIsStillGood) {
  ClosedGate gate(clock_, clock_.steady() + std::chrono::minutes{50});
  const auto limited = rate_limited(http_, gate, 8, clock_, log_);
  AuthManager auth(*limited, settings_, store_, masker_, clock_, signals_, log_);
  SupplierApi api(*limited, auth, settings_, signals_, log_);
  on_auth_ = [this](const Request&) {
    return answer(200, R"({"iat":0,"exp":900,"token":"token-)" + std::to_string(sign_ins_) + "\"}");
  };
  on_products_ = [](const Request& request) { return page_answer(request); };
  int done = 0;
  for (int page = 1; page <= 4; ++page) {
    api.request_products({{"page_no", std::to_string(page)}}, "page " + std::to_string(page),
                         [&done](ProductPage&) { ++done; });
  }
  while (api.under_way() > 0) api.drive();
  EXPECT_EQ(done, 4);
  EXPECT_THAT(sent(), ElementsAre("auth", "1 jwt token-1", "auth", "2 jwt token-2", "3 jwt token-2", "4 jwt token-2"));
}

TEST_F(SupplierApiTest, ASupplierThatOnlyHangsEndsTheRunThoughTokensAreShort) {
  on_auth_ = [this](const Request&) {
    return answer(200, R"({"iat":0,"exp":61,"token":"token-)" + std::to_string(sign_ins_) + "\"}");
  };
  on_products_ = [](const Request&) { return no_answer(TransferErrorKind::timeout, "timed out", Millis{60'000}); };
  ask(1);
  EXPECT_THAT(failure_of(FailureKind::supplier, [this] { drive_all(); }), HasSubstr("timed out"));
}

TEST_F(SupplierApiTest, AFinalFailureSaysWhatHowOftenAndThatTheOldInventoryStays) {
  on_products_ = [](const Request&) { return answer(503, R"({"code":"InternalServer","message":"busy"})"); };
  ask(7);
  ask(8);
  const std::string sentence = failure_of(FailureKind::supplier, [this] { drive_all(); });
  EXPECT_THAT(sentence, HasSubstr("GET /v2/products page "));
  EXPECT_THAT(sentence, HasSubstr("HTTP 503"));
  EXPECT_THAT(sentence, HasSubstr("busy"));
  EXPECT_THAT(sentence, HasSubstr("attempts: 5"));
  EXPECT_THAT(sentence, HasSubstr("stays as it is"));
  EXPECT_EQ(api_.under_way(), 0U);
  EXPECT_EQ(client_->in_flight(), 0U);
}

TEST_F(SupplierApiTest, AnUnusableBodyIsAskedForAgainThenNamed) {
  on_products_ = [](const Request&) { return answer(200, "<html>maintenance</html>"); };
  ask(1);
  EXPECT_THAT(failure_of(FailureKind::supplier, [this] { drive_all(); }), HasSubstr("not JSON"));
}

TEST_F(SupplierApiTest, ABodyThatIsCutOnceIsReadWhole) {
  int asked = 0;
  on_products_ = [&](const Request& request) {
    if (++asked > 1) return page_answer(request);
    test::Scripted cut = no_answer(TransferErrorKind::broken);
    cut.body_before_error = R"({"result":[{"sku":"CUT"},)";
    return cut;
  };
  ask(1);
  drive_all();
  EXPECT_THAT(skus_, ElementsAre("P1"));
}

TEST_F(SupplierApiTest, AFailureOfWhatIsDoneWithAPageLeavesNothingUnderWay) {
  on_products_ = [](const Request& request) { return page_answer(request); };
  api_.request_products({}, "page", [](ProductPage&) { throw std::runtime_error("disk full"); });
  ask(2);
  EXPECT_THROW(drive_all(), std::runtime_error);
  EXPECT_EQ(api_.under_way(), 0U);
  EXPECT_EQ(client_->in_flight(), 0U);
}

TEST_F(SupplierApiTest, ASignalEndsTheReading) {
  on_products_ = [this](const Request& request) {
    signals_.set(SIGINT);
    return page_answer(request, Millis{60'000});
  };
  ask(1);
  failure_of(FailureKind::interrupted, [this] { drive_all(); });
  EXPECT_EQ(client_->in_flight(), 0U);
}

}  // namespace
}  // namespace dsz
