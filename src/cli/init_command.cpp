#include "dsz/app/init_job.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/cli/command.hpp"

#include <fmt/format.h>

#include <array>
#include <ostream>

namespace dsz {
namespace {

/// One value of the first configuration.
struct Question {
  std::string_view key;    ///< of config.json
  std::string_view flags;  ///< that give it
  std::string_view words;  ///< that ask for it
  bool secret = false;     ///< not shown, never in a flag
  std::string InitialSettings::*answer;
  std::string InitialSettings::*file = nullptr;  ///< stand for it
  std::string InitialSettings::*command = nullptr;
};

using Init = InitialSettings;
const std::array<Question, 5> kQuestions{{
    {"dropshipzone.email", "--email", "E-mail address of the account at Dropshipzone", false, &Init::email},
    {"dropshipzone.password", "--password-file or --password-command", "Its password (not shown)", true,
     &Init::password, &Init::password_file, &Init::password_command},
    {"woocommerce.url", "--store-url", "Address of the store (https://…)", false, &Init::store_url},
    {"woocommerce.consumer_key", "--consumer-key", "Consumer key (WooCommerce > Settings > Advanced > REST API)", false,
     &Init::consumer_key},
    {"woocommerce.consumer_secret", "--consumer-secret-file or --consumer-secret-command",
     "Consumer secret (not shown)", true, &Init::consumer_secret, &Init::consumer_secret_file,
     &Init::consumer_secret_command},
}};

bool given(const Init& settings, const Question& question) {
  for (const auto member : {question.answer, question.file, question.command}) {
    if (member != nullptr && !(settings.*member).empty()) return true;
  }
  return false;
}

void refuse_bad_flags(const Init& settings) {
  for (const Question& question : kQuestions) {
    const std::string& value = settings.*question.answer;
    const std::string complaint = value.empty() ? "" : initial_complaint(question.key, value);
    if (!complaint.empty()) throw Failure(FailureKind::usage, fmt::format("{} {}", question.flags, complaint));
  }
}

void refuse_missing_flags(const Init& settings) {
  std::string missing;
  for (const Question& question : kQuestions) {
    if (!given(settings, question)) missing += (missing.empty() ? "" : ", ") + std::string(question.flags);
  }
  if (missing.empty()) return;
  throw Failure(FailureKind::usage, fmt::format("there is no terminal to ask on: give {}", missing));
}

std::string ask(const Invocation& call, const Question& question) {
  constexpr int kTries = 3;
  for (int tries = 0; tries < kTries; ++tries) {
    // Before it is asked for: who pastes at once must not see it either.
    const auto hidden = question.secret ? call.console.hide_input() : nullptr;
    call.console.err << question.words << ": " << std::flush;
    std::string answer = call.console.read_line();
    call.world.signals.throw_if_pending();
    if (question.secret) call.masker.add(answer);
    const std::string complaint = initial_complaint(question.key, answer);
    if (complaint.empty()) return answer;
    call.console.err << "That " << complaint << ".\n";
  }
  throw Failure(FailureKind::usage, fmt::format("{} was not given; nothing was written", question.key));
}

Init settings_of(const Invocation& call) {
  Init settings = call.options.init;
  refuse_bad_flags(settings);
  if (!call.console.in_is_terminal) refuse_missing_flags(settings);
  for (const Question& question : kQuestions) {
    if (!given(settings, question)) settings.*question.answer = ask(call, question);
  }
  return settings;
}

}  // namespace

RunEnd init_command(const Invocation& call) {
  FileSystem& files = call.world.files;
  const std::filesystem::path path = initial_config_path(call.options.config, call.sources);
  refuse_initial_config(files, path);
  write_initial_config(files, path, initial_config(settings_of(call)));
  Options options = call.options;
  options.config = path.string();
  RunEnd end = check_command({options, call.world, call.sources, call.console, call.masker});
  if (!options.json && !options.quiet) call.console.out << next_steps(path, !end.failure);
  return end;
}

}  // namespace dsz
