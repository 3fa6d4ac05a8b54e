#include "dsz/supplier/token_store.hpp"

#include "dsz/base/failure.hpp"

#include "capturing_log.hpp"
#include "fake_clock.hpp"
#include "memory_file_system.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

namespace dsz {
namespace {

constexpr const char* kPath = "/state/token_store.json";
constexpr const char* kAccount = "https://supplier.example#1";

class TokenStoreTest : public ::testing::Test {
 protected:
  [[nodiscard]] Token token(Millis life) const { return {"secret-token", kAccount, clock_.wall(), life}; }

  test::FakeClock clock_;
  test::CapturingLog log_;
  test::MemoryFileSystem files_{&clock_};
  TokenStore store_{files_, kPath, log_};
};

TEST_F(TokenStoreTest, ATokenComesBackAsItWasSaved) {
  store_.save(token(Millis{900'000}));
  const auto loaded = store_.load(kAccount);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->text, "secret-token");
  EXPECT_EQ(loaded->received, clock_.wall());
  EXPECT_EQ(loaded->life, Millis{900'000});
}

TEST_F(TokenStoreTest, OnlyTheOwnerCanReadTheFile) {
  store_.save(token(Millis{0}));
  EXPECT_EQ(files_.info(kPath)->mode, 0600U);
}

TEST_F(TokenStoreTest, WithoutAFileThereIsNoTokenAndNoWarning) {
  EXPECT_FALSE(store_.load(kAccount));
  EXPECT_TRUE(log_.lines().empty());
}

TEST_F(TokenStoreTest, AForgottenTokenIsGone) {
  store_.save(token(Millis{0}));
  store_.forget();
  EXPECT_FALSE(store_.load(kAccount));
}

TEST_F(TokenStoreTest, AFileThatOthersCanReadIsNotUsed) {
  store_.save(token(Millis{0}));
  files_.put(kPath, *files_.content(kPath), 0644);
  EXPECT_FALSE(store_.load(kAccount));
  EXPECT_TRUE(log_.contains(LogLevel::warning, "can be read by others"));
}

TEST_F(TokenStoreTest, ATokenOfAnotherAccountIsNotUsed) {
  store_.save(token(Millis{0}));
  EXPECT_FALSE(store_.load("https://supplier.example#2"));
  EXPECT_TRUE(log_.contains(LogLevel::warning, "another account"));
}

TEST_F(TokenStoreTest, ADamagedFileIsAWarningThatShowsNothingOfIt) {
  store_.save(token(Millis{0}));
  const std::string whole = *files_.content(kPath);
  for (std::size_t length = 0; length + 2 < whole.size(); ++length) {
    files_.put(kPath, whole.substr(0, length));
    log_.clear();
    EXPECT_FALSE(store_.load(kAccount)) << length;
    EXPECT_TRUE(log_.contains(LogLevel::warning, "damaged")) << length;
    EXPECT_FALSE(log_.contains("secret")) << length;
  }
}

TEST_F(TokenStoreTest, ALifeThatIsNoWholeNumberIsDamage) {
  store_.save(token(Millis{1234}));
  const std::string whole = *files_.content(kPath);
  for (const char* life : {"1e30", "1234.5", "\"1234\"", "null"}) {
    std::string changed = whole;
    files_.put(kPath, changed.replace(changed.find("1234"), 4, life));
    EXPECT_FALSE(store_.load(kAccount)) << life;
  }
}

TEST_F(TokenStoreTest, ATokenIsUsedForSevenHoursAtMost) {
  for (const Millis life : {Millis{0}, Millis{std::chrono::hours{8}}, Millis{std::chrono::hours{61}}}) {
    const Token made = token(life);
    EXPECT_TRUE(made.usable(made.received + std::chrono::hours{7} - Millis{1})) << life.count();
    EXPECT_FALSE(made.usable(made.received + std::chrono::hours{7})) << life.count();
  }
}

TEST_F(TokenStoreTest, AShortLifeEndsAMinuteOrATenthEarly) {
  const Token quarter = token(std::chrono::minutes{15});
  EXPECT_TRUE(quarter.usable(quarter.received + std::chrono::minutes{14} - Millis{1}));
  EXPECT_FALSE(quarter.usable(quarter.received + std::chrono::minutes{14}));
  const Token short_one = token(std::chrono::seconds{100});
  EXPECT_TRUE(short_one.usable(short_one.received + std::chrono::seconds{89}));
  EXPECT_FALSE(short_one.usable(short_one.received + std::chrono::seconds{90}));
}

TEST_F(TokenStoreTest, ATokenFromTheFutureIsNotTrusted) {
  const Token made = token(Millis{0});
  EXPECT_FALSE(made.usable(made.received - Millis{1}));
}

TEST_F(TokenStoreTest, ASavedTokenOutlivesAPowerCut) {
  store_.save(token(Millis{0}));
  files_.crash();
  EXPECT_TRUE(store_.load(kAccount));
}

/// Each step of saving fails once, then the power is cut: the old token or the new one, whole.
TEST_F(TokenStoreTest, AFullDiskAndAPowerCutLeaveTheOldTokenOrTheNewOne) {
  int failures = 0;
  for (bool failed = true; failed;) {
    test::MemoryFileSystem files(&clock_);
    TokenStore store(files, kPath, log_);
    Token old_token = token(Millis{0});
    old_token.text = "old-token";
    store.save(old_token);
    files.fail(test::FileOperation::any, failures + 1);
    try {
      store.save(token(Millis{0}));
      failed = false;
    } catch (const Failure& failure) {
      EXPECT_NE(std::string(failure.what()).find("/state"), std::string::npos) << failure.what();
      ++failures;
    }
    EXPECT_EQ(files.paths().size(), 1U) << "step " << failures;
    files.fail(test::FileOperation::any, 0);
    files.crash();
    const auto loaded = store.load(kAccount);
    ASSERT_TRUE(loaded) << "step " << failures;
    EXPECT_EQ(loaded->text, failed ? "old-token" : "secret-token") << "step " << failures;
  }
  EXPECT_EQ(failures, 6);
  EXPECT_TRUE(log_.lines().empty());
}

TEST_F(TokenStoreTest, AFileThatCannotBeReadIsAWarningThatSaysWhy) {
  for (const auto step : {test::FileOperation::info, test::FileOperation::open, test::FileOperation::read}) {
    store_.save(token(Millis{0}));
    files_.fail(step, 1, "Input/output error");
    log_.clear();
    EXPECT_FALSE(store_.load(kAccount));
    EXPECT_TRUE(log_.contains(LogLevel::warning, "token_store.json: Input/output error"));
  }
}

TEST_F(TokenStoreTest, AClockSetBackAnHourOrForwardAYearEndsItsUse) {
  const Token made = token(std::chrono::hours{8});
  EXPECT_FALSE(made.usable(made.received - std::chrono::hours{1}));
  EXPECT_FALSE(made.usable(made.received + std::chrono::days{365}));
  EXPECT_TRUE(made.usable(made.received)) << "and it is good again when the clock is right again";
}

TEST_F(TokenStoreTest, ATokenLivesAcrossTheEndOf32BitTime) {
  clock_.set_wall(WallTime{std::chrono::seconds{INT32_MAX}} - std::chrono::hours{1});
  store_.save(token(std::chrono::hours{8}));
  const auto loaded = store_.load(kAccount);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->received, clock_.wall());
  EXPECT_TRUE(loaded->usable(clock_.wall() + std::chrono::hours{2}));
  EXPECT_FALSE(loaded->usable(clock_.wall() + std::chrono::hours{7}));
}

}  // namespace
}  // namespace dsz
