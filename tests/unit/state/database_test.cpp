#include "dsz/state/database.hpp"

#include "dsz/base/failure.hpp"

#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

namespace dsz {
namespace {

using ::testing::HasSubstr;

class DatabaseTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "state.db"; }

  static unsigned mode_of(const std::filesystem::path& file) {
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 ? info.st_mode & 0777U : 0;
  }

  [[nodiscard]] std::string failure_of_open(FailureKind kind) const {
    try {
      Database::open(path());
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), kind);
      return failure.what();
    }
    ADD_FAILURE() << "it was opened";
    return "";
  }

  test::TemporaryFolder folder_;
};

TEST_F(DatabaseTest, OnlyTheOwnerCanReadTheFileAndItsCompanions) {
  const mode_t old_mask = ::umask(0);
  const auto database = Database::open(path());
  database->execute("INSERT INTO fact VALUES ('a', 'b')");
  ::umask(old_mask);
  EXPECT_EQ(mode_of(path()), 0600U);
  EXPECT_EQ(mode_of(path().string() + "-wal"), 0600U);
  EXPECT_EQ(mode_of(path().string() + "-shm"), 0600U);
}

TEST_F(DatabaseTest, AFileThatOthersCouldReadIsClosedToThem) {
  Database::open(path());
  std::filesystem::permissions(path(), std::filesystem::perms{0644});
  Database::open(path());
  EXPECT_EQ(mode_of(path()), 0600U);
}

TEST_F(DatabaseTest, ASymbolicLinkIsRefusedAndItsTargetUntouched) {
  const std::filesystem::path target = folder_.path() / "elsewhere";
  std::filesystem::create_symlink(target, path());
  EXPECT_THAT(failure_of_open(FailureKind::usage), HasSubstr("symbolic link"));
  EXPECT_FALSE(std::filesystem::exists(target));
}

TEST_F(DatabaseTest, AFileThatIsNotADatabaseIsNamedWithWhatToDo) {
  std::ofstream(path()) << std::string(4096, 'x');
  const std::string sentence = failure_of_open(FailureKind::usage);
  EXPECT_THAT(sentence, HasSubstr(path().string()));
  EXPECT_THAT(sentence, HasSubstr("move it away"));
}

TEST_F(DatabaseTest, AFileOfANewerVersionIsLeftAlone) {
  Database::open(path())->execute("PRAGMA user_version = 999");
  const std::string sentence = failure_of_open(FailureKind::usage);
  EXPECT_THAT(sentence, HasSubstr("newer dsz-sync"));
  EXPECT_THAT(sentence, HasSubstr("999"));
}

TEST_F(DatabaseTest, AFolderThatIsNotThereIsNamed) {
  EXPECT_THROW(Database::open(folder_.path() / "absent" / "state.db"), Failure);
}

TEST_F(DatabaseTest, WhatIsCommittedIsThereWhenItIsOpenedAgain) {
  Database::open(path())->execute("INSERT INTO fact VALUES ('name', 'value')");
  const auto again = Database::open(path());
  Statement statement = again->prepare("SELECT value FROM fact");
  ASSERT_TRUE(statement.step());
  EXPECT_EQ(statement.text(0), "value");
}

TEST_F(DatabaseTest, CommitsSurviveAPowerCut) {
  const auto database = Database::open(path());
  Statement journal_mode = database->prepare("PRAGMA journal_mode");
  ASSERT_TRUE(journal_mode.step());
  EXPECT_EQ(journal_mode.text(0), "wal");
  Statement synchronous = database->prepare("PRAGMA synchronous");
  ASSERT_TRUE(synchronous.step());
  EXPECT_EQ(synchronous.integer(0), 2);  // FULL
}

TEST_F(DatabaseTest, ATransactionWithoutCommitLeavesNoTrace) {
  const auto database = Database::open(path());
  {
    const Transaction transaction(*database);
    database->execute("INSERT INTO fact VALUES ('name', 'value')");
  }
  EXPECT_FALSE(database->prepare("SELECT * FROM fact").step());
}

TEST_F(DatabaseTest, AnErrorNamesTheFileAndSqlitesWords) {
  const auto database = Database::open(path());
  try {
    database->execute("INSERT INTO nowhere VALUES (1)");
    FAIL() << "no error";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::unexpected);
    EXPECT_THAT(failure.what(), HasSubstr(path().string()));
    EXPECT_THAT(failure.what(), HasSubstr("no such table: nowhere"));
  }
}

TEST_F(DatabaseTest, ABrokenConstraintThrowsAndTheStatementCanBeUsedAgain) {
  const auto database = Database::open(path());
  Statement insert = database->prepare("INSERT INTO fact VALUES (?, ?)");
  insert.bind(1, "name").bind(2, "").run();
  try {
    insert.run();
    FAIL() << "no error";
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("UNIQUE constraint failed"));
  }
  insert.bind(1, "other").run();
  Statement select = database->prepare("SELECT value FROM fact WHERE name = 'name'");
  ASSERT_TRUE(select.step());
  EXPECT_FALSE(select.is_null(0)) << "an empty text is not NULL";
}

}  // namespace
}  // namespace dsz
