#pragma once

#include "sandbox/wire/fault.hpp"
#include "shop.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <tuple>

namespace dsz::test {

/// What the store shows for the products that were to be written, when the run has ended.
enum class After { all_new, all_old, mixed };

/// One way in which the store fails during a match, and what must hold then.
struct MatchDisaster {
  std::string name;                  ///< of the test
  std::function<void(Shop&)> stage;  ///< what goes wrong
  After after = After::all_new;
  int exit_code = 0;
  std::string sentence{};                              ///< is said on stdout or stderr
  nlohmann::json settings = nlohmann::json::object();  ///< members of `woocommerce` in the configuration
  std::string logged{};                                ///< a regular expression: stands in the log
  std::set<std::string> left_alone{};                  ///< SKUs that keep their old stock, whatever `after` says

  friend void PrintTo(const MatchDisaster& disaster, std::ostream* out) { *out << disaster.name; }
};

inline const auto kVersions = testing::Values("11.0.1", "7.9.0");
inline constexpr auto kMatchDisasterName = [](const auto& row) {
  return std::get<1>(row.param).name + (std::string(std::get<0>(row.param)) == "7.9.0" ? "Old" : "New");
};

/// Strikes these requests once, from the first on. The store has no stock report, so that its lists are all there is.
std::function<void(Shop&)> at_lists(sandbox::Fault fault);
std::function<void(Shop&)> at_writes(const sandbox::Fault& fault);
std::function<void(Shop&)> at(sandbox::RequestMatch requests, const sandbox::Fault& fault);
sandbox::RequestMatch page_of_report(int page);

/// A store of either version with 14 products to write (two of them variations, one of them going to 0), one whose
/// stock at the supplier is unknown, and some that are not the supplier's; an inventory of now stands.
class MatchWorld : public testing::Test {
 protected:
  /// `others`: so many more that are not the supplier's stand in the midst of them.
  explicit MatchWorld(const std::string& version, int others = 0);

  ProgramResult match();
  /// The whole of a row: the fault strikes, and all holds that the row and the promises say.
  void expect_survived(const MatchDisaster& disaster);
  /// S1, S2, S6 and S7: of what was sent, and of what the store shows.
  void expect_only_right_writes();
  void expect_stock(const MatchDisaster& disaster) const;
  /// What the journal of the first run says was written stands in the store; what it does not, does not.
  void expect_journal_agrees();
  /// Without the faults the next run ends where an undisturbed one ends.
  void expect_recovery();

  Shop shop_;
  std::map<std::int64_t, sandbox::StoreProduct> before_;
  std::map<std::int64_t, std::int64_t> right_;  ///< by id: what is to be written

 private:
  void add(const std::string& sku, std::int64_t right);
  /// The products of the supplier, with their rows in its inventory.
  std::string fill(int others);
};

/// 121 rows of the stock report: two pages, with products of the supplier on both.
class ReportDisasters : public MatchWorld, public testing::WithParamInterface<std::tuple<const char*, MatchDisaster>> {
 protected:
  ReportDisasters() : MatchWorld(std::get<0>(GetParam()), 100) {}
};

class MatchDisasters : public MatchWorld, public testing::WithParamInterface<std::tuple<const char*, MatchDisaster>> {
 protected:
  MatchDisasters() : MatchWorld(std::get<0>(GetParam())) {}
};

}  // namespace dsz::test
