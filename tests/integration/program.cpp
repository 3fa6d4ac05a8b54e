#include "program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace dsz::test {
namespace {

constexpr std::chrono::seconds kLongestRun{120};

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("pipe2");
    read_end = ends[0];
    write_end = ends[1];
  }
};

Pipe open_terminal() {
  Pipe terminal;
  close(terminal.read_end);
  close(terminal.write_end);
  winsize size{};
  size.ws_col = 100;
  size.ws_row = 40;
  if (openpty(&terminal.read_end, &terminal.write_end, nullptr, nullptr, &size) != 0) throw_errno("openpty");
  fcntl(terminal.read_end, F_SETFD, FD_CLOEXEC);
  fcntl(terminal.write_end, F_SETFD, FD_CLOEXEC);
  return terminal;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// False at the end of the stream (a terminal says EIO then).
bool read_some(int fd, std::string& into) {
  std::array<char, 65536> buffer{};
  const ssize_t got = read(fd, buffer.data(), buffer.size());
  if (got > 0) into.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

void close_end(int& fd) {
  close(fd);
  fd = -1;
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments, const ProgramOptions& options)
    : deadline_(std::chrono::steady_clock::now() + kLongestRun) {
  std::vector<std::string> words{DSZ_SYNC_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::map<std::string, std::string> variables{
      {"PATH", "/usr/bin:/bin"}, {"HOME", options.folder}, {"LANG", "C.UTF-8"}, {"TERM", "xterm-256color"}};
  for (const auto& [name, value] : options.environment) variables[name] = value;
  // Sanitizers are told how to report by these; the program under test needs them as much as the test itself.
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) variables[name] = value;
  }
  std::vector<std::string> settings;
  settings.reserve(variables.size());
  for (const auto& [name, value] : variables) {
    std::string setting = name;
    setting.append("=").append(value);
    settings.push_back(std::move(setting));
  }
  auto argv = pointers(words);
  auto envp = pointers(settings);

  const Pipe in;
  const Pipe out = options.terminal ? open_terminal() : Pipe{};
  const Pipe err = options.terminal ? out : Pipe{};
  pid_ = vfork();  // a fork would copy the page tables of a sanitizer
  if (pid_ < 0) throw_errno("vfork");
  if (pid_ == 0) {
    if (options.terminal) {
      setsid();
      ioctl(out.write_end, TIOCSCTTY, 0);
    }
    dup2(options.terminal && options.input.empty() ? out.write_end : in.read_end, STDIN_FILENO);
    dup2(out.write_end, STDOUT_FILENO);
    dup2(err.write_end, STDERR_FILENO);
    if (chdir(options.folder.c_str()) != 0) _exit(126);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(in.read_end);
  close(out.write_end);
  if (!options.terminal) close(err.write_end);
  out_ = out.read_end;
  err_ = options.terminal ? -1 : err.read_end;
  if (!options.input.empty() && write(in.write_end, options.input.data(), options.input.size()) < 0 && errno != EPIPE) {
    throw_errno("write");
  }
  close(in.write_end);
  if (!options.typed.empty() && write(out_, options.typed.data(), options.typed.size()) < 0) throw_errno("write");
}

Program::~Program() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (out_ >= 0) close(out_);
  if (err_ >= 0) close(err_);
}

void Program::signal(int number) const { kill(pid_, number); }

bool Program::said(std::string_view text) {
  return read_until(
      [&] { return result_.out.find(text) != std::string::npos || result_.err.find(text) != std::string::npos; });
}

void Program::type(std::string_view text) const {
  if (write(out_, text.data(), text.size()) < 0) throw_errno("write");
}

bool Program::read_until(const std::function<bool()>& enough) {
  std::array<pollfd, 2> watched{{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
  while (!enough()) {
    if (out_ < 0 && err_ < 0) return false;
    if (std::chrono::steady_clock::now() > deadline_) {
      kill(pid_, SIGKILL);
      throw std::runtime_error("the program ran for over two minutes; so far it said: " + result_.out + result_.err);
    }
    poll(watched.data(), watched.size(), 1000);
    if (watched[0].revents != 0 && !read_some(out_, result_.out)) close_end(out_);
    if (watched[1].revents != 0 && !read_some(err_, result_.err)) close_end(err_);
    watched[0].fd = out_;
    watched[1].fd = err_;
  }
  return true;
}

ProgramResult Program::wait() {
  read_until([] { return false; });
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  result_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return std::move(result_);
}

ProgramResult Program::run(const std::vector<std::string>& arguments, const ProgramOptions& options) {
  return Program(arguments, options).wait();
}

}  // namespace dsz::test
