#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

struct ProgramResult {
  int exit_code = -1;  ///< 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

struct ProgramOptions {
  std::map<std::string, std::string> environment{};  ///< added to a small clean one (PATH, HOME, LANG)
  std::string folder = "/";                          ///< working directory
  bool terminal = false;  ///< stdout and stderr are a terminal of 100 columns; both end up in `out`
  std::string input{};    ///< what stands on standard input
  std::string typed{};    ///< what is typed on the terminal
};

/// The real dsz-sync as a process of its own. A run that lasts over two minutes is killed and fails its test.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments, const ProgramOptions& options = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const;
  /// Waits until the text stands in what the program has printed; false when it ended without.
  bool said(std::string_view text);
  /// Types on its terminal.
  void type(std::string_view text) const;
  ProgramResult wait();
  [[nodiscard]] pid_t pid() const { return pid_; }

  static ProgramResult run(const std::vector<std::string>& arguments, const ProgramOptions& options = {});

 private:
  /// Reads until `enough` or the end; false at the end.
  bool read_until(const std::function<bool()>& enough);

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::chrono::steady_clock::time_point deadline_;
  ProgramResult result_;
};

}  // namespace dsz::test
