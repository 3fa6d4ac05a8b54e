// The supplier's token over several runs: kept, used as long as it is good, and never longer.
#include "shop.hpp"

#include <fmt/chrono.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kTokenFile = "token_store.json";
const sandbox::RequestMatch kTokenRequests{.path_contains = "/auth"};

/// A shop whose token is kept from a first fetch.
class KeptToken : public testing::Test {
 protected:
  KeptToken() {
    shop.put_many(3, 5, 4);
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
    shop.supplier.requests().clear();
  }

  void edit_token(const std::function<void(nlohmann::json&)>& edit) {
    auto token = nlohmann::json::parse(shop.content(kTokenFile));
    edit(token);
    std::ofstream(shop.file(kTokenFile)) << token.dump();
  }

  void make_it_older(std::chrono::minutes age) {
    edit_token([age](nlohmann::json& token) {
      const auto then = std::chrono::system_clock::now() - age;
      token["received"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(then)));
    });
  }

  /// A fetch that goes well; how often it signed in.
  std::size_t sign_ins_of_a_fetch() {
    const auto result = shop.run({"fetch"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    said = result.err;
    for (const auto& record : shop.supplier.requests().all()) EXPECT_EQ(record.status, 200);
    return shop.supplier.requests().count(kTokenRequests);
  }

  Shop shop;
  std::string said;
};

TEST_F(KeptToken, IsUsedByTheNextRun) { EXPECT_EQ(sign_ins_of_a_fetch(), 0); }

TEST_F(KeptToken, IsUsedForAlmostSevenHours) {
  make_it_older(std::chrono::minutes(6 * 60 + 50));
  EXPECT_EQ(sign_ins_of_a_fetch(), 0);
}

TEST_F(KeptToken, IsNotUsedAfterSevenHoursAlthoughItWouldStillBeTaken) {
  make_it_older(std::chrono::minutes(7 * 60 + 1));
  EXPECT_EQ(sign_ins_of_a_fetch(), 1);
}

TEST_F(KeptToken, OfFifteenMinutesIsNotUsedInItsLastMinute) {
  edit_token([](nlohmann::json& token) { token["life_ms"] = 15 * 60 * 1000; });
  make_it_older(std::chrono::minutes(14));
  EXPECT_EQ(sign_ins_of_a_fetch(), 1);
}

TEST_F(KeptToken, ThatIsDamagedIsAWarningAndANewSignIn) {
  std::filesystem::resize_file(shop.file(kTokenFile), 10);
  EXPECT_EQ(sign_ins_of_a_fetch(), 1);
  EXPECT_THAT(said, HasSubstr("token_store.json is damaged"));
}

TEST_F(KeptToken, OfAnotherAccountIsAWarningAndANewSignIn) {
  edit_token([](nlohmann::json& token) { token["account"] = "0123456789abcdef"; });
  EXPECT_EQ(sign_ins_of_a_fetch(), 1);
  EXPECT_THAT(said, HasSubstr("token_store.json belongs to another account"));
}

TEST_F(KeptToken, ThatOthersCouldReadIsAWarningAndANewSignIn) {
  std::filesystem::permissions(shop.file(kTokenFile), std::filesystem::perms(0644));
  EXPECT_EQ(sign_ins_of_a_fetch(), 1);
  EXPECT_THAT(said, HasSubstr("can be read by others"));
  EXPECT_EQ(std::filesystem::status(shop.file(kTokenFile)).permissions(), std::filesystem::perms(0600));
}

/// The supplier's clock stands still, so that no token is ever refused, however slow this machine is: what asks for a
/// second one is its stated life. The quota spaces the pages over more time than that.
TEST(ShortLivedToken, IsRenewedInTheMiddleOfAFetch) {
  const auto now = std::chrono::system_clock::now();
  Shop shop({}, {.now = [now] { return now; }, .token_life = std::chrono::seconds(3)});
  for (int i = 0; i < 1000; ++i)
    shop.supplier.put(sandbox::SupplierProduct{.sku = "S" + std::to_string(i), .stock = 1});
  shop.config["dropshipzone"]["requests_per_minute"] = 120;
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_GE(shop.supplier.tokens_issued(), 2);
  const auto requests = shop.supplier.requests().all();
  for (const auto& record : requests) EXPECT_EQ(record.status, 200);
  EXPECT_THAT(requests.front().request.path, HasSubstr("/auth"));
  EXPECT_THAT(requests.back().request.path, Not(HasSubstr("/auth")));
}

TEST(WrongCredentials, AnsweredByAnInternalErrorAreNotRepeatedEither) {
  Shop shop({}, {.wrong_credentials_are_500 = true});
  shop.put_many(3, 5, 4);
  shop.config["dropshipzone"]["password"] = "not-the-password";
  shop.config["dropshipzone"]["retries"] = 5;
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 12) << result.err;
  EXPECT_THAT(result.err, HasSubstr("check dropshipzone.email and dropshipzone.password"));
  EXPECT_EQ(shop.supplier.requests().count(), 1);
}

}  // namespace
}  // namespace dsz::test
