#include "dsz/os/file_lock.hpp"

#include "failure_of.hpp"
#include "fake_clock.hpp"
#include "fake_signals.hpp"
#include "temporary_folder.hpp"
#include "umask_guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <utility>

namespace dsz::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// Does something of the test's at each sleep.
class SleeperWith : public Sleeper {
 public:
  SleeperWith(FakeClock& clock, std::function<void()> action) : sleeper_(clock), action_(std::move(action)) {}
  void sleep_for(Millis span) override {
    sleeper_.sleep_for(span);
    action_();
  }
  [[nodiscard]] const std::vector<Millis>& spans() const { return sleeper_.spans(); }

 private:
  FakeSleeper sleeper_;
  std::function<void()> action_;
};

class FileLockTest : public testing::Test {
 protected:
  std::unique_ptr<FileLock> take(Millis wait = 0ms) { return take_with(sleeper_, wait); }
  std::unique_ptr<FileLock> take_with(Sleeper& sleeper, Millis wait) {
    return take_file_lock(path_, "sync", wait, clock_, sleeper, signals_);
  }
  [[nodiscard]] std::string content() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "sync.lock";
  FakeClock clock_;
  FakeSleeper sleeper_{clock_};
  FakeSignals signals_;
};

TEST_F(FileLockTest, NamesItsHolderInTheFile) {
  const auto lock = take();
  EXPECT_EQ(content(), "sync, process " + std::to_string(::getpid()) + ", since 2026-11-22T08:00:00Z\n");
}

TEST_F(FileLockTest, TheFileIsPrivateAndStaysWhenTheLockIsGone) {
  const UmaskGuard umask(0);
  take().reset();
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
  EXPECT_EQ(content(), "") << "nobody is named when nobody holds it";
}

TEST_F(FileLockTest, TellsASecondRunWhoHoldsItAndWhatToDo) {
  const auto lock = take();
  clock_.advance(1h);
  const Failure failure = failure_of([&] { take(); });
  EXPECT_EQ(failure.kind(), FailureKind::locked);
  EXPECT_EQ(failure.what(), "another run (sync, process " + std::to_string(::getpid()) + ") holds the lock " +
                                path_.string() + " since 2026-11-22T08:00:00Z; wait for it or use --lock-wait SECONDS");
  EXPECT_TRUE(sleeper_.spans().empty());
}

TEST_F(FileLockTest, CanBeTakenAgain) {
  take().reset();
  EXPECT_NE(take(), nullptr);
}

TEST_F(FileLockTest, WaitsUntilTheOtherRunEnds) {
  auto other = take();
  int tries = 0;
  SleeperWith sleeper(clock_, [&] {
    if (++tries == 3) other.reset();
  });
  const auto lock = take_with(sleeper, 10s);
  EXPECT_EQ(tries, 3);
  EXPECT_THAT(content(), HasSubstr("since 2026-11-22T08:00:03Z"));
}

TEST_F(FileLockTest, WaitsNoLongerThanItMay) {
  const auto other = take();
  const Failure failure = failure_of([&] { take(2'500ms); });
  EXPECT_EQ(failure.kind(), FailureKind::locked);
  EXPECT_THAT(failure.what(), HasSubstr("did not end within 2 s; wait for it or use a longer --lock-wait"));
  EXPECT_THAT(sleeper_.spans(), testing::ElementsAre(1s, 1s, 500ms));
}

TEST_F(FileLockTest, ASignalEndsTheWait) {
  const auto other = take();
  SleeperWith sleeper(clock_, [&] { signals_.set(SIGTERM); });
  EXPECT_EQ(failure_of([&] { take_with(sleeper, 1h); }).kind(), FailureKind::terminated);
}

TEST_F(FileLockTest, ShowsAHolderThatIsNotOneHarmlessly) {
  const auto other = take();
  std::ofstream(path_) << "\x1b[2Jx\nsecond line";
  EXPECT_STREQ(failure_of([&] { take(); }).what(),
               ("another run (\\x1b[2Jx) holds the lock " + path_.string() + "; wait for it or use --lock-wait SECONDS")
                   .c_str());
  std::ofstream(path_).flush();
  EXPECT_THAT(failure_of([&] { take(); }).what(), StartsWith("another run holds the lock "));
}

TEST_F(FileLockTest, IsGoneWithAProcessThatIsKilled) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = take();
    [[maybe_unused]] const ssize_t written = ::write(ready[1], "x", 1);
    while (true) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_THAT(failure_of([&] { take(); }).what(), HasSubstr("process " + std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_NE(take(), nullptr);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(FileLockTest, APlaceThatCannotHoldALockIsAMatterOfConfiguration) {
  path_ = folder_.path() / "absent" / "sync.lock";
  const Failure failure = failure_of([&] { take(); });
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), AllOf(HasSubstr("cannot open the lock " + path_.string()), HasSubstr("No such file")));
}

TEST_F(FileLockTest, AFileSystemThatCannotLockIsNamedWithWhatToDo) {
  for (const int error : {ENOLCK, EOPNOTSUPP, ENOSYS}) {
    const auto flock_call = [error](int) { return error; };
    const Failure failure =
        failure_of([&] { take_file_lock(path_, "sync", 10s, clock_, sleeper_, signals_, flock_call); });
    EXPECT_EQ(failure.kind(), FailureKind::usage);
    EXPECT_THAT(failure.what(), AllOf(StartsWith("cannot lock " + path_.string()), HasSubstr("paths.state_dir")));
  }
  EXPECT_TRUE(sleeper_.spans().empty()) << "waiting does not help";
}

TEST_F(FileLockTest, AnInterruptedCallIsMadeAgain) {
  int calls = 0;
  const auto flock_call = [&calls](int) { return ++calls < 3 ? EINTR : 0; };
  EXPECT_NE(take_file_lock(path_, "sync", 0s, clock_, sleeper_, signals_, flock_call), nullptr);
  EXPECT_EQ(calls, 3);
}

TEST_F(FileLockTest, IsNotTakenThroughASymbolicLink) {
  std::filesystem::create_symlink(folder_.path() / "victim", path_);
  EXPECT_EQ(failure_of([&] { take(); }).kind(), FailureKind::usage);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "victim"));
}

}  // namespace
}  // namespace dsz::test
