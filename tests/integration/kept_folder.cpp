#include "kept_folder.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace dsz::test {

namespace fs = std::filesystem;

std::map<std::string, fs::perms> modes_below(const fs::path& folder) {
  std::map<std::string, fs::perms> modes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) modes[entry.path().lexically_relative(folder).string()] = entry.status().permissions();
  }
  return modes;
}

KeptFolder::KeptFolder(fs::path folder) : folder_(std::move(folder)) {
  for (const auto& [name, mode] : modes_below(folder_)) {
    std::ostringstream content;
    content << std::ifstream(folder_ / name, std::ios::binary).rdbuf();
    files_[name] = {content.str(), mode};
  }
}

void KeptFolder::put_back() const {
  for (const auto& entry : fs::directory_iterator(folder_)) fs::remove_all(entry.path());
  for (const auto& [name, file] : files_) {
    const fs::path path = folder_ / name;
    if (name.find('/') != std::string::npos) {
      fs::create_directories(path.parent_path());
      fs::permissions(path.parent_path(), fs::perms::owner_all);
    }
    std::ofstream(path, std::ios::binary) << file.content;
    fs::permissions(path, file.mode);
  }
}

}  // namespace dsz::test
