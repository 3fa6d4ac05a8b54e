#include "dsz/state/database.hpp"

#include "dsz/base/failure.hpp"

#include "schema.hpp"
#include "sqlite_error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace dsz {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyTimeoutMs = 10'000;
constexpr auto kOwnerOnly = fs::perms::owner_read | fs::perms::owner_write;

[[noreturn]] void fail(const fs::path& path, const std::error_code& error) {
  throw Failure(FailureKind::unexpected, fmt::format("cannot use {}: {}", path.string(), error.message()));
}

/// A file that is there must be a plain one and ours alone; true when it is there.
bool secure_existing(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (status.type() == fs::file_type::not_found) return false;
  if (error) fail(path, error);
  if (status.type() != fs::file_type::regular) {
    throw Failure(FailureKind::usage,
                  fmt::format("{} is not a plain file (a symbolic link is not followed): move it away", path.string()));
  }
  if (status.permissions() == kOwnerOnly) return true;
  fs::permissions(path, kOwnerOnly, error);
  if (error) fail(path, error);
  return true;
}

/// Makes the file before SQLite would, which gives it the mode of the process; its -wal and -shm take the mode from it.
/// A file that is there is never opened here: closing it would drop the locks of another connection of this process.
void secure(const fs::path& path) {
  for (const char* suffix : {"-wal", "-shm"}) secure_existing(path.string() + suffix);
  if (secure_existing(path)) return;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
  } else if (errno != EEXIST) {  // another process may have made it just now
    fail(path, {errno, std::generic_category()});
  }
  secure_existing(path);
}

}  // namespace

Database::Database(sqlite3* database) : database_(database) {}

Database::~Database() { sqlite3_close_v2(database_); }

std::unique_ptr<Database> Database::open(const fs::path& path) {
  secure(path);
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  std::unique_ptr<Database> database(new Database(raw));
  if (result != SQLITE_OK) throw sqlite_failure(raw, path.string());
  sqlite3_busy_timeout(raw, kBusyTimeoutMs);
  database->execute(
      "PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = FULL;"
      "PRAGMA cache_size = -64;");  // KiB: a fetch of any size leaves memory flat
  migrate(*database, path);
  return database;
}

void Database::execute(std::string_view sql) {
  if (sqlite3_exec(database_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw sqlite_failure(database_);
  }
}

Statement Database::prepare(std::string_view sql) { return {database_, sql}; }

std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(database_); }

std::int64_t Database::changes() const { return sqlite3_changes64(database_); }

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const Failure&) {  // SQLite has rolled back by itself after a grave error; that one is already on its way
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace dsz
