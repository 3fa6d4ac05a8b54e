#include "dsz/app/config.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/os/child_process.hpp"

#include "config_schema.hpp"
#include "config_secrets.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>

namespace dsz {
namespace {

constexpr std::size_t kMaxOutput = 64U << 10U;

[[noreturn]] void refuse(const std::string& why) { throw Failure(FailureKind::usage, why); }

/// One secret's command has no business with the others.
std::string without_our_secrets(const std::string& command) {
  return fmt::format("unset {}\n{}", fmt::join(secret_variables(), " "), command);
}

void refuse_bad_end(int status) {
  if (WIFSIGNALED(status)) refuse(fmt::format("it was ended by signal {}", WTERMSIG(status)));
  const int code = WEXITSTATUS(status);
  if (code != 0) refuse(fmt::format("it ended with exit status {}{}", code, code == 127 ? " (not found)" : ""));
}

}  // namespace

std::vector<std::string> secret_variables() {
  std::vector<std::string> names;
  for (const ConfigKey& key : config_schema()) {
    if (!key.environment.empty()) names.emplace_back(key.environment);
  }
  return names;
}

std::string run_shell_command(const std::string& command) {
  FILE* const pipe = ::popen(without_our_secrets(command).c_str(), "re");
  if (pipe == nullptr) refuse("it could not be started");
  std::string output;
  std::array<char, 4096> piece{};
  std::size_t count = 0;
  while (output.size() <= kMaxOutput && (count = ::fread(piece.data(), 1, piece.size(), pipe)) > 0) {
    output.append(piece.data(), count);
  }
  const bool broken = ::ferror(pipe) != 0;
  const int status = ::pclose(pipe);
  if (output.size() > kMaxOutput) refuse(fmt::format("it printed more than {} bytes", kMaxOutput));
  if (broken || status == -1) refuse("its output could not be read");
  refuse_bad_end(status);
  drop_line_end(output);
  if (output.empty()) refuse("it printed nothing");
  return output;
}

std::string run_brief_shell_command(const std::string& command, const Clock& clock, Sleeper& sleeper,
                                    const Signals& signals) {
  ChildEnd end = run_child({.command = command,
                            .input = {},
                            .environment = {},
                            .without = secret_variables(),
                            .keep_output = kMaxOutput + 4096},
                           clock.steady() + kBriefCommand, clock, sleeper, signals);
  if (const std::string trouble = end.in_words(); !trouble.empty()) refuse(trouble);
  if (end.output.size() > kMaxOutput) refuse(fmt::format("it printed more than {} bytes", kMaxOutput));
  drop_line_end(end.output);
  if (end.output.empty()) refuse("it printed nothing");
  return end.output;
}

}  // namespace dsz
