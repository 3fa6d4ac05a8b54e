#include "memory_file_system.hpp"

#include "failure_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::ElementsAre;

void write(FileSystem& files, const std::filesystem::path& path, std::string_view content, bool sync) {
  const auto file = files.create(path, 0600);
  file->write(content);
  if (sync) file->sync();
  file->close();
}

TEST(MemoryFileSystem, ACrashForgetsContentThatWasNotSynced) {
  MemoryFileSystem files;
  files.put("/d/a", "old");
  write(files, "/d/a", "new", false);
  EXPECT_EQ(files.content("/d/a"), "new");
  files.crash();
  EXPECT_EQ(files.content("/d/a"), "old");
  write(files, "/d/a", "new", true);
  files.crash();
  EXPECT_EQ(files.content("/d/a"), "new");
}

TEST(MemoryFileSystem, ACrashForgetsNamesWhoseFolderWasNotSynced) {
  MemoryFileSystem files;
  files.put("/d/old", "old");
  write(files, "/d/new", "new", true);
  files.rename("/d/new", "/d/old");
  files.sync_folder("/other");
  files.crash();
  EXPECT_EQ(files.content("/d/old"), "old");
  EXPECT_THAT(files.paths(), ElementsAre("/d/old"));

  write(files, "/d/new", "new", true);
  files.rename("/d/new", "/d/old");
  files.sync_folder("/d");
  files.crash();
  EXPECT_EQ(files.content("/d/old"), "new");
}

TEST(MemoryFileSystem, ARenamedFileThatWasNotSyncedIsEmptyAfterACrash) {
  MemoryFileSystem files;
  files.put("/d/old", "old");
  write(files, "/d/new", "new", false);
  files.rename("/d/new", "/d/old");
  files.sync_folder("/d");
  files.crash();
  EXPECT_EQ(files.content("/d/old"), "");
}

TEST(MemoryFileSystem, FailsTheChosenOperationOnce) {
  MemoryFileSystem files;
  files.put("/d/a", "old");
  files.fail(FileOperation::create, 2, "No space left on device");
  write(files, "/d/b", "b", true);
  const Failure failure = failure_of([&] { files.create("/d/a", 0600); });
  EXPECT_EQ(failure.kind(), FailureKind::unexpected);
  EXPECT_STREQ(failure.what(), "cannot create /d/a: No space left on device");
  EXPECT_EQ(files.content("/d/a"), "old");
  write(files, "/d/a", "new", true);
  EXPECT_EQ(files.content("/d/a"), "new");
}

TEST(MemoryFileSystem, CountsOperationsOfEveryKind) {
  MemoryFileSystem files;
  files.fail(FileOperation::any, 3);
  EXPECT_THROW(write(files, "/d/a", "a", true), Failure);
  EXPECT_THAT(files.operations(), ElementsAre(FileOperation::create, FileOperation::write, FileOperation::sync));
}

}  // namespace
}  // namespace dsz::test
