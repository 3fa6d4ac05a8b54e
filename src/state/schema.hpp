#pragma once

#include <filesystem>

namespace dsz {

class Database;

/// Brings the tables up to date, in one transaction. PRAGMA user_version counts the steps that were taken; a file with
/// more steps than this program knows is Failure(usage).
void migrate(Database& database, const std::filesystem::path& path);

}  // namespace dsz
