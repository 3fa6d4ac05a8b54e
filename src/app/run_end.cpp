#include "dsz/app/run_end.hpp"

#include "dsz/app/counted.hpp"
#include "dsz/app/store_steps.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dsz {
namespace {

/// The first write that went wrong, with the store's words.
std::string example_of(const WriteReport& written, const std::vector<std::string>& skus) {
  for (std::size_t i = 0; i < written.results.size() && i < skus.size(); ++i) {
    const ChangeResult& result = written.results[i];
    if (result.outcome == WriteOutcome::failed)
      return fmt::format(" ({}: {})", visible(skus[i]), visible(result.detail));
    if (result.outcome == WriteOutcome::ignored) return fmt::format(" ({}: kept its old value)", visible(skus[i]));
  }
  return "";
}

/// What stopped the writing decides the exit code when nothing was written, and so does a store that answered no write;
/// a signal does when it left something undone; trouble of our own (a full disk) always does.
std::optional<FailureKind> failure_of(const WriteReport& written) {
  if (written.unanswered > 0 && written.unanswered == std::ssize(written.results)) return FailureKind::store;
  if (written.stopped_by == FailureKind::unexpected) return written.stopped_by;
  const bool signal = written.stopped_by == FailureKind::interrupted || written.stopped_by == FailureKind::terminated;
  const bool counts = signal ? written.not_sent + written.unknown > 0 : written.written == 0;
  return counts ? written.stopped_by : std::nullopt;
}

RunEnd end_of_writing(const WriteReport& written, const std::vector<std::string>& skus) {
  if (written.stock_management_off && written.written == 0) {
    return {.failure = FailureKind::guard, .sentence = std::string(kStockManagementOff)};
  }
  RunEnd end;
  end.failure = failure_of(written);
  end.partly = written.failed + written.ignored + written.unknown + written.not_sent > 0;
  end.sentence = fmt::format("{} of {} products written", written.written, written.results.size());
  const std::int64_t refused = written.failed - written.unanswered;
  if (refused > 0) end.sentence += fmt::format(", {} refused by the store", refused);
  if (written.unanswered > 0) end.sentence += fmt::format(", {} without a usable answer", written.unanswered);
  if (written.ignored > 0) end.sentence += fmt::format(", {} ignored by the store", written.ignored);
  if (written.unknown > 0) end.sentence += fmt::format(", {} unclear", written.unknown);
  if (written.not_sent > 0) end.sentence += fmt::format(", {} not sent", written.not_sent);
  const bool stopped = written.stopped_by && (end.partly || end.failure);
  end.sentence += stopped ? ": " + written.stopped_because : example_of(written, skus);
  return end;
}

bool tripped(const MatchReport& match, std::string_view name) {
  return std::any_of(match.guards.begin(), match.guards.end(),
                     [name](const GuardResult& guard) { return guard.name == name && guard.tripped; });
}

/// What the owner can do when the guard is wrong.
std::string way_past(const MatchReport& match) {
  if (tripped(match, "feed_drop")) {
    return "; if the smaller inventory is right, raise match.guards.feed_drop_percent for one run";
  }
  if (tripped(match, "allow_missing") || !match.allowing_missing_helps) return "";
  return fmt::format("; if they are gone for good, run once with --allow-missing {}", match.plan->counts.missing);
}

std::string guard_sentence(const MatchReport& match) {
  std::string sentences;
  for (const GuardResult& guard : match.guards) {
    if (guard.tripped) sentences += sentences.empty() ? guard.sentence : "; " + guard.sentence;
  }
  return sentences + (match.dry_run ? "; a real run would write nothing" : "; nothing was written") +
         (match.plan_file.empty() ? "" : ", and the plan was not saved") + way_past(match);
}

std::string nothing_to_do(const Plan& plan) {
  if (plan.counts.selected == 0) return "nothing to do: no product of the store is the supplier's (match.select)";
  const std::size_t left_alone = plan.left_alone.size();
  if (left_alone == 0) return "nothing to do: the store's stock equals the supplier's";
  return fmt::format("nothing to do: the store's stock equals the supplier's, but for {} left alone",
                     counted_products(left_alone));
}

RunEnd end_of_match(const MatchReport& match) {
  if (match.guard_tripped()) return {.failure = FailureKind::guard, .sentence = guard_sentence(match)};
  const std::size_t changes = match.plan->changes.size();
  if (match.dry_run) {
    std::string sentence = fmt::format("dry run: {} would change", counted_products(changes));
    if (match.plan_saved) sentence += fmt::format("; the plan is in {}", match.plan_file.string());
    return {.changes_found = changes > 0, .sentence = std::move(sentence)};
  }
  if (changes == 0) return {.sentence = nothing_to_do(*match.plan)};
  std::vector<std::string> skus;
  for (const PlannedChange& planned : match.plan->changes) skus.push_back(planned.change.sku);
  return end_of_writing(*match.written, skus);
}

RunEnd end_of_apply(const ApplyReport& apply) {
  const std::size_t changes = apply.plan->changes.size();
  RunEnd end;
  if (apply.dry_run) {
    end.changes_found = changes > 0;
    end.sentence = fmt::format("dry run: {} would change", counted_products(changes));
  } else if (changes == 0) {
    end.sentence = "nothing of the plan is left to write";
  } else {
    std::vector<std::string> skus;
    for (const PlannedChange& planned : apply.plan->changes) skus.push_back(planned.change.sku);
    end = end_of_writing(*apply.written, skus);
  }
  if (apply.plan->done > 0) end.sentence += fmt::format("; {} done already", apply.plan->done);
  const std::size_t skipped = apply.plan->skipped.size();
  if (skipped > 0) {
    end.partly = end.partly || !apply.dry_run;
    end.sentence += fmt::format("; {} skipped, because they changed since the plan was made", skipped);
  }
  return end;
}

RunEnd end_of_undo(const UndoReport& undo) {
  const std::size_t changes = undo.plan->changes.size();
  RunEnd end;
  if (undo.declined) {
    end.sentence = "not undone";
  } else if (undo.dry_run) {
    end.changes_found = changes > 0;
    end.sentence = fmt::format("dry run: {} would be put back", counted_products(changes));
  } else if (!undo.written) {
    end.sentence = fmt::format("nothing of run {} is left to put back", *undo.undone);
  } else {
    std::vector<std::string> skus;
    for (const UndoChange& change : undo.plan->changes) skus.push_back(change.change.sku);
    end = end_of_writing(*undo.written, skus);
    end.sentence = fmt::format("undo of run {}: {}", *undo.undone, end.sentence);
  }
  if (undo.plan->already_back > 0 && !undo.declined) {
    end.sentence += fmt::format("; {} had their old value already", undo.plan->already_back);
  }
  const std::size_t conflicts = undo.plan->conflicts.size();
  if (conflicts > 0 && !undo.declined) {
    end.partly = end.partly || !undo.dry_run;
    end.sentence += fmt::format("; {} left as they are, because they changed since or cannot be put back", conflicts);
  }
  return end;
}

}  // namespace

RunEnd end_of(const Failure& failure) { return {.failure = failure.kind(), .sentence = failure.what()}; }

RunEnd end_of(const JobReport& report) {
  if (report.undo) return end_of_undo(*report.undo);
  if (report.apply) return end_of_apply(*report.apply);
  if (report.match) return end_of_match(*report.match);
  return {.sentence = counted(report.fetch->products, "product") + " fetched"};
}

RunEnd end_of(const CheckReport& report) {
  constexpr std::array kGravestFirst{FailureKind::usage, FailureKind::credentials, FailureKind::supplier,
                                     FailureKind::store};
  RunEnd end;
  std::string names;
  std::int64_t troubles = 0;
  std::int64_t warnings = 0;
  const auto rank = [&](FailureKind kind) { return std::ranges::find(kGravestFirst, kind); };
  for (const Finding& finding : report.findings) {
    if (finding.state == FindingState::warning) ++warnings;
    if (finding.state != FindingState::trouble) continue;
    if (!end.failure || rank(finding.kind) < rank(*end.failure)) end.failure = finding.kind;
    names += (troubles++ == 0 ? "" : ", ") + finding.name;
  }
  if (troubles > 0) {
    end.sentence = fmt::format("to be mended: {}", names);
  } else if (warnings > 0) {
    end.sentence = fmt::format("ready, with {}", counted(warnings, "warning"));
  } else {
    end.sentence = "ready";
  }
  return end;
}

ExitCode exit_code_of(const RunEnd& end, bool detailed) {
  if (end.failure) return exit_code_of(*end.failure);
  if (end.partly) return ExitCode::partly_done;
  if (end.changes_found && detailed) return ExitCode::changes_found;
  return ExitCode::done;
}

}  // namespace dsz
