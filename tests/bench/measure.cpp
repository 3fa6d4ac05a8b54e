// measure FILE COMMAND...: runs the command and writes what it cost to FILE, as JSON. A program of its own, because the
// kernel counts the memory of the process that starts another as that one's peak: this one has next to none.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    std::perror(argv[2]);
    _exit(127);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) != child) return 1;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::FILE* const file = std::fopen(argv[1], "w");
  if (file == nullptr) return 1;
  std::fprintf(file, R"({"code":%d,"wall":%.6f,"cpu":%.6f,"peak_kib":%ld})", code, wall.count(),
               seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
  return std::fclose(file) == 0 ? 0 : 1;
}
