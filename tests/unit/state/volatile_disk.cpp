#include "volatile_disk.hpp"

#include <set>

namespace dsz::test {

void VolatileDisk::cut_at(long change) {
  changes_ = 0;
  cut_at_ = change;
}

void VolatileDisk::restore_power(const std::function<bool()>& survives) {
  Names known = names_;
  known.insert(names_on_disk_.begin(), names_on_disk_.end());
  for (const auto& [name, file] : known) {
    const bool changed =
        names_.contains(name) != names_on_disk_.contains(name) || names_.at(name) != names_on_disk_.at(name);
    if (!changed || !survives()) continue;
    if (names_.contains(name)) {
      names_on_disk_[name] = names_.at(name);
    } else {
      names_on_disk_.erase(name);
    }
  }
  names_ = names_on_disk_;
  std::set<VolatileFile*> files;
  for (const auto& [name, file] : names_) files.insert(file.get());
  for (VolatileFile* file : files) file->lose_power(survives);
  cut_at(0);
  powered_ = true;
}

std::shared_ptr<VolatileFile> VolatileDisk::open(const std::string& name, bool make) {
  const auto found = names_.find(name);
  if (found != names_.end()) return found->second;
  if (!make || !powered_) return nullptr;
  auto file = std::make_shared<VolatileFile>();
  names_[name] = file;
  return outlived_by_power() ? file : nullptr;
}

bool VolatileDisk::write(VolatileFile& file, std::size_t at, std::string_view bytes) {
  if (!powered_) return false;
  file.write(at, bytes);
  return outlived_by_power();
}

bool VolatileDisk::truncate(VolatileFile& file, std::size_t size) {
  if (!powered_) return false;
  file.truncate(size);
  return outlived_by_power();
}

bool VolatileDisk::sync(VolatileFile& file) {
  if (!powered_ || !outlived_by_power()) return false;
  file.sync();
  return true;
}

bool VolatileDisk::remove(const std::string& name) {
  if (!powered_) return false;
  names_.erase(name);
  return outlived_by_power();
}

bool VolatileDisk::sync_folder() {
  if (!powered_ || !outlived_by_power()) return false;
  names_on_disk_ = names_;
  return true;
}

bool VolatileDisk::outlived_by_power() {
  powered_ = ++changes_ != cut_at_;
  return powered_;
}

}  // namespace dsz::test
