#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace dsz::test {

/// What a rehearsal runs, and what must have been run before. "@" in an argument stands for the shop's folder.
struct RehearsedJob {
  using Command = std::vector<std::string>;

  std::string name;
  std::vector<Command> before{};  ///< what runs after a first sync, before the supplier changes
  std::vector<Command> after{};   ///< and after it has changed
  Command command{};
  std::string mode{};   ///< of the inventory that it makes, which must be no other; "": it makes none, or any
  std::string about{};  ///< a part of the name of the file that the job is there for; "": it is there for none

  friend void PrintTo(const RehearsedJob& job, std::ostream* out) { *out << job.name; }
};

/// Every job that changes a file, but for `init` (init_disaster_test.cpp).
const std::vector<RehearsedJob>& rehearsed_jobs();
const RehearsedJob& rehearsed_job(const std::string& name);

}  // namespace dsz::test
