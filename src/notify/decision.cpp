#include "dsz/notify/decision.hpp"

#include <algorithm>

namespace dsz {
namespace {

/// The commands whose troubles are over: a sync that goes well has fetched and matched.
std::vector<std::string> mended_by(const std::string& command) {
  if (command == "sync") return {"sync", "fetch", "match"};
  return {command};
}

Occasion occasion_of(ExitCode code) {
  if (code == ExitCode::guard_stopped) return Occasion::guard;
  return code == ExitCode::partly_done ? Occasion::partly : Occasion::failure;
}

bool due(const Trouble& trouble, ExitCode code, const NotifySettings& settings, WallTime now) {
  if (occasion_of(code) == Occasion::failure && trouble.runs < settings.after_failures) return false;
  const auto last = trouble.told.find(static_cast<int>(code));
  const Millis early = settings.repeat / 24;  // cron is not exact: each day a little earlier is still once a day
  return last == trouble.told.end() || now - last->second >= settings.repeat - early || now < last->second;
}

Decision decide_trouble(const RunResult& run, const Told& told, const NotifySettings& settings, WallTime now) {
  Decision decision{.occasion = std::nullopt, .if_told = told, .if_not = told};
  Trouble& trouble = decision.if_not.troubles[run.command];
  if (trouble.runs++ == 0) trouble.since = now;
  decision.runs = trouble.runs;
  decision.since = trouble.since;
  const Occasion occasion = occasion_of(run.code);
  if (settings.on.contains(occasion) && due(trouble, run.code, settings, now)) decision.occasion = occasion;
  decision.if_told = decision.if_not;
  decision.if_told.troubles[run.command].told[static_cast<int>(run.code)] = now;
  return decision;
}

Decision decide_success(const RunResult& run, const Told& told, const NotifySettings& settings) {
  Decision decision{.occasion = std::nullopt, .if_told = told, .if_not = told};
  for (const std::string& command : mended_by(run.command)) {
    decision.if_told.troubles.erase(command);
    const auto before = told.troubles.find(command);
    if (decision.occasion || before == told.troubles.end() || before->second.told.empty()) continue;
    if (!settings.on.contains(Occasion::recovery)) continue;
    decision.occasion = Occasion::recovery;
    decision.runs = before->second.runs;
    decision.since = before->second.since;
  }
  if (decision.occasion) return decision;  // if it does not arrive, the next run tells it
  if (settings.on.contains(Occasion::digest)) decision.occasion = Occasion::digest;
  decision.if_not = decision.if_told;
  return decision;
}

bool was_cut_off(const RunRecord& record) {
  return !record.ended || record.exit_code == static_cast<int>(ExitCode::terminated);
}

/// What a dry run did not do harms nobody.
bool is_dry_run(const RunRecord& record) { return record.command.find(" --dry-run") != std::string::npos; }

}  // namespace

Decision decide(const RunResult& run, const Told& told, const NotifySettings& settings, WallTime now) {
  switch (run.code) {
    case ExitCode::interrupted:
    case ExitCode::terminated:
      return {.occasion = std::nullopt, .if_told = told, .if_not = told};
    case ExitCode::done:
      return decide_success(run, told, settings);
    default:
      return decide_trouble(run, told, settings, now);
  }
}

CutOffDecision decide_cut_off(std::int64_t run, std::span<const RunRecord> latest, const Told& told,
                              const NotifySettings& settings, WallTime now) {
  CutOffDecision decision{.runs = {}, .if_told = told, .if_not = told};
  decision.if_told.cut_off_run = run - 1;
  decision.if_told.cut_off = now;
  if (told.cut_off_run < 0 || !settings.on.contains(Occasion::cut_off)) {
    decision.if_not.cut_off_run = run - 1;
    return decision;
  }
  if (told.cut_off && now >= *told.cut_off && now - *told.cut_off < settings.repeat) return decision;
  for (const RunRecord& record : latest) {
    const bool is_new = record.id > told.cut_off_run && record.id < run;
    if (is_new && was_cut_off(record) && !is_dry_run(record)) decision.runs.push_back(record);
  }
  std::reverse(decision.runs.begin(), decision.runs.end());
  return decision;
}

}  // namespace dsz
