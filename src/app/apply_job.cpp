#include "dsz/app/apply_job.hpp"

#include "dsz/app/store_steps.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/state/run_history.hpp"

#include "feed_baseline.hpp"
#include "plan_configuration.hpp"

#include <fmt/format.h>

#include <chrono>

namespace dsz {
namespace {

constexpr std::uint64_t kMaxPlanBytes = 256U << 20U;
constexpr Millis kMaxPlanAge = std::chrono::hours{24};
constexpr Millis kPlanClockTolerance = std::chrono::minutes{5};

SavedPlan read_plan(FileSystem& files, const std::filesystem::path& path) {
  const std::string name = visible(path.string());
  const std::optional<FileInfo> info = files.info(path);
  if (!info) {
    throw Failure(FailureKind::usage,
                  fmt::format("there is no plan {}; make one with \"dsz-sync match --dry-run --plan FILE\"", name));
  }
  if (info->is_directory) throw Failure(FailureKind::usage, fmt::format("{} is a folder, and no plan", name));
  return parse_plan(files.read_all(path, kMaxPlanBytes).value_or(""), name);
}

/// It was approved as what these settings give; and what they would not select must not be written (S1).
void check_configuration(const SavedPlan& saved, const MatchSettings& settings) {
  const std::map<std::string, std::string> now = plan_configuration(settings);
  if (saved.configuration == now) return;
  std::string changed;
  for (const auto& [key, value] : now) {
    const auto then = saved.configuration.find(key);
    if (then == saved.configuration.end() || then->second != value) changed += (changed.empty() ? "" : ", ") + key;
  }
  throw Failure(FailureKind::usage,
                fmt::format("the plan was made with other settings ({}); make a new one; nothing was written",
                            changed.empty() ? "some that this version does not know" : changed));
}

void check_store(const SavedPlan& saved, const std::string& store) {
  if (saved.store == store) return;
  throw Failure(FailureKind::usage, fmt::format("the plan is for {}, and the configuration names {}; nothing was "
                                                "written",
                                                visible(saved.store), visible(store)));
}

/// What would be written is read again first, as for a match.
ApplyPlan decide(RunContext& context, const SavedPlan& saved, StoreCatalogue& catalogue) {
  // Without match.select the plan's own SKUs are the supplier's: they were when it was made, and that is for ever.
  const Selection selection(context.config().match.select, [](std::string_view) { return true; });
  std::vector<std::int64_t> ids;
  for (const PlannedChange& planned : plan_apply(saved, catalogue, selection).changes) {
    ids.push_back(planned.change.product);
  }
  read_again(context, catalogue, ids);
  return plan_apply(saved, catalogue, selection);
}

}  // namespace

void check_plan_age(const SavedPlan& saved, WallTime now) {
  const Millis age = now - saved.made_at;
  if (age > kMaxPlanAge) {
    throw Failure(FailureKind::guard,
                  fmt::format("the plan is {} old (made at {}), and a plan is good for 24 hours; make a new one; "
                              "nothing was written",
                              format_span(age), format_utc(saved.made_at)));
  }
  if (age < -kPlanClockTolerance) {
    throw Failure(FailureKind::guard,
                  fmt::format("the plan says that it was made at {}, which is {} in the future; set this machine's "
                              "clock, or make a new one; nothing was written",
                              format_utc(saved.made_at), format_span(-age)));
  }
}

void run_apply(RunContext& context, const ApplyOptions& options, ApplyReport& report) {
  const World& world = context.world();
  report.dry_run = options.dry_run;
  report.file = options.plan;
  report.saved = read_plan(world.files, options.plan);
  check_plan_age(*report.saved, world.clock.wall());
  check_configuration(*report.saved, context.config().match);
  report.store = connect_store(context, report.settled);
  check_store(*report.saved, report.store);
  StoreCatalogue catalogue = read_catalogue(context, context.config().match.select.marks);
  report.plan = decide(context, *report.saved, catalogue);
  world.signals.throw_if_pending();
  if (options.dry_run) return;
  report.written = write_planned(context, report.plan->changes);
  if (!report.saved->inventory.configured) return;
  Facts facts(context.database());
  const PlanInventory& inventory = report.saved->inventory;
  if (!is_measure(*report.written) || later_was_accepted(facts, inventory.fetched_at)) return;
  accept_feed(facts, {.fetched_at = inventory.fetched_at, .listed = inventory.products});
}

}  // namespace dsz
