#include "dsz/app/config.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/os/child_process.hpp"

#include "config_schema.hpp"
#include "config_secrets.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

constexpr std::size_t kMaxOutput = 64U << 10U;

[[noreturn]] void refuse(const std::string& why) { throw Failure(FailureKind::usage, why); }

/// Its output without the last line end. One secret's command has no business with the others.
std::string output_of(ChildCommand child, SteadyTime until, const Clock& clock, Sleeper& sleeper,
                      const Signals& signals) {
  child.without = secret_variables();
  child.keep_output = kMaxOutput + 4096;
  ChildEnd end = run_child(child, until, clock, sleeper, signals);
  if (child.on_terminal && end.kind == ChildEnd::Kind::interrupted) signals.throw_if_pending();
  if (end.output.size() > kMaxOutput) refuse(fmt::format("it printed more than {} bytes", kMaxOutput));
  if (const std::string trouble = end.in_words(); !trouble.empty()) refuse(trouble);
  drop_line_end(end.output);
  if (end.output.empty()) refuse("it printed nothing");
  return end.output;
}

}  // namespace

std::vector<std::string> secret_variables() {
  std::vector<std::string> names;
  for (const ConfigKey& key : config_schema()) {
    if (!key.environment.empty()) names.emplace_back(key.environment);
  }
  return names;
}

std::string run_shell_command(const std::string& command, const Clock& clock, Sleeper& sleeper,
                              const Signals& signals) {
  return output_of({.command = command, .input = {}, .environment = {}, .without = {}, .on_terminal = true},
                   SteadyTime::max(), clock, sleeper, signals);
}

std::string run_brief_shell_command(const std::string& command, const Clock& clock, Sleeper& sleeper,
                                    const Signals& signals) {
  return output_of({.command = command, .input = {}, .environment = {}, .without = {}}, clock.steady() + kBriefCommand,
                   clock, sleeper, signals);
}

}  // namespace dsz
