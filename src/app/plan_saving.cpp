#include "plan_saving.hpp"

#include "dsz/app/plan_file.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"

#include "plan_configuration.hpp"
#include "plan_seal.hpp"

#include <fmt/format.h>

#include <array>

namespace dsz {
namespace {

bool begins_like_a_plan(FileSystem& files, const std::filesystem::path& path) {
  const std::unique_ptr<ReadableFile> file = files.open(path);
  if (!file) return false;
  std::array<char, kAnyPlanBegin.size()> begin{};
  return file->read(begin.data(), begin.size()) == begin.size() &&
         std::string_view(begin.data(), begin.size()) == kAnyPlanBegin;
}

}  // namespace

void prepare_plan_file(FileSystem& files, const std::filesystem::path& path) {
  const auto refuse = [&path](std::string_view why) {
    throw Failure(FailureKind::usage, fmt::format("the plan cannot be saved to {}: {}", visible(path.string()), why));
  };
  const std::filesystem::path folder = path.parent_path();
  if (const auto info = files.info(folder.empty() ? "." : folder); !info || !info->is_directory) {
    refuse("there is no such folder");
  }
  const std::optional<FileInfo> info = files.info(path);
  if (!info) return;
  if (!info->is_file || !begins_like_a_plan(files, path)) {
    refuse("something else than a plan has that name; choose another");
  }
  files.remove(path);
}

void save_plan(RunContext& context, const MatchOptions& options, const MatchReport& report,
               const StoreCatalogue& catalogue) {
  SavedPlan saved;
  saved.store = report.store;
  saved.made_at = context.world().clock.wall();
  saved.run = context.run();
  saved.inventory = {report.inventory_info->header.fetched_at, report.inventory_info->count,
                     report.inventory_info->identity,
                     options.inventory.empty() && !report.inventory_info->header.partial};
  saved.configuration = plan_configuration(context.config().match);
  saved.changes.reserve(report.plan->changes.size());
  for (const PlannedChange& planned : report.plan->changes) {
    saved.changes.push_back({planned, catalogue.find(planned.change.product).value().type});
  }
  constexpr unsigned kOwnerOnly = 0600;
  replace_file(context.world().files, options.plan, plan_text(saved), kOwnerOnly);
  context.log().info("saved the plan of {} changes to {}", saved.changes.size(), visible(options.plan.string()));
}

}  // namespace dsz
