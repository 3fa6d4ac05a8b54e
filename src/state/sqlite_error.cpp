#include "sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace dsz {

Failure sqlite_failure(sqlite3* database, const std::string& path) {
  const int code = sqlite3_errcode(database) & 0xff;
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
    return {FailureKind::usage,
            fmt::format("{} is not a usable database ({}): move it away, and the next run makes a new one", path,
                        sqlite3_errmsg(database))};
  }
  return {FailureKind::unexpected, fmt::format("cannot use {}: {}", path, sqlite3_errmsg(database))};
}

Failure sqlite_failure(sqlite3* database) {
  const char* path = sqlite3_db_filename(database, "main");
  return sqlite_failure(database, path == nullptr ? "the database" : path);
}

}  // namespace dsz
