#include "rehearsed_job.hpp"

#include <algorithm>
#include <stdexcept>

namespace dsz::test {

const std::vector<RehearsedJob>& rehearsed_jobs() {
  const RehearsedJob::Command save_plan{"match", "--dry-run", "--plan", "@/plan.json"};
  const RehearsedJob::Command save_page{"report", "--html", "@/report.html"};
  static const std::vector<RehearsedJob> jobs{
      {.name = "fetch", .command = {"fetch"}},
      {.name = "targeted", .command = {"fetch", "--mode", "targeted"}, .mode = "targeted", .about = "inventory"},
      {.name = "delta", .command = {"fetch", "--mode", "delta"}, .mode = "delta", .about = "inventory"},
      {.name = "match", .after = {{"fetch"}}, .command = {"match"}},
      {.name = "sync", .command = {"sync"}},
      {.name = "plan", .before = {save_plan}, .after = {{"fetch"}}, .command = save_plan, .about = "plan.json"},
      {.name = "apply", .after = {{"fetch"}, save_plan}, .command = {"apply", "@/plan.json"}},
      {.name = "undo", .after = {{"sync"}}, .command = {"undo", "2", "--yes"}},
      {.name = "report", .before = {save_page}, .after = {{"sync"}}, .command = save_page, .about = "report.html"},
  };
  return jobs;
}

const RehearsedJob& rehearsed_job(const std::string& name) {
  const auto found = std::ranges::find(rehearsed_jobs(), name, &RehearsedJob::name);
  if (found == rehearsed_jobs().end()) throw std::invalid_argument("no such job: " + name);
  return *found;
}

}  // namespace dsz::test
