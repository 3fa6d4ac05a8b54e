#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

/// A file in memory whose changes are on its disk once it is synced.
class VolatileFile {
 public:
  [[nodiscard]] const std::string& content() const { return content_; }
  void write(std::size_t at, std::string_view bytes);
  void truncate(std::size_t size);
  void sync();
  /// The power goes. Of what was not synced each sector of each write, and each change of size, is there only when
  /// `survives()`, whatever became of those before it.
  void lose_power(const std::function<bool()>& survives);

 private:
  struct Change {
    std::size_t at;     ///< or the new size
    std::string bytes;  ///< none: only the size changes
  };
  static void apply(std::string& content, std::size_t at, std::string_view bytes);

  std::string content_;
  std::string on_disk_;
  std::vector<Change> unsynced_;
};

}  // namespace dsz::test
