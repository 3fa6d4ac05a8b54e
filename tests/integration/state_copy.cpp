#include "state_copy.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <stdexcept>

namespace dsz::test {

namespace fs = std::filesystem;

StateCopy::StateCopy(const fs::path& folder) {
  for (const char* part : {"state.db", "state.db-wal", "state.db-journal"}) {
    if (fs::exists(folder / part)) fs::copy_file(folder / part, copy_.path() / part);
  }
}

std::string StateCopy::integrity() const { return ask("PRAGMA integrity_check"); }

std::int64_t StateCopy::number(const std::string& sql) const {
  const std::string value = ask(sql);
  try {
    return std::stoll(value);
  } catch (const std::logic_error&) {
    ADD_FAILURE() << "state.db: " << value;
    return -1;
  }
}

std::string StateCopy::ask(const std::string& sql) const {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2((copy_.path() / "state.db").c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, sqlite3_close);
  if (opened != SQLITE_OK) return std::string("cannot be opened: ") + sqlite3_errmsg(raw);
  std::string value;
  char* error = nullptr;
  const auto keep = [](void* into, int, char** columns, char**) {
    *static_cast<std::string*>(into) = columns[0] != nullptr ? columns[0] : "";
    return 1;
  };
  const int result = sqlite3_exec(raw, sql.c_str(), keep, &value, &error);
  const std::string words = error != nullptr ? error : "";
  sqlite3_free(error);
  return result == SQLITE_OK || result == SQLITE_ABORT ? value : words;
}

}  // namespace dsz::test
