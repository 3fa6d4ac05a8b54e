#include "dsz/os/child_process.hpp"

#include "file_descriptor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>

extern char** environ;  // NOLINT(readability-redundant-declaration): not every unistd.h declares it

namespace dsz {
namespace {

constexpr Millis kLook{20};

/// A file in memory that holds the text, so that a child which never reads it holds nobody up.
std::optional<FileDescriptor> readable(const std::string& text) {
  FileDescriptor file(::memfd_create("input", MFD_CLOEXEC));
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = ::write(file.get(), text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    done += static_cast<std::size_t>(count);
  }
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return std::nullopt;
  return file;
}

std::vector<std::string> environment_of(const ChildCommand& child) {
  std::vector<std::string> lines;
  for (char** line = environ; *line != nullptr; ++line) {
    const std::string text(*line);
    const std::string name = text.substr(0, text.find('='));
    const bool ours = std::any_of(child.environment.begin(), child.environment.end(),
                                  [&name](const auto& variable) { return variable.first == name; });
    if (!ours && std::find(child.without.begin(), child.without.end(), name) == child.without.end()) {
      lines.push_back(text);
    }
  }
  for (const auto& [name, value] : child.environment) lines.push_back(std::string(name).append("=").append(value));
  return lines;
}

/// What posix_spawn is told beside the program: streams, process group, signals as they are for any program.
class SpawnPlan {
 public:
  /// `input` is nullptr when it stays on our terminal, `output` when nobody reads it.
  SpawnPlan(const FileDescriptor* input, const FileDescriptor* output) {
    posix_spawn_file_actions_init(&actions_);
    if (input != nullptr) posix_spawn_file_actions_adddup2(&actions_, input->get(), STDIN_FILENO);
    if (output != nullptr) {
      posix_spawn_file_actions_adddup2(&actions_, output->get(), STDOUT_FILENO);
    } else {
      posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
      posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    posix_spawnattr_init(&attributes_);
    sigset_t usual;
    sigemptyset(&usual);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) sigaddset(&usual, signal);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    const int own_group = input != nullptr ? POSIX_SPAWN_SETPGROUP : 0;
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, static_cast<short>(own_group | POSIX_SPAWN_SETSIGDEF));
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  /// -1 when it cannot be started.
  pid_t start(const ChildCommand& child) const {
    std::vector<std::string> lines = environment_of(child);
    std::vector<char*> variables;
    variables.reserve(lines.size() + 1);
    for (std::string& line : lines) variables.push_back(line.data());
    variables.push_back(nullptr);
    std::string shell = "sh";
    std::string option = "-c";
    std::string command = child.command;
    char* const arguments[] = {shell.data(), option.data(), command.data(), nullptr};
    pid_t pid = -1;
    return ::posix_spawn(&pid, "/bin/sh", &actions_, &attributes_, arguments, variables.data()) == 0 ? pid : -1;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// Takes no more than `most` bytes: what a program writes beyond fails there.
std::optional<FileDescriptor> sink_of(std::size_t most) {
  FileDescriptor file(::memfd_create("output", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (file.get() < 0 || ::ftruncate(file.get(), static_cast<off_t>(most)) != 0) return std::nullopt;
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_GROW) != 0) return std::nullopt;
  return file;
}

/// As far as the child wrote: it shares the position with us.
std::string printed(const FileDescriptor& file) {
  std::string text(static_cast<std::size_t>(std::max<off_t>(0, ::lseek(file.get(), 0, SEEK_CUR))), '\0');
  const ssize_t count = ::pread(file.get(), text.data(), text.size(), 0);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

ChildEnd end_of(int status) {
  if (WIFSIGNALED(status)) return {ChildEnd::Kind::signalled, WTERMSIG(status)};
  return {ChildEnd::Kind::exited, WEXITSTATUS(status)};
}

ChildEnd killed(pid_t pid, bool is_group, ChildEnd::Kind why) {
  ::kill(is_group ? -pid : pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return {why, SIGKILL};
}

}  // namespace

std::string ChildEnd::in_words() const {
  switch (kind) {
    case Kind::exited:
      if (number == 0) return "";
      return fmt::format("it ended with exit status {}{}", number, number == 127 ? " (not found)" : "");
    case Kind::signalled:
      return fmt::format("it was ended by signal {}", number);
    case Kind::timed_out:
      return "it took too long and was killed";
    case Kind::interrupted:
      return "interrupted";
    case Kind::not_started:
      break;
  }
  return "it could not be started";
}

ChildEnd run_child(const ChildCommand& child, SteadyTime until, const Clock& clock, Sleeper& sleeper,
                   const Signals& signals) {
  const std::optional<FileDescriptor> input = child.on_terminal ? std::nullopt : readable(child.input);
  const bool is_read = child.keep_output > 0;
  const std::optional<FileDescriptor> output = is_read ? sink_of(child.keep_output) : std::nullopt;
  const bool is_group = !child.on_terminal;
  if ((is_group && !input) || (is_read && !output)) return {};
  const pid_t pid = SpawnPlan(input ? &*input : nullptr, output ? &*output : nullptr).start(child);
  if (pid < 0) return {};
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(pid, &status, WNOHANG);
    if (ended == pid) {
      ChildEnd end = end_of(status);
      if (output) end.output = printed(*output);
      return end;
    }
    if (ended < 0 && errno != EINTR) return {};
    if (signals.pending() != 0) return killed(pid, is_group, ChildEnd::Kind::interrupted);
    const SteadyTime now = clock.steady();
    if (now >= until) return killed(pid, is_group, ChildEnd::Kind::timed_out);
    sleeper.sleep_for(std::min(kLook, until - now));
  }
}

}  // namespace dsz
