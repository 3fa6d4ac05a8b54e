#pragma once

#include "volatile_file.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace dsz::test {

/// One folder of files in memory. When its power is cut it forgets what was not synced: bytes since their file was,
/// names since the folder was.
class VolatileDisk {
 public:
  /// The power goes in the middle of the nth change from now on (1: the next): what it changed is not synced yet, and a
  /// sync has not begun. 0: it stays.
  void cut_at(long change);
  [[nodiscard]] long changes() const { return changes_; }
  [[nodiscard]] bool powered() const { return powered_; }
  /// It comes back: what was not synced is there where `survives()`.
  void restore_power(const std::function<bool()>& survives);

  /// nullptr when there is none and it is not to be made.
  std::shared_ptr<VolatileFile> open(const std::string& name, bool make);
  [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }

  // Changes: false without power.
  bool write(VolatileFile& file, std::size_t at, std::string_view bytes);
  bool truncate(VolatileFile& file, std::size_t size);
  bool sync(VolatileFile& file);
  bool remove(const std::string& name);
  bool sync_folder();

 private:
  using Names = std::map<std::string, std::shared_ptr<VolatileFile>>;

  /// Counts a change; false when the power has gone by then.
  bool outlived_by_power();

  Names names_;
  Names names_on_disk_;
  long changes_ = 0;
  long cut_at_ = 0;
  bool powered_ = true;
};

}  // namespace dsz::test
