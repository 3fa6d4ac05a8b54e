#include "dsz/notify/run_notices.hpp"

#include "dsz/state/run_history.hpp"

#include <algorithm>

namespace dsz {
namespace {

constexpr std::string_view kFactTold = "notify_told";
constexpr std::size_t kRunsLookedAt = 100;

Told remembered(Database& database) { return parse_told(Facts(database).get(kFactTold).value_or("")); }

void remember(Database& database, const Told& told) { Facts(database).set(kFactTold, told_text(told)); }

Message masked(Message message, const SecretMasker& masker) {
  for (std::string* text : {&message.subject, &message.text, &message.html, &message.json, &message.sentence}) {
    *text = masker.mask(*text);
  }
  return message;
}

/// These run by themselves; what a person starts by hand is watched by that person.
bool is_watched(const std::string& command) { return command == "sync" || command == "fetch" || command == "match"; }

}  // namespace

RunNotices::RunNotices(RunContext& context, std::string command, bool dry_run, const LogTail& tail,
                       const SecretMasker& masker)
    : context_(context),
      command_(std::move(command)),
      tail_(tail),
      masker_(masker),
      channels_(context.config().notify, context.world()),
      on_(!dry_run && !channels_.empty()),
      left_(context.config().notify.timeout) {}

void RunNotices::within(Millis span, const std::function<void(SteadyTime until)>& telling) {
  if (!on_ || context_.world().signals.pending() != 0) return;
  const SteadyTime began = context_.world().clock.steady();
  try {
    telling(began + span);
  } catch (const std::exception& error) {
    untold("notify", error.what());
  }
  left_ = std::max(Millis{0}, left_ - (context_.world().clock.steady() - began));
}

void RunNotices::begin() {
  within(left_ / 2, [this](SteadyTime until) { begin_telling(until); });
}

void RunNotices::end(const ToldRun& run) {
  within(left_, [&](SteadyTime until) { end_telling(run, until); });
}

void RunNotices::begin_telling(SteadyTime until) {
  const World& world = context_.world();
  const CutOffDecision decision =
      decide_cut_off(context_.run(), RunHistory(context_.database()).latest(kRunsLookedAt),
                     remembered(context_.database()), context_.config().notify, world.clock.wall());
  bool told = false;
  if (!decision.runs.empty()) {
    Event event = event_of(Occasion::cut_off);
    event.cut_off = decision.runs;
    told = tell(event, until);
  }
  remember(context_.database(), told ? decision.if_told : decision.if_not);
  Healthcheck* const healthcheck = is_watched(command_) ? channels_.healthcheck() : nullptr;
  if (healthcheck == nullptr) return;
  if (told) untold("healthcheck", healthcheck->fail("A run before this one was cut off.\n", until));
  untold("healthcheck", healthcheck->start(until));
}

void RunNotices::end_telling(const ToldRun& run, SteadyTime until) {
  Healthcheck* const healthcheck = is_watched(command_) ? channels_.healthcheck() : nullptr;
  const WallTime now = context_.world().clock.wall();
  const Decision decision =
      decide({command_, run.code}, remembered(context_.database()), context_.config().notify, now);
  if (healthcheck != nullptr) {
    const SteadyTime half = context_.world().clock.steady() + (until - context_.world().clock.steady()) / 2;
    std::string log = run.end.sentence + "\n";
    for (const std::string& line : tail_.lines()) log += line + "\n";
    untold("healthcheck", healthcheck->end(static_cast<int>(run.code), log, decision.occasion ? half : until));
  }
  bool told = false;
  if (decision.occasion) {
    Event event = event_of(*decision.occasion);
    event.code = run.code;
    event.sentence = run.end.sentence;
    event.runs = decision.runs;
    event.since = decision.since;
    event.report = run.report;
    event.summary_json = run.summary_json;
    told = tell(event, until);
  }
  remember(context_.database(), told ? decision.if_told : decision.if_not);
}

Event RunNotices::event_of(Occasion occasion) const {
  Event event;
  event.occasion = occasion;
  event.run = context_.run();
  event.command = command_;
  event.store = context_.config().store.url.host.empty() ? "" : context_.config().store.url.base();
  event.now = event.since = context_.world().clock.wall();
  event.log = tail_.lines();
  return event;
}

bool RunNotices::tell(const Event& event, SteadyTime until) {
  const Message message = masked(compose(event), masker_);
  const std::vector<ChannelResult> results = channels_.tell(message, until);
  bool told = results.empty();
  for (const ChannelResult& result : results) {
    if (!result.taken) {
      untold(result.name, result.error);
      continue;
    }
    told = true;
    if (!result.error.empty()) context_.log().warning("{}: {}", result.name, result.error);
    context_.log().info("told by {}: {}", result.name, message.subject);
  }
  return told;
}

void RunNotices::untold(std::string_view channel, const std::string& error) {
  if (!error.empty()) context_.log().error("the owner could not be told by {}: {}", channel, error);
}

}  // namespace dsz
