#include "dsz/cli/command_line.hpp"

#include "dsz/app/version.hpp"
#include "dsz/base/exit_code.hpp"
#include "dsz/base/text.hpp"

#include "command_line_app.hpp"
#include "help_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

namespace dsz {
namespace {

constexpr std::array<std::pair<CommandName, const char*>, 11> kCommands{{
    {CommandName::fetch, "fetch"},
    {CommandName::match, "match"},
    {CommandName::notify_test, "notify-test"},
    {CommandName::sync, "sync"},
    {CommandName::apply, "apply"},
    {CommandName::history, "history"},
    {CommandName::status, "status"},
    {CommandName::report, "report"},
    {CommandName::undo, "undo"},
    {CommandName::check, "check"},
    {CommandName::init, "init"},
}};

/// CLI11's own check names the largest number there is, in all its digits.
CLI::Validator whole_number_from(std::int64_t least) {
  const auto check = [least](const std::string& text) -> std::string {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size() && number >= least) return "";
    return fmt::format("\"{}\" is not a whole number from {} up", visible(text), least);
  };
  return {check, ""};
}

void add_common_options(CLI::App& app, Options& options) {
  app.add_option("--config", options.config, help::kConfig)->type_name("FILE");
  auto* quiet = app.add_flag("-q,--quiet", options.quiet, help::kQuiet);
  app.add_flag("-v,--verbose", options.verbose, help::kVerbose)->excludes(quiet);
  app.add_option_function<std::string>(
         "--log-format", [&options](const std::string& format) { options.log_json = format == "json"; },
         help::kLogFormat)
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  app.add_flag("--json", options.json, help::kJson);
  app.add_option_function<std::int64_t>(
         "--lock-wait", [&options](std::int64_t seconds) { options.lock_wait = std::chrono::seconds{seconds}; },
         help::kLockWait)
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{86'400}))
      ->type_name("SECONDS");
}

void add_jitter(CLI::App& command, Options& options) {
  command
      .add_option_function<std::int64_t>(
          "--jitter", [&options](std::int64_t seconds) { options.jitter = std::chrono::seconds{seconds}; },
          help::kJitter)
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{86'400}))
      ->type_name("SECONDS");
}

void add_mode(CLI::App& command, Options& options, const char* description) {
  std::vector<std::string> names;
  names.reserve(std::size(kFetchModes));
  for (const FetchMode mode : kFetchModes) names.emplace_back(to_text(mode));
  command
      .add_option_function<std::string>(
          "--mode",
          [&options](const std::string& name) {
            options.mode = *std::ranges::find_if(kFetchModes, [&](FetchMode mode) { return to_text(mode) == name; });
          },
          description)
      ->check(CLI::IsMember(names))
      ->type_name("MODE");
}

void add_match_options(CLI::App& command, Options& options) {
  auto* dry_run = command.add_flag("-n,--dry-run", options.dry_run, help::kDryRun);
  command.add_option("--plan", options.plan, help::kSavePlan)->type_name("FILE")->needs(dry_run);
  command
      .add_option_function<std::int64_t>(
          "--allow-missing", [&options](std::int64_t count) { options.allow_missing = count; }, help::kAllowMissing)
      ->check(whole_number_from(0))
      ->type_name("N");
  command.add_flag("--detailed-exitcode", options.detailed_exitcode, help::kDetailedExitcode);
}

void add_run(CLI::App& command, Options& options, const char* description) {
  command
      .add_option_function<std::int64_t>(
          "RUN", [&options](std::int64_t run) { options.run = run; }, description)
      ->check(whole_number_from(1))
      ->type_name("");
}

void add_init_options(CLI::App& command, InitialSettings& init) {
  command.add_option("--email", init.email, help::kEmail)->type_name("ADDRESS");
  auto* password = command.add_option("--password-file", init.password_file, help::kPasswordFile)->type_name("FILE");
  command.add_option("--password-command", init.password_command, help::kPasswordCommand)
      ->type_name("COMMAND")
      ->excludes(password);
  command.add_option("--store-url", init.store_url, help::kStoreUrl)->type_name("URL");
  command.add_option("--consumer-key", init.consumer_key, help::kConsumerKey)->type_name("KEY");
  auto* secret =
      command.add_option("--consumer-secret-file", init.consumer_secret_file, help::kSecretFile)->type_name("FILE");
  command.add_option("--consumer-secret-command", init.consumer_secret_command, help::kSecretCommand)
      ->type_name("COMMAND")
      ->excludes(secret);
}

CLI::App& add_command(CLI::App& app, Options& options, CommandName name, const char* description, const char* footer) {
  CLI::App& command = *app.add_subcommand(std::string(to_text(name)), description);
  command.footer(footer);
  command.fallthrough();
  command.callback([&options, name] { options.command = name; });
  return command;
}

void add_commands(CLI::App& app, Options& options) {
  CLI::App& fetch = add_command(app, options, CommandName::fetch, help::kFetch, help::kFetchFooter);
  add_mode(fetch, options, help::kFetchMode);
  add_jitter(fetch, options);
  CLI::App& match = add_command(app, options, CommandName::match, help::kMatch, help::kMatchFooter);
  add_match_options(match, options);
  match.add_option("--inventory", options.inventory, help::kInventory)->type_name("FILE");
  add_jitter(match, options);
  CLI::App& sync = add_command(app, options, CommandName::sync, help::kSync, help::kSyncFooter);
  add_mode(sync, options, help::kSyncMode);
  add_match_options(sync, options);
  add_jitter(sync, options);
  CLI::App& apply = add_command(app, options, CommandName::apply, help::kApply, help::kApplyFooter);
  apply.add_option("FILE", options.plan, help::kPlan)->required()->type_name("");
  apply.add_flag("-n,--dry-run", options.dry_run, help::kDryRun);
  apply.add_flag("--detailed-exitcode", options.detailed_exitcode, help::kDetailedExitcode);
  CLI::App& undo = add_command(app, options, CommandName::undo, help::kUndo, help::kUndoFooter);
  add_run(undo, options, help::kUndoRun);
  undo.add_flag("-n,--dry-run", options.dry_run, help::kUndoDryRun);
  undo.add_flag("--yes", options.yes, help::kYes);
  add_run(add_command(app, options, CommandName::history, help::kHistory, help::kHistoryFooter), options,
          help::kHistoryRun);
  add_command(app, options, CommandName::status, help::kStatus, help::kStatusFooter);
  add_command(app, options, CommandName::report, help::kReport, help::kReportFooter)
      .add_option("--html", options.html, help::kHtml)
      ->type_name("FILE");
  add_command(app, options, CommandName::check, help::kCheck, help::kCheckFooter);
  add_init_options(add_command(app, options, CommandName::init, help::kInit, help::kInitFooter), options.init);
  add_command(app, options, CommandName::notify_test, help::kNotifyTest, help::kNotifyTestFooter);
}

/// CLI11 says only that a command is required.
std::string unknown_command(const std::string& word) {
  std::vector<std::string_view> names;
  names.reserve(kCommands.size());
  for (const auto& [name, text] : kCommands) names.emplace_back(text);
  const std::string meant = nearest(word, names);
  return visible(word) + " is not a command" + (meant.empty() ? "" : "; did you mean " + meant + "?");
}

}  // namespace

std::string_view to_text(CommandName command) {
  for (const auto& [name, text] : kCommands) {
    if (name == command) return text;
  }
  return "";
}

void define_command_line(CLI::App& app, Options& options) {
  app.name("dsz-sync");
  app.description(help::kProgram);
  app.footer(help::kProgramFooter);
  app.set_version_flag("--version", "dsz-sync " + std::string(version()));
  app.require_subcommand(1);
  add_common_options(app, options);
  add_commands(app, options);
}

CommandLine parse_command_line(int argc, const char* const* argv) {
  Options options;
  CLI::App app;
  define_command_line(app, options);
  CommandLine line;
  try {
    app.parse(argc, argv);
    line.options = std::move(options);
  } catch (const CLI::Success& asked) {
    std::ostringstream out;
    app.exit(asked, out, out);
    line.out = out.str();
  } catch (const CLI::RequiredError& error) {
    line.exit_code = static_cast<int>(ExitCode::usage_or_configuration);
    line.error = app.remaining().empty() ? error.what() : unknown_command(app.remaining().front());
  } catch (const CLI::ParseError& error) {
    line.exit_code = static_cast<int>(ExitCode::usage_or_configuration);
    line.error = error.what();
  }
  return line;
}

}  // namespace dsz
