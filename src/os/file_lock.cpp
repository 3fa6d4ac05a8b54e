#include "dsz/os/file_lock.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"

#include "file_descriptor.hpp"
#include "posix_error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace dsz {
namespace {

constexpr Millis kBetweenTries{1'000};
constexpr std::string_view kSince = ", since ";

/// The holder's line is advice for people; the lock itself is the kernel's.
class FlockLock : public FileLock {
 public:
  explicit FlockLock(FileDescriptor fd) : fd_(std::move(fd)) {}
  /// The line goes before the lock does, so that nobody reads the name of a holder that has left.
  ~FlockLock() override { empty(); }
  FlockLock(const FlockLock&) = delete;
  FlockLock& operator=(const FlockLock&) = delete;

  void name_holder(std::string_view line) {
    empty();
    [[maybe_unused]] const ssize_t written = ::pwrite(fd_.get(), line.data(), line.size(), 0);
  }

 private:
  void empty() { [[maybe_unused]] const int result = ::ftruncate(fd_.get(), 0); }

  FileDescriptor fd_;
};

FileDescriptor open_lock(const std::filesystem::path& path) {
  FileDescriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
  if (fd.get() < 0) {
    throw Failure(FailureKind::usage,
                  posix_error("open the lock", path, errno) +
                      "; its folder must be there, and both must belong to the user that runs this");
  }
  // Left as it is when it belongs to somebody else and can be written all the same.
  [[maybe_unused]] const int result = ::fchmod(fd.get(), 0600);
  return fd;
}

/// False when somebody else holds it.
bool try_lock(int fd, const std::filesystem::path& path, const FlockCall& flock_call) {
  int error = EINTR;
  while (error == EINTR) error = flock_call(fd);
  if (error != 0 && error != EWOULDBLOCK) {
    throw Failure(FailureKind::usage, posix_error("lock", path, error) +
                                          "; its file system cannot lock files, as NFS without its lock service: set "
                                          "paths.state_dir to a folder on a disk of this machine");
  }
  return error == 0;
}

std::string read_holder(int fd) {
  char line[256];
  const ssize_t count = ::pread(fd, line, sizeof line, 0);
  const std::string_view text(line, count > 0 ? static_cast<std::size_t>(count) : 0);
  return visible(text.substr(0, text.find('\n')));
}

/// `holder`: "sync, process 123, since 2026-11-22T08:00:00Z", or anything else when the file was tampered with.
std::string held_by_another(std::string_view holder, const std::filesystem::path& path, Millis waited) {
  const std::size_t since = holder.rfind(kSince);
  const std::string who = holder.empty() ? "" : fmt::format(" ({})", holder.substr(0, since));
  const std::string when =
      since == std::string_view::npos ? "" : fmt::format(" since {}", holder.substr(since + kSince.size()));
  if (waited > Millis{0}) {
    return fmt::format(
        "another run{} holds the lock {}{} and did not end within {}; wait for it or use a longer --lock-wait", who,
        path.string(), when, format_span(waited));
  }
  return fmt::format("another run{} holds the lock {}{}; wait for it or use --lock-wait SECONDS", who, path.string(),
                     when);
}

}  // namespace

int system_flock(int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

std::unique_ptr<FileLock> take_file_lock(const std::filesystem::path& path, std::string_view purpose, Millis wait,
                                         const Clock& clock, Sleeper& sleeper, const Signals& signals,
                                         const FlockCall& flock_call) {
  FileDescriptor fd = open_lock(path);
  const SteadyTime deadline = clock.steady() + wait;
  while (!try_lock(fd.get(), path, flock_call)) {
    const Millis left = deadline - clock.steady();
    if (left <= Millis{0}) throw Failure(FailureKind::locked, held_by_another(read_holder(fd.get()), path, wait));
    sleeper.sleep_for(std::min(left, kBetweenTries));
    signals.throw_if_pending();
  }
  auto lock = std::make_unique<FlockLock>(std::move(fd));
  lock->name_holder(fmt::format("{}, process {}{}{}\n", purpose, ::getpid(), kSince, format_utc(clock.wall())));
  return lock;
}

}  // namespace dsz
