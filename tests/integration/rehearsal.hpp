#pragma once

#include "shop.hpp"
#include "staging.hpp"

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace dsz::test {

/// One command on a small shop, run undisturbed once; then disturbed at any moment, as often as a test likes, each time
/// from the same start. "Old" is the stock before the supplier changed, "new" after.
class Rehearsal {
 public:
  enum class Job { fetch, match, sync, apply, undo };

  /// Runs the job undisturbed and keeps what it did.
  explicit Rehearsal(Job job);

  [[nodiscard]] static std::string name(Job job);
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

  /// What holds at any moment: the inventory is old or new, and whole; state.db is sound; the supplier was asked no
  /// more often than the quota ledger knows; every product in the store has its old or its new stock.
  void expect_sound();
  /// Runs the job again, undisturbed: it ends where an undisturbed run ends. `what` is for the failed assertion.
  void expect_recovery();
  /// Store, inventory and the names of files are as after an undisturbed run, and no write is unsettled. `may_be_left`:
  /// a file that is allowed besides.
  void expect_end(std::string_view may_be_left = "");

  Shop& shop() { return shop_; }

 private:
  struct SavedFile {
    std::string content;
    std::filesystem::perms mode{};
  };
  using Files = std::map<std::string, SavedFile>;  // by path below the folder
  using Stock = std::map<std::int64_t, std::pair<std::optional<std::int64_t>, std::string>>;

  void fill();
  void prepare();
  void change_supplier();
  [[nodiscard]] std::vector<std::string> command() const;
  [[nodiscard]] Stock stock() const;
  [[nodiscard]] nlohmann::json products_in_inventory() const;
  [[nodiscard]] Files files() const;
  [[nodiscard]] std::vector<std::string> file_names() const;
  [[nodiscard]] std::int64_t number(const std::string& sql) const;
  [[nodiscard]] std::string integrity() const;
  [[nodiscard]] bool sound_inventory() const;

  Job job_;
  Shop shop_;
  TemporaryFolder traces_;
  std::int64_t ledger_before_ = 0;
  Files files_before_;
  std::vector<sandbox::StoreProduct> store_before_;
  Stock stock_before_;
  Stock stock_after_;
  nlohmann::json inventory_before_;
  nlohmann::json inventory_after_;
  std::vector<std::string> names_after_;
  std::vector<StagedCall> calls_;
};

}  // namespace dsz::test
