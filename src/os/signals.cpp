#include "dsz/os/signals.hpp"

#include "dsz/base/failure.hpp"

#include "file_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace dsz {
namespace {

// A signal handler can reach nothing but what is global.
std::atomic<int> pending_signal{0};
std::atomic<int> wake_write_fd{-1};
static_assert(std::atomic<int>::is_always_lock_free, "a handler must not wait for a lock");

extern "C" void note_signal(int signal) {
  const int saved = errno;
  int none = 0;
  pending_signal.compare_exchange_strong(none, signal);
  const char byte = 0;
  // A full pipe wakes as well as a fuller one.
  [[maybe_unused]] const ssize_t written = ::write(wake_write_fd.load(), &byte, 1);
  errno = saved;
}

class Pipe {
 public:
  Pipe() : Pipe(make()) {}
  [[nodiscard]] int read_end() const { return read_end_.get(); }
  [[nodiscard]] int write_end() const { return write_end_.get(); }

 private:
  struct Ends {
    int fds[2];
  };
  explicit Pipe(Ends ends) : read_end_(ends.fds[0]), write_end_(ends.fds[1]) {
    for (const int fd : ends.fds) {
      ::fcntl(fd, F_SETFD, FD_CLOEXEC);
      ::fcntl(fd, F_SETFL, O_NONBLOCK);
    }
  }
  static Ends make() {
    Ends ends{};
    if (::pipe(ends.fds) != 0) {
      throw Failure(FailureKind::unexpected, "cannot make a pipe: " + std::generic_category().message(errno));
    }
    return ends;
  }

  FileDescriptor read_end_;
  FileDescriptor write_end_;
};

/// Puts the old action back at its end.
class SignalAction {
 public:
  SignalAction(int signal, void (*handler)(int)) : signal_(signal) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;  // files and the database need not know of signals; poll() wakes by the pipe
    sigemptyset(&action.sa_mask);
    ::sigaction(signal_, &action, &before_);
  }
  ~SignalAction() { ::sigaction(signal_, &before_, nullptr); }
  [[nodiscard]] bool was_ignored() const { return before_.sa_handler == SIG_IGN; }
  SignalAction(const SignalAction&) = delete;
  SignalAction& operator=(const SignalAction&) = delete;

 private:
  int signal_;
  struct sigaction before_ {};
};

class PosixSignals : public Signals {
 public:
  PosixSignals() : wake_(pipe_) {
    if (hang_up_->was_ignored()) hang_up_.reset();  // started by nohup: meant to outlive its terminal
  }
  [[nodiscard]] int pending() const override { return pending_signal.load(); }
  [[nodiscard]] int wake_fd() const override { return pipe_.read_end(); }

 private:
  /// What the handler uses: set before the handlers are, reset after they are gone.
  struct Wake {
    explicit Wake(const Pipe& pipe) {
      pending_signal = 0;
      wake_write_fd = pipe.write_end();
    }
    ~Wake() {
      wake_write_fd = -1;
      pending_signal = 0;
    }
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
  };

  Pipe pipe_;
  Wake wake_;
  SignalAction interrupt_{SIGINT, note_signal};
  SignalAction terminate_{SIGTERM, note_signal};
  std::optional<SignalAction> hang_up_{std::in_place, SIGHUP, note_signal};  // the SSH connection is gone
  SignalAction broken_pipe_{SIGPIPE, SIG_IGN};
};

}  // namespace

void Signals::throw_if_pending() const {
  switch (pending()) {
    case 0:
      return;
    case SIGTERM:
      throw Failure(FailureKind::terminated, "stopped by SIGTERM");
    case SIGHUP:
      throw Failure(FailureKind::terminated, "stopped because its terminal was closed");
    default:
      throw Failure(FailureKind::interrupted, "interrupted");
  }
}

std::unique_ptr<Signals> posix_signals() { return std::make_unique<PosixSignals>(); }

}  // namespace dsz
