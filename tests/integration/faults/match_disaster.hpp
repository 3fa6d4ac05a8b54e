#pragma once

#include "sandbox/wire/fault.hpp"
#include "shop.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <ostream>
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

  friend void PrintTo(const MatchDisaster& disaster, std::ostream* out) { *out << disaster.name; }
};

/// Strikes these requests once, from the first on.
std::function<void(Shop&)> at_lists(sandbox::Fault fault);
std::function<void(Shop&)> at_writes(sandbox::Fault fault);

/// A store of either version with 14 products to write (two of them variations, one of them going to 0), one whose
/// stock at the supplier is unknown, and some that are not the supplier's; an inventory of now stands.
class MatchWorld : public testing::Test {
 protected:
  explicit MatchWorld(const std::string& version);

  ProgramResult match();
  /// S1, S2, S6 and S7: of what was sent, and of what the store shows.
  void expect_only_right_writes();
  void expect_stock(After after) const;
  /// What the journal of the last run says was written stands in the store; what it does not, does not.
  void expect_journal_agrees();
  /// Without the faults the next run ends where an undisturbed one ends.
  void expect_recovery();

  Shop shop_;
  std::map<std::int64_t, sandbox::StoreProduct> before_;
  std::map<std::int64_t, std::int64_t> right_;  ///< by id: what is to be written

 private:
  void add(const std::string& sku, std::int64_t right);
};

class MatchDisasters : public MatchWorld, public testing::WithParamInterface<std::tuple<const char*, MatchDisaster>> {
 protected:
  MatchDisasters() : MatchWorld(std::get<0>(GetParam())) {}
};

}  // namespace dsz::test
