#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace dsz {

/// One prepared statement. Indexes of bind count from 1, of columns from 0, as in SQLite.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view value);
  Statement& bind_null(int index);
  /// True while there is a row. After false the statement is reset and can be bound and run again.
  bool step();
  /// For statements without rows: step to the end.
  void run();
  /// Leaves the remaining rows unread.
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::string_view text_view(int column) const;  ///< valid until the next step
  [[nodiscard]] bool is_null(int column) const;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// `state.db`: what must survive and stay consistent. File mode 600; WAL, synchronous FULL: what is committed survives
/// a power cut. Errors are Failure(unexpected) with the path and SQLite's words; a file that is not a database, or of a
/// newer version of this program, is Failure(usage) with what to do.
class Database {
 public:
  /// Opens or makes it, and brings its schema up to date (schema.hpp).
  static std::unique_ptr<Database> open(const std::filesystem::path& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(std::string_view sql);
  Statement prepare(std::string_view sql);
  [[nodiscard]] std::int64_t last_insert_id() const;
  [[nodiscard]] std::int64_t changes() const;

 private:
  explicit Database(sqlite3* database);
  sqlite3* database_;
};

/// BEGIN IMMEDIATE … COMMIT; rolled back when destroyed without commit().
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace dsz
