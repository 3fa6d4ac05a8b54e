#include "check_files.hpp"

#include "dsz/base/text.hpp"

#include "config_secrets.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;
/// A full catalogue (165,000 products) is staged in state.db, then written as a second inventory beside the first.
constexpr std::uint64_t kTooLittle = 200 * kMegabyte;
constexpr std::uint64_t kLittle = 1'000 * kMegabyte;
constexpr unsigned kOthers = 0077;

void write_and_remove(FileSystem& files, const std::filesystem::path& path) {
  const auto file = files.create(path, 0600);
  file->write("written by dsz-sync check\n");
  file->sync();
  file->close();
  files.remove(path);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 10'000 * kMegabyte) return fmt::format("{} MB", bytes / kMegabyte);
  return fmt::format("{} GB", bytes / (1'000 * kMegabyte));
}

}  // namespace

Finding check_permissions(FileSystem& files, const Config& config) {
  const std::filesystem::path& folder = config.state_dir;
  const std::string shown = visible(folder.string());
  try {
    files.make_folder(folder, 0700);
    write_and_remove(files, folder / ".dsz-sync-check");
    files.make_folder(config.log.path.parent_path(), 0700);
    write_and_remove(files, config.log.path.parent_path() / ".dsz-sync-check");
  } catch (const Failure& failure) {
    return trouble(kPermissions, FailureKind::usage, failure.what(),
                   "run dsz-sync as the user to whom the folder belongs, or set paths.state_dir to a folder where it "
                   "may write");
  }
  if ((files.info(folder)->mode & kOthers) != 0) {
    return warning(kPermissions, fmt::format("other users of this machine can look into {}", shown),
                   "run " + shell_command("chmod 700", folder));
  }
  return fine(kPermissions, fmt::format("the configuration is yours alone, and {} can be written", shown));
}

Finding check_disk_space(std::uint64_t free, const std::filesystem::path& folder) {
  const std::string sentence = fmt::format("{} free for {}", size_text(free), visible(folder.string()));
  const char* const what = "make room there, or set paths.state_dir to a folder on another disk";
  if (free < kTooLittle)
    return trouble(kDiskSpace, FailureKind::usage, sentence + ", which a full fetch may fill", what);
  if (free < kLittle) return warning(kDiskSpace, sentence, what);
  return fine(kDiskSpace, sentence);
}

std::vector<Finding> check_files(FileSystem& files, const Config& config) {
  std::vector<Finding> findings{check_permissions(files, config)};
  try {
    const bool there = files.info(config.state_dir).has_value();
    findings.push_back(there ? check_disk_space(files.free_space(config.state_dir), config.state_dir)
                             : skipped(kDiskSpace, "there is no state folder yet"));
  } catch (const Failure& failure) {
    findings.push_back(skipped(kDiskSpace, failure.what()));
  }
  return findings;
}

}  // namespace dsz
