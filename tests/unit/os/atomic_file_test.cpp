#include "dsz/os/atomic_file.hpp"

#include "failure_of.hpp"
#include "memory_file_system.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace dsz::test {
namespace {

using testing::ElementsAre;

constexpr const char* kTarget = "/d/inventory.json";
constexpr const char* kTemporary = "/d/temp_inventory.json";
const std::string kNew(200'000, 'n');

void write_new(FileSystem& files) {
  AtomicFile file(files, kTarget, kTemporary, 0644);
  for (std::size_t at = 0; at < kNew.size(); at += 1'000) file.write(std::string_view(kNew).substr(at, 1'000));
  file.commit();
}

TEST(AtomicFile, ReplacesTheFileWithItsMode) {
  MemoryFileSystem files;
  files.put(kTarget, "old", 0600);
  write_new(files);
  EXPECT_EQ(files.content(kTarget), kNew);
  EXPECT_EQ(files.info(kTarget)->mode, 0644U);
  EXPECT_THAT(files.paths(), ElementsAre(kTarget));
}

TEST(AtomicFile, IsOnDiskBeforeItTakesTheName) {
  MemoryFileSystem files;
  replace_file(files, kTarget, "new", 0600);
  EXPECT_THAT(files.operations(), ElementsAre(FileOperation::create, FileOperation::write, FileOperation::sync,
                                              FileOperation::close, FileOperation::rename, FileOperation::sync_folder));
}

TEST(AtomicFile, OutlivesAPowerCutOnceCommitted) {
  MemoryFileSystem files;
  files.put(kTarget, "old");
  write_new(files);
  files.crash();
  EXPECT_EQ(files.content(kTarget), kNew);
}

TEST(AtomicFile, WithoutCommitTheOldFileStands) {
  MemoryFileSystem files;
  files.put(kTarget, "old");
  { AtomicFile(files, kTarget, kTemporary, 0644).write(kNew); }
  EXPECT_EQ(files.content(kTarget), "old");
  EXPECT_THAT(files.paths(), ElementsAre(kTarget));
}

TEST(AtomicFile, AnyErrorAndAPowerCutAfterItLeaveOneWholeFile) {
  int failures = 0;
  for (bool failed = true; failed;) {
    MemoryFileSystem files;
    files.put(kTarget, "old");
    files.fail(FileOperation::any, failures + 1);
    try {
      write_new(files);
      failed = false;
    } catch (const Failure&) {
      ++failures;
    }
    EXPECT_THAT(files.paths(), ElementsAre(kTarget)) << "the temporary file is removed, step " << failures;
    const bool renamed = files.operations().back() == FileOperation::sync_folder;
    EXPECT_EQ(files.content(kTarget), renamed ? kNew : "old") << "step " << failures;
    files.crash();
    EXPECT_EQ(files.content(kTarget), failed ? "old" : kNew) << "step " << failures;
  }
  EXPECT_GT(failures, 6) << "each of its steps was failed once";
}

TEST(AtomicFile, AFailedRemovalDoesNotHideTheError) {
  class CannotRemove : public MemoryFileSystem {
   public:
    void remove(const std::filesystem::path&) override { throw Failure(FailureKind::unexpected, "cannot remove"); }
  };
  CannotRemove files;
  files.fail(FileOperation::rename, 1, "Read-only file system");
  EXPECT_STREQ(failure_of([&] { write_new(files); }).what(),
               "cannot rename /d/temp_inventory.json: Read-only file system");
}

TEST(AtomicFile, CannotBeCommittedAfterAnError) {
  MemoryFileSystem files;
  files.put(kTarget, "old");
  AtomicFile file(files, kTarget, kTemporary, 0644);
  files.fail(FileOperation::write, 1);
  EXPECT_THROW(file.write(kNew), Failure);
  EXPECT_THROW(file.write(kNew), Failure);
  EXPECT_THROW(file.commit(), Failure);
  EXPECT_EQ(files.content(kTarget), "old");
}

TEST(AtomicFile, AFailedCommitRemovesTheTemporaryFileAtOnceAndCannotBeRepeated) {
  MemoryFileSystem files;
  files.put(kTarget, "old");
  AtomicFile file(files, kTarget, kTemporary, 0644);
  file.write(kNew);
  files.fail(FileOperation::sync, 1, "Input/output error");
  EXPECT_THROW(file.commit(), Failure);
  EXPECT_THAT(files.paths(), ElementsAre(kTarget));
  EXPECT_THROW(file.commit(), Failure);
  EXPECT_EQ(files.content(kTarget), "old");
}

TEST(AtomicFile, GathersSmallPiecesAndKeepsTheirOrder) {
  MemoryFileSystem files;
  std::string expected;
  {
    AtomicFile file(files, kTarget, kTemporary, 0644);
    for (int i = 0; i < 30'000; ++i) {
      const std::string piece = i == 15'000 ? std::string(100'000, 'L') : std::to_string(i) + "\n";
      file.write(piece);
      expected += piece;
    }
    file.commit();
  }
  EXPECT_EQ(files.content(kTarget), expected);
  EXPECT_LT(std::count(files.operations().begin(), files.operations().end(), FileOperation::write), 10);
}

TEST(AtomicFile, AFileThatMustBeNewIsNeverMadeOverAnother) {
  MemoryFileSystem files;
  files.put(kTarget, "mine");
  EXPECT_FALSE(create_file(files, kTarget, "new", 0600));
  EXPECT_EQ(files.content(kTarget), "mine");
  EXPECT_THAT(files.paths(), ElementsAre(kTarget));
}

TEST(AtomicFile, AFileThatMustBeNewIsWholeOrNotThereAfterAnyError) {
  int failures = 0;
  for (bool failed = true; failed;) {
    MemoryFileSystem files;
    files.fail(FileOperation::any, failures + 1);
    try {
      failed = !create_file(files, kTarget, "new", 0600);
    } catch (const Failure&) {
      ++failures;
    }
    const bool renamed = files.operations().back() == FileOperation::sync_folder;
    EXPECT_EQ(files.content(kTarget), renamed ? std::optional<std::string>("new") : std::nullopt) << failures;
    EXPECT_EQ(files.paths().size(), renamed ? 1U : 0U) << "the temporary file is removed, step " << failures;
    files.crash();
    EXPECT_EQ(files.content(kTarget).has_value(), !failed) << failures;
  }
  EXPECT_EQ(failures, 6) << "each of its steps was failed once";
}

TEST(AtomicFile, AnEmptyFileIsAFile) {
  MemoryFileSystem files;
  replace_file(files, kTarget, "", 0600);
  EXPECT_EQ(files.content(kTarget), "");
}

TEST(ReplaceFile, WorksOnTheRealFileSystem) {
  const TemporaryFolder folder;
  const auto files = posix_file_system();
  const auto target = folder.path() / "token_store.json";
  replace_file(*files, target, "first", 0600);
  replace_file(*files, target, "second", 0600);
  EXPECT_EQ(files->read_all(target, 100), "second");
  EXPECT_EQ(files->info(target)->mode, 0600U);
  EXPECT_EQ(files->info(folder.path() / "token_store.json.tmp"), std::nullopt);
}

}  // namespace
}  // namespace dsz::test
