#include "dsz/base/exit_code.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/cli/json_output.hpp"
#include "dsz/cli/run.hpp"
#include "dsz/http/curl_client.hpp"
#include "dsz/http/system_certificates.hpp"
#include "dsz/os/terminal.hpp"

#include <cstdlib>
#include <iostream>
#include <random>

namespace dsz {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

/// NO_COLOR: https://no-color.org
Surface surface_of(int fd) {
  const Terminal terminal = terminal_of(fd);
  const bool wants_none = !environment("NO_COLOR").value_or("").empty() || environment("TERM") == "dumb";
  return {terminal.is_terminal, terminal.width, terminal.is_terminal && !wants_none};
}

std::uint64_t random_seed() {
  std::random_device device;
  return static_cast<std::uint64_t>(device()) << 32U | device();
}

std::string read_line(const Signals& signals) {
  std::string line;
  if (wait_for_input(0, signals)) std::getline(std::cin, line);
  return line;
}

int run_for_real(const Options& options) {
  const std::unique_ptr<Signals> signals = posix_signals();
  const std::unique_ptr<Sleeper> sleeper = posix_sleeper(*signals);
  const std::unique_ptr<Clock> clock = posix_clock();
  const std::unique_ptr<FileSystem> files = posix_file_system();
  const World world{*clock,
                    *sleeper,
                    *signals,
                    *files,
                    [&](CurlSettings settings) {
                      if (settings.ca_file.empty()) settings.ca_folder = hashed_certificates(system_certificates());
                      return curl_client(settings, *clock, *signals);
                    },
                    random_seed()};
  const ConfigSources sources{
      environment, [&](const std::string& command) { return run_shell_command(command, *clock, *sleeper, *signals); },
      effective_user(),
      [&](const std::string& command) { return run_brief_shell_command(command, *clock, *sleeper, *signals); }};
  Console console{std::cout,     std::cerr,     terminal_of(0).is_terminal,  [&] { return read_line(*signals); },
                  surface_of(1), surface_of(2), [] { return hide_input(0); }};
  return run_command(options, world, sources, console);
}

/// The caller may read JSON although the command line could not be read.
void print_wrong_usage(const CommandLine& line, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) != "--json") continue;
    const RunEnd end = end_of(Failure(FailureKind::usage, line.error));
    std::cout << failure_document({"", end, exit_code_of(end, false)});
    break;
  }
  std::cerr << "dsz-sync: " << line.error << "; see dsz-sync --help\n";
}

}  // namespace

int run(int argc, const char* const* argv) try {
  const CommandLine line = parse_command_line(argc, argv);
  if (line.options) return run_for_real(*line.options);
  if (!line.error.empty()) print_wrong_usage(line, argc, argv);
  std::cout << line.out << std::flush;
  return line.exit_code;
} catch (const std::exception& error) {  // only what fails before a command begins: no pipe, no memory
  std::cerr << "dsz-sync: unexpected: " << error.what() << "\n";
  return static_cast<int>(ExitCode::unexpected);
}

}  // namespace dsz
