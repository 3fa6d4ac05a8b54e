#include "dsz/os/file_system.hpp"

#include "failure_of.hpp"
#include "temporary_folder.hpp"
#include "umask_guard.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace dsz::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// Lets no file grow beyond `bytes`: what a full disk does, with another word for it.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    handler_ = ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

class PosixFileSystem : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }
  void put(const std::string& name, const std::string& content) const { std::ofstream(path(name)) << content; }
  void write(const std::string& name, std::string_view content, unsigned mode) {
    const auto file = files_->create(path(name), mode);
    file->write(content);
    file->sync();
    file->close();
  }
  [[nodiscard]] std::string content(const std::string& name) { return files_->read_all(path(name), 1'000'000).value(); }
  [[nodiscard]] unsigned mode(const std::string& name) { return files_->info(path(name))->mode; }

  TemporaryFolder folder_;
  std::unique_ptr<FileSystem> files_ = posix_file_system();
};

TEST_F(PosixFileSystem, ANewNameIsNeverTakenFromAnotherFile) {
  put("first", "first");
  EXPECT_TRUE(files_->rename_new(path("first"), path("new")));
  EXPECT_EQ(content("new"), "first");
  EXPECT_EQ(files_->info(path("first")), std::nullopt);
  put("second", "second");
  EXPECT_FALSE(files_->rename_new(path("second"), path("new")));
  EXPECT_EQ(content("new"), "first");
  EXPECT_EQ(content("second"), "second");
  std::filesystem::create_symlink(path("nowhere"), path("link"));
  EXPECT_FALSE(files_->rename_new(path("second"), path("link")));
  EXPECT_FALSE(std::filesystem::exists(path("nowhere")));
  EXPECT_THROW(files_->rename_new(path("second"), path("no/such/folder")), Failure);
  EXPECT_EQ(content("second"), "second");
}

TEST_F(PosixFileSystem, FreeSpaceIsWhatTheSystemSays) {
  const auto system = std::filesystem::space(path("")).available;
  const auto ours = files_->free_space(path(""));
  EXPECT_GT(ours, system / 2);
  EXPECT_LT(ours, system * 2);
  EXPECT_THROW(files_->free_space(path("nothing/here")), Failure);
}

TEST_F(PosixFileSystem, WritesAndReadsBack) {
  write("a", std::string(300'000, 'x') + "end", 0600);
  EXPECT_EQ(content("a").size(), 300'003U);
  EXPECT_THAT(content("a"), EndsWith("xend"));
}

TEST_F(PosixFileSystem, GivesExactlyTheModeWhateverTheUmask) {
  for (const mode_t mask : {mode_t{0}, mode_t{077}}) {
    const UmaskGuard umask(mask);
    write("secret", "x", 0600);
    write("public", "x", 0644);
    EXPECT_EQ(mode("secret"), 0600U);
    EXPECT_EQ(mode("public"), 0644U);
    files_->remove(path("secret"));
    files_->remove(path("public"));
  }
}

TEST_F(PosixFileSystem, EmptiesAFileThatIsThereAndSetsItsMode) {
  put("a", "much more than before");
  ::chmod(path("a").c_str(), 0666);
  write("a", "new", 0600);
  EXPECT_EQ(content("a"), "new");
  EXPECT_EQ(mode("a"), 0600U);
}

TEST_F(PosixFileSystem, DoesNotWriteThroughASymbolicLink) {
  put("victim", "precious");
  std::filesystem::create_symlink(path("victim"), path("link"));
  std::filesystem::create_symlink(path("absent"), path("dangling"));
  EXPECT_THAT(failure_of([&] { files_->create(path("link"), 0600); }).what(), EndsWith("/link: it is a symbolic link"));
  EXPECT_THROW(files_->create(path("dangling"), 0600), Failure);
  EXPECT_EQ(content("victim"), "precious");
  EXPECT_FALSE(std::filesystem::exists(path("absent")));
}

TEST_F(PosixFileSystem, DoesNotWaitForAPipeInTheFilesPlace) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_THROW(files_->create(path("pipe"), 0600), Failure);
  EXPECT_THROW(files_->create(folder_.path(), 0600), Failure);
}

TEST_F(PosixFileSystem, SaysWhichFileAndWhyInTheSystemsWords) {
  const Failure failure = failure_of([&] { files_->create(path("no/such"), 0600); });
  EXPECT_EQ(failure.kind(), FailureKind::unexpected);
  EXPECT_EQ(failure.what(), "cannot create " + path("no/such").string() + ": No such file or directory");
}

TEST_F(PosixFileSystem, AWriteThatFitsOnlyInPartIsAnError) {
  const auto file = files_->create(path("a"), 0600);
  const FileSizeLimit limit(10);
  file->write("1234567");
  EXPECT_THAT(failure_of([&] { file->write("8901234"); }).what(), HasSubstr("cannot write " + path("a").string()));
  EXPECT_EQ(content("a"), "1234567890");
}

TEST_F(PosixFileSystem, AnAbsentFileIsAValueWhenReading) {
  EXPECT_EQ(files_->open(path("absent")), nullptr);
  EXPECT_EQ(files_->read_all(path("absent"), 10), std::nullopt);
  EXPECT_EQ(files_->info(path("absent")), std::nullopt);
  EXPECT_NO_THROW(files_->remove(path("absent")));
}

TEST_F(PosixFileSystem, AFolderCannotBeReadAsAFile) { EXPECT_THROW(files_->read_all(folder_.path(), 10), Failure); }

TEST_F(PosixFileSystem, RefusesAFileBeyondTheLimit) {
  put("a", "1234567890");
  EXPECT_EQ(files_->read_all(path("a"), 10), "1234567890");
  const Failure failure = failure_of([&] { files_->read_all(path("a"), 9); });
  EXPECT_EQ(failure.kind(), FailureKind::usage);
  EXPECT_THAT(failure.what(), HasSubstr(path("a").string() + " is larger than the 9 bytes"));
  put("large", std::string(200'000, 'x'));
  EXPECT_EQ(files_->read_all(path("large"), 200'000)->size(), 200'000U);
  EXPECT_THROW(files_->read_all(path("large"), 199'999), Failure);
}

TEST_F(PosixFileSystem, RenamesOverAnotherFile) {
  put("new", "new");
  put("old", "old");
  files_->rename(path("new"), path("old"));
  files_->sync_folder(folder_.path());
  EXPECT_EQ(content("old"), "new");
  EXPECT_FALSE(files_->info(path("new")));
  EXPECT_THAT(failure_of([&] { files_->rename(path("new"), path("old")); }).what(),
              HasSubstr("cannot rename " + path("new").string() + " to " + path("old").string()));
}

TEST_F(PosixFileSystem, SyncsOnlyAFolderThatIsThere) {
  EXPECT_NO_THROW(files_->sync_folder("")) << "the folder of a bare file name";
  EXPECT_THROW(files_->sync_folder(path("absent")), Failure);
}

TEST_F(PosixFileSystem, DescribesAFile) {
  put("a", "123");
  ::chmod(path("a").c_str(), 0640);
  const timespec times[2] = {{0, 0}, {1'700'000'000, 250'000'000}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path("a").c_str(), times, 0), 0);
  const FileInfo info = files_->info(path("a")).value();
  EXPECT_EQ(info.size, 3U);
  EXPECT_EQ(info.mode, 0640U);
  EXPECT_EQ(info.owner, ::geteuid());
  EXPECT_FALSE(info.is_directory);
  EXPECT_EQ(info.modified, WallTime{Millis{1'700'000'000'250}});
  EXPECT_TRUE(files_->info(folder_.path())->is_directory);
}

TEST_F(PosixFileSystem, MakesFoldersWithExactlyTheMode) {
  const UmaskGuard umask(077);
  files_->make_folder(path("a/b"), 0755);
  EXPECT_EQ(mode("a"), 0755U);
  EXPECT_EQ(mode("a/b"), 0755U);
}

TEST_F(PosixFileSystem, LeavesAFolderThatIsThereAlone) {
  files_->make_folder(path("a"), 0700);
  files_->make_folder(path("a/b/"), 0755);
  EXPECT_EQ(mode("a"), 0700U);
  EXPECT_EQ(mode("a/b"), 0755U);
  put("file", "x");
  EXPECT_THROW(files_->make_folder(path("file"), 0700), Failure);
  EXPECT_THROW(files_->make_folder(path("file/c"), 0700), Failure);
}

}  // namespace
}  // namespace dsz::test
