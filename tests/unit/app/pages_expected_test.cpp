#include "dsz/app/pages_expected.hpp"

#include "dsz/base/secret_masker.hpp"

#include "../state/state_test_base.hpp"
#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "memory_file_system.hpp"
#include "scripted_http_client.hpp"

#include <gmock/gmock.h>

#include <random>

namespace dsz {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PagesExpectedTest : public StateTest {
 protected:
  PagesExpectedTest() {
    config_.supplier.base_url = "https://supplier.example";
    config_.supplier.email = "owner@example.com";
    config_.supplier.password = "pass-phrase";
    config_.state_dir = "/state";
  }

  std::int64_t expected() {
    SupplierSession session(world_, config_, *database_, masker_, random_, log_);
    return pages_expected(session, config_, facts_, clock_);
  }

  Millis latency_{50};
  std::vector<std::string> asked_;
  test::FakeSleeper sleeper_{clock_};
  test::FakeSignals signals_;
  test::CapturingLog log_;
  test::MemoryFileSystem files_{&clock_};
  const World world_{clock_, sleeper_, signals_, files_, [this](const CurlSettings&) {
                       return std::make_unique<test::ScriptedHttpClient>(clock_, [this](const Request& request) {
                         asked_.push_back(request.label);
                         return test::answer(200, R"({"iat":1700000000,"exp":1700028800,"token":"t"})", {}, latency_);
                       });
                     }};
  Config config_;
  SecretMasker masker_;
  std::mt19937_64 random_{1};
  Facts facts_{*database_};
};

TEST_F(PagesExpectedTest, AFirstFetchExpectsNoneWhileTheSupplierAnswersAtOnce) {
  latency_ = Millis{1'000};
  EXPECT_EQ(expected(), 0);
  EXPECT_THAT(asked_, ElementsAre("POST /auth"));
}

TEST_F(PagesExpectedTest, AFirstFetchExpectsSomeWhereTheSignInTookLongerThanTheSpacingOfRequests) {
  latency_ = Millis{1'001};
  EXPECT_EQ(expected(), 20);
  EXPECT_EQ(expected(), 0) << "the token is there: nothing shows how long an answer takes";
  EXPECT_THAT(asked_, ElementsAre("POST /auth"));
}

TEST_F(PagesExpectedTest, AtAQuickPaceAFirstFetchExpectsNoneHoweverLongAnswersTake) {
  config_.quota = {.per_minute = 601, .per_hour = 600'000};
  latency_ = Millis{10'000};
  EXPECT_EQ(expected(), 0);
  config_.quota.per_minute = 600;
  EXPECT_EQ(expected(), 20);
}

TEST_F(PagesExpectedTest, LaterTheLastFetchCountsIfItWentWell) {
  facts_.set(kFactSupplierTotal, "165000");
  facts_.set(kFactFullFetchEnded, "yes");
  EXPECT_EQ(expected(), 825);
  facts_.set(kFactFullFetchEnded, "no");
  EXPECT_EQ(expected(), 0);
  EXPECT_THAT(asked_, IsEmpty());
}

}  // namespace
}  // namespace dsz
