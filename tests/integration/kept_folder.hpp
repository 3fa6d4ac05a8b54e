#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dsz::test {

/// Of the files below a folder, by path below it.
std::map<std::string, std::filesystem::perms> modes_below(const std::filesystem::path& folder);

/// What the files below a folder hold, and their modes, so that they can be put back.
class KeptFolder {
 public:
  explicit KeptFolder(std::filesystem::path folder);

  /// As they were: what came since is removed. The folder itself stays.
  void put_back() const;

 private:
  struct File {
    std::string content;
    std::filesystem::perms mode{};
  };

  std::filesystem::path folder_;
  std::map<std::string, File> files_;
};

}  // namespace dsz::test
