#include "dsz/app/status.hpp"
#include "dsz/base/text.hpp"
#include "dsz/cli/command.hpp"
#include "dsz/cli/json_output.hpp"

#include "open_log.hpp"
#include "read_config.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <ostream>

namespace dsz {
namespace {

std::string inventory_text(const Status& status) {
  std::string text;
  if (status.inventory_info) {
    text += titled_line(
        "Inventory:",
        fmt::format("{} products, fetched at {}, {} old", status.inventory_info->count - status.inventory_info->missing,
                    format_utc(status.inventory_info->header.fetched_at), format_span(status.inventory_age)));
  }
  if (status.inventory_trouble.empty()) return text;
  return text + titled_line(text.empty() ? "Inventory:" : "", status.inventory_trouble);
}

std::string sign_in_text(const Status& status) {
  if (!status.token_since) return "no token is kept: the next fetch signs in";
  if (!status.token_left) return "the kept token is too old: the next fetch signs in";
  return fmt::format("good for {} more, since {}", format_span(*status.token_left), format_utc(*status.token_since));
}

std::string last_run_text(const Status& status) {
  if (!status.last_run) return "none yet";
  const RunRecord& run = *status.last_run;
  const std::string which = fmt::format("{}, {}, started {}", run.id, run.command, format_utc(run.started));
  if (!run.ended) return which + (status.lock_holder.empty() ? ", was cut off" : ", under way");
  return fmt::format("{}, exit code {}: {}", which, run.exit_code, visible(run.sentence, 1000));
}

std::string status_text(const Status& status) {
  std::string text = inventory_text(status) + titled_line("Sign-in:", sign_in_text(status));
  text += titled_line("Quota:", status.quota_left ? fmt::format("{} of {} requests left this hour", *status.quota_left,
                                                                status.quota_per_hour)
                                                  : "unknown: no request has been made, or no account is configured");
  text += titled_line("Known SKUs:", fmt::format("{} ever seen at the supplier", status.known_skus));
  text += titled_line("Last run:", last_run_text(status));
  return text + titled_line("Lock:", status.lock_holder.empty() ? "free" : "held by " + visible(status.lock_holder));
}

}  // namespace

RunEnd status_command(const Invocation& call) {
  const Config config = read_config(call, {.supplier = Need::if_given});
  const std::unique_ptr<Log> log = open_log(call, LogSettings{});
  const std::unique_ptr<Database> database = open_existing_database(call.world, config);
  const Status status = read_status(call.world, config, database.get(), *log);
  RunEnd end;
  end.sentence = "status read";
  if (call.options.json) {
    call.console.out << status_document({to_text(call.options.command), end, ExitCode::done}, status);
  } else {
    call.console.out << status_text(status);
  }
  return end;
}

}  // namespace dsz
