#pragma once

#include "temporary_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace dsz::test {

/// Looks into a copy of a state.db: looking into itself would repair it.
class StateCopy {
 public:
  explicit StateCopy(const std::filesystem::path& folder);

  /// "ok", or what SQLite complains of.
  [[nodiscard]] std::string integrity() const;
  /// The first value of the first row. Fails the test, and is -1, when there is none.
  [[nodiscard]] std::int64_t number(const std::string& sql) const;

 private:
  [[nodiscard]] std::string ask(const std::string& sql) const;

  TemporaryFolder copy_;
};

}  // namespace dsz::test
