#pragma once

#include "kept_folder.hpp"
#include "rehearsed_job.hpp"
#include "shop.hpp"
#include "staging.hpp"
#include "whole_files.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dsz::test {

/// One command on a small shop, run undisturbed once; then disturbed at any moment, as often as a test likes, each time
/// from the same start. "Old" is the stock before the supplier changed, "new" after.
class Rehearsal {
 public:
  /// Runs the job undisturbed and keeps what it did.
  explicit Rehearsal(RehearsedJob job);

  /// The counted calls of the undisturbed run, but for the line that says that the library is in force.
  [[nodiscard]] const std::vector<StagedCall>& calls() const { return calls_; }
  /// Folder, store and supplier as they were before the job.
  void start_again();
  /// Files below `part` of the folder count.
  ProgramResult run(const Staging& staging = {}, const std::string& part = "");
  /// Killed while a service works on its nth request.
  ProgramResult run_killed_at(sandbox::Endpoint& endpoint, std::size_t nth, sandbox::Moment moment);
  /// The calls of the last run().
  std::vector<StagedCall> take_calls();

  /// What holds at any moment: inventory, saved plan and report pages are old or new, whole, and as private as at the
  /// end; state.db is sound; the supplier was asked no more often than the quota ledger knows; every product in the
  /// store has its old or its new stock.
  void expect_sound();
  /// Runs the job again, undisturbed: it ends where an undisturbed run ends.
  void expect_recovery();
  /// Store, inventory, plan, page and the names of files are as after an undisturbed run, and no write is unsettled.
  /// `may_be_left`: files that are allowed besides.
  void expect_end(const std::set<std::string>& may_be_left = {});

  [[nodiscard]] const RehearsedJob& job() const { return job_; }
  Shop& shop() { return shop_; }

 private:
  using Stock = std::map<std::int64_t, std::pair<std::optional<std::int64_t>, std::string>>;

  void fill();
  void prepare();
  void change_supplier();
  /// "@/name" as the file's whole path.
  [[nodiscard]] RehearsedJob::Command in_folder(RehearsedJob::Command command) const;
  [[nodiscard]] Stock stock() const;
  [[nodiscard]] std::map<std::string, std::filesystem::perms> modes() const;
  void expect_old_or_new_files();

  RehearsedJob job_;
  Shop shop_;
  TemporaryFolder traces_;
  std::int64_t ledger_before_ = 0;
  std::optional<KeptFolder> before_;
  std::vector<sandbox::StoreProduct> store_before_;
  Stock stock_before_;
  Stock stock_after_;
  WholeFiles files_before_;
  WholeFiles files_after_;
  std::map<std::string, std::filesystem::perms> modes_after_;
  std::vector<StagedCall> calls_;
};

}  // namespace dsz::test
