#pragma once

#include "dsz/app/apply_job.hpp"
#include "dsz/app/match_job.hpp"
#include "dsz/app/undo_job.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/state/run_history.hpp"

#include "../store/fake_shop.hpp"
#include "capturing_log.hpp"
#include "fake_clock.hpp"
#include "fake_signals.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace dsz::test {

class SilentProgress : public Progress {
 public:
  void update(std::string_view, std::string_view, std::int64_t, std::int64_t) override {}
  void end() override {}
};

/// A match in a folder of its own, against a small store and a supplier that answers by name. Each call is a run.
class MatchJobTest : public ::testing::Test {
 protected:
  using Stock = std::map<std::string, std::int64_t>;

  MatchJobTest();

  void put_inventory(const Stock& stock);
  /// One that was fetched for these SKUs only, `missing` among them.
  void put_partial_inventory(const Stock& stock, const std::vector<std::string>& missing = {});
  /// "A-1" to "A-n", in stock, or at 0.
  static Stock stocked(int count);
  static Stock emptied(int count);
  /// The same SKUs as the store has them.
  static std::vector<nlohmann::json> sold(int count, double quantity);

  MatchReport match(const MatchOptions& options = {});
  /// The same; `report` has what was done also when the match fails.
  void match_into(MatchReport& report, const MatchOptions& options = {});
  /// The failure that a match ends with.
  Failure failed_match();
  /// An undo that is answered with yes, unless `options` say otherwise.
  UndoReport undo(UndoOptions options = {});
  /// An apply of plan_file().
  ApplyReport apply(bool dry_run = false);
  [[nodiscard]] std::filesystem::path plan_file() const { return config.state_dir / "plan.json"; }
  /// A write of `product` that an earlier run did not live to settle.
  void leave_pending(std::int64_t product, const char* old_value, const char* new_value,
                     const char* store = "https://shop.example");

  /// Writes that the store got.
  [[nodiscard]] std::size_t posts() const;
  /// As if the last accepted inventory had so many.
  void put_baseline(std::int64_t products);
  /// "" before the first accepted run.
  [[nodiscard]] std::string baseline(std::string_view fact = kFactFeedBaseline) const;

  FakeClock clock;
  FakeSignals signals;
  FakeShop shop;
  Stock supplier_listing;  ///< what the supplier lists by name, beside what put_inventory() was given
  bool supplier_answers = true;
  bool supplier_hides_all = false;  ///< it answers by name, and lists nothing
  int supplier_requests = 0;
  std::function<void(const Request&)> watch;  ///< sees each request of either side as it leaves
  Config config;

 private:
  Scripted answer_to(const Request& request);
  Scripted supplier_answer(const Request& request);

  Stock in_inventory_;
  TemporaryFolder folder_;
  FakeSleeper sleeper_{clock};
  CapturingLog log_;
  SecretMasker masker_;
  SilentProgress progress_;
  std::unique_ptr<FileSystem> files_ = posix_file_system();
  World world_;
};

}  // namespace dsz::test
