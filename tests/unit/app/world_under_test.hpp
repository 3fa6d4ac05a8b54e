#pragma once

#include "random_shop.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace dsz::test {

/// One random shop, and runs of the real job on it, of which each request is looked at as it leaves.
class WorldUnderTest : public MatchJobTest {
 public:
  explicit WorldUnderTest(RandomShop world);

  void TestBody() override {}
  using MatchJobTest::shop;

  /// A run that is to do what `model` says; true when it came to its end.
  bool run(const Expected& model);
  /// Nothing goes wrong any more, and the next run writes.
  void clear_trouble();

  [[nodiscard]] const RandomShop& world() const { return world_; }
  [[nodiscard]] bool struck() const { return struck_; }
  [[nodiscard]] const std::set<std::int64_t>& sold() const { return sold_; }
  /// What the last run sent, by product.
  [[nodiscard]] const Stocks& sent() const { return sent_; }
  [[nodiscard]] int most_often_sent() const;
  /// What the guards said, for a failing test.
  [[nodiscard]] std::string verdict() const;

 private:
  void check_report(const Stocks& before) const;
  void check_plan() const;
  void check_baseline(bool ended);
  void check_request(const Request& request) const;
  void check_write(const Call& call);
  void check_item(const Call& call, const nlohmann::json& item, const nlohmann::json& row);
  std::optional<Scripted> meet(const Call& call);
  void note_reading(const Call& call);
  std::optional<Scripted> strike_read();
  std::optional<Scripted> strike_write(const Call& call);
  nlohmann::json do_items(const Call& call, std::size_t count);
  void sell(std::int64_t id);

  RandomShop world_;
  Expected model_;
  MatchReport report_;
  int reads_ = 0;
  int writes_ = 0;
  bool struck_ = false;
  std::set<std::int64_t> sold_;
  Stocks sent_;
  std::map<std::int64_t, int> times_sent_;
  std::set<std::int64_t> not_read_since_;  ///< their last write
};

}  // namespace dsz::test
