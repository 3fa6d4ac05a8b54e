#pragma once

#include "dsz/base/failure.hpp"

#include <string>

struct sqlite3;

namespace dsz {

/// The last error of this connection as a Failure: usage when the file is not a database, else unexpected.
Failure sqlite_failure(sqlite3* database);
/// The same, for a connection that is only being opened.
Failure sqlite_failure(sqlite3* database, const std::string& path);

}  // namespace dsz
