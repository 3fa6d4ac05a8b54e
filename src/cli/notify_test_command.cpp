#include "dsz/cli/command.hpp"
#include "dsz/cli/json_output.hpp"
#include "dsz/notify/channels.hpp"
#include "dsz/notify/message.hpp"

#include "read_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace dsz {
namespace {

constexpr std::string_view kNoChannel =
    "no notification is configured: give notify.email, notify.webhook, notify.command or notify.healthcheck "
    "(docs/NOTIFICATIONS.md)";

std::vector<ChannelResult> try_all(const Invocation& call, const Config& config, Channels& channels) {
  const Clock& clock = call.world.clock;
  const std::string store = config.store.url.host.empty() ? "" : config.store.url.base();
  const Message message = test_message(store, clock.wall());
  const SteadyTime now = clock.steady();
  Healthcheck* const healthcheck = channels.healthcheck();
  std::vector<ChannelResult> results =
      channels.tell(message, now + config.notify.timeout / (healthcheck != nullptr ? 2 : 1));
  if (healthcheck != nullptr) {
    results.push_back({"healthcheck", healthcheck->test(message.sentence + "\n", now + config.notify.timeout)});
  }
  for (ChannelResult& result : results) result.error = call.masker.mask(result.error);
  return results;
}

RunEnd end_of(const std::vector<ChannelResult>& results) {
  const auto failed =
      std::count_if(results.begin(), results.end(), [](const ChannelResult& result) { return !result.error.empty(); });
  if (failed == 0) return {.sentence = "every notification was taken"};
  return {.partly = true, .sentence = fmt::format("{} of {} notifications failed", failed, results.size())};
}

}  // namespace

RunEnd notify_test_command(const Invocation& call) {
  const Config config = read_config(call, {.notify = Need::if_given});
  Channels channels(config.notify, call.world);
  if (channels.empty()) throw Failure(FailureKind::usage, std::string(kNoChannel));
  const std::vector<ChannelResult> results = try_all(call, config, channels);
  call.world.signals.throw_if_pending();
  RunEnd end = end_of(results);
  if (call.options.json) {
    const std::string_view command = to_text(call.options.command);
    call.console.out << notify_test_document({command, end, exit_code_of(end, false)}, results);
  } else if (!call.options.quiet) {
    for (const ChannelResult& result : results) {
      call.console.out << fmt::format("{}: {}\n", result.name, result.error.empty() ? "ok" : result.error);
    }
  }
  return end;
}

}  // namespace dsz
