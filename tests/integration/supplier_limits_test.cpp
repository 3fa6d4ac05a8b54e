// What the supplier allows and what one answer may be: the hourly quota over runs and processes, 429, time and size.
#include "shop.hpp"

#include <fmt/chrono.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>

namespace dsz::test {
namespace {

using sandbox::Fault;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

const sandbox::RequestMatch kListing{.path_contains = "/v2/products"};

/// The supplier counts over a sliding hour, as it really does; both sides know of so many requests.
class HourlyQuota : public testing::Test {
 protected:
  static constexpr int kRequests = 8;

  HourlyQuota() : shop({}, {.quota = {{kRequests, std::chrono::hours(1)}}}) {
    for (int i = 0; i < 50; ++i)
      shop.supplier.put(sandbox::SupplierProduct{.sku = "S" + std::to_string(100 + i), .stock = 1});
    shop.config["dropshipzone"]["requests_per_hour"] = kRequests;
    shop.config["dropshipzone"]["page_size"] = 10;
  }

  /// Starts a fetch, waits until it says that it waits, and ends it.
  std::string run_into_the_quota() {
    Program program(shop.arguments({"fetch"}));
    EXPECT_TRUE(program.said("for the request quota"));
    program.signal(SIGTERM);
    const auto result = program.wait();
    EXPECT_EQ(result.exit_code, 143) << result.err;
    return result.err;
  }

  Shop shop;
};

TEST_F(HourlyQuota, IsSharedByRunsAndSaysUntilWhenASecondOneWaits) {
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);  // the sign-in, five pages, one of them twice
  const auto used = shop.supplier.requests().count();
  const std::string before = shop.content("dropshipzone_inventory.json");
  EXPECT_EQ(shop.run_json({"status"})["quota"]["left_this_hour"], kRequests - used);

  EXPECT_THAT(run_into_the_quota(),
              ContainsRegex("waits [0-9a-z ]+ for the request quota, until 20[0-9-]{8}T[0-9:]{8}Z"));
  EXPECT_EQ(shop.supplier.requests().count(), kRequests);
  EXPECT_EQ(shop.supplier.quota_violations(), 0);
  EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
  EXPECT_FALSE(std::filesystem::exists(shop.file("temp_inventory.json")));
  EXPECT_EQ(shop.run_json({"status"})["quota"]["left_this_hour"], 0);
}

TEST_F(HourlyQuota, IsNotForgottenByAKilledProcess) {
  std::promise<void> reached;
  shop.supplier.endpoint().at_nth(kListing, 3, sandbox::Moment::before, [&](const auto&) { reached.set_value(); });
  shop.supplier.faults().add(Fault::slow(std::chrono::seconds(60)).on(kListing).after(2));
  Program first(shop.arguments({"fetch"}));
  reached.get_future().wait();
  first.signal(SIGKILL);
  EXPECT_EQ(first.wait().exit_code, 128 + SIGKILL);
  shop.supplier.faults().clear();
  run_into_the_quota();
  EXPECT_LE(shop.supplier.requests().count(), kRequests);
  EXPECT_EQ(shop.supplier.quota_violations(), 0);
}

TEST_F(HourlyQuota, OfOneAccountIsNotThatOfAnother) {
  EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
  shop.config["dropshipzone"]["email"] = "somebody@example.com";
  EXPECT_EQ(shop.run_json({"status"})["quota"]["left_this_hour"], kRequests);
}

/// 30 products of 20 a page in an inventory, and a supplier that then answers otherwise.
class SupplierAnswers : public testing::Test {
 protected:
  SupplierAnswers() {
    shop.put_many(30, 5, 4);
    shop.config["dropshipzone"]["page_size"] = 20;
    EXPECT_EQ(shop.run({"fetch"}).exit_code, 0);
    before = shop.content("dropshipzone_inventory.json");
  }

  ProgramResult expect_failure() {
    auto result = shop.run({"fetch"});
    EXPECT_EQ(result.exit_code, 10) << result.err;
    EXPECT_EQ(shop.content("dropshipzone_inventory.json"), before);
    return result;
  }

  Shop shop;
  std::string before;
};

std::string http_date(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

Fault too_many_until(std::chrono::system_clock::time_point time) {
  return Fault::answer(429, "{}", "application/json", {{"Retry-After", http_date(time)}}).on(kListing);
}

TEST_F(SupplierAnswers, ARetryAfterMayBeADate) {
  shop.supplier.faults().add(too_many_until(std::chrono::system_clock::now() - std::chrono::seconds(5)));
  const auto result = shop.run({"fetch"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("HTTP 429; attempt 1 of 2, the next one in 0 ms"));
}

TEST_F(SupplierAnswers, ARetryAfterOfHoursIsNotWaitedFor) {
  shop.supplier.faults().add(too_many_until(std::chrono::system_clock::now() + std::chrono::hours(3)).always());
  EXPECT_THAT(expect_failure().err, HasSubstr("HTTP 429 (attempts: 1)") /* no second one */);
}

TEST_F(SupplierAnswers, ThatDoNotComeInTimeAreGivenUp) {
  shop.config["dropshipzone"]["timeout_seconds"] = 1;
  shop.config["dropshipzone"]["retries"] = 1;
  shop.supplier.faults().add(Fault::slow(std::chrono::seconds(60)).on(kListing).always());
  EXPECT_THAT(expect_failure().err, HasSubstr("timed out after 1 s"));
}

TEST_F(SupplierAnswers, OfMoreThan64MiBAreGivenUpAndNotRepeated) {
  shop.supplier.requests().clear();
  const std::string endless = R"({"result":[)" + std::string(65U << 20U, ' ');
  shop.supplier.faults().add(Fault::answer(200, endless, "application/json").on(kListing));
  EXPECT_THAT(expect_failure().err, HasSubstr("larger than 67108864 bytes"));
}

TEST_F(SupplierAnswers, AProductWithoutAUsableSkuIsCountedAndSkipped) {
  shop.supplier.put(sandbox::SupplierProduct{.sku = "NONE", .stock = 3, .overlay = R"({"sku":null})"});
  shop.supplier.put(sandbox::SupplierProduct{.sku = "EMPTY", .stock = 3, .overlay = R"({"sku":"  "})"});
  shop.supplier.put(sandbox::SupplierProduct{.sku = "ABSENT", .stock = 3, .absent = {"sku"}});
  const auto document = shop.run_json({"fetch"});
  EXPECT_EQ(document["exit_code"], 0) << document.dump();
  EXPECT_EQ(document["fetch"]["without_sku"], 3);
  EXPECT_EQ(document["fetch"]["products"], 30);
  EXPECT_EQ(shop.inventory()["count"], 30);
}

TEST_F(SupplierAnswers, WhoseStockIsUnknownAreCountedAndNamedInTheLog) {
  shop.supplier.put(sandbox::SupplierProduct{.sku = "ODD", .stock = 3, .overlay = R"({"stock_qty":"plenty"})"});
  const auto document = shop.run_json({"fetch"});
  EXPECT_EQ(document["fetch"]["unknown"], 1);
  EXPECT_THAT(shop.content("logs/sync.log"), AllOf(HasSubstr("ODD"), HasSubstr("plenty")));
}

}  // namespace
}  // namespace dsz::test
