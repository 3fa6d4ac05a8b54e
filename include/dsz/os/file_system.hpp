#pragma once

#include "dsz/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dsz {

/// A file being written. Errors are Failure(unexpected) with the path and the system's words ("No space left on
/// device").
class WritableFile {
 public:
  virtual ~WritableFile() = default;  ///< closes, without an error
  virtual void write(std::string_view bytes) = 0;
  virtual void sync() = 0;  ///< fsync
  virtual void close() = 0;
};

class ReadableFile {
 public:
  virtual ~ReadableFile() = default;
  /// The next bytes, at most `size`; 0 at the end.
  virtual std::size_t read(char* into, std::size_t size) = 0;
};

struct FileInfo {
  std::uint64_t size = 0;
  unsigned mode = 0;   ///< permission bits
  unsigned owner = 0;  ///< user id
  bool is_directory = false;
  bool is_file = true;  ///< a plain one; false for a device or a pipe
  WallTime modified{};
};

/// Every file that is not SQLite's or spdlog's goes through here, so that tests can fail each step or forget unsynced
/// data.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// Makes the file, or empties it, with exactly `mode` from its first moment; a symbolic link in its place is refused.
  virtual std::unique_ptr<WritableFile> create(const std::filesystem::path& path, unsigned mode) = 0;
  /// nullptr when there is no such file.
  virtual std::unique_ptr<ReadableFile> open(const std::filesystem::path& path) = 0;
  virtual void rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  /// The same, but replaces nothing: false, and nothing is changed, when something has the new name.
  virtual bool rename_new(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual void sync_folder(const std::filesystem::path& folder) = 0;
  /// No error when it is not there.
  virtual void remove(const std::filesystem::path& path) = 0;
  virtual std::optional<FileInfo> info(const std::filesystem::path& path) = 0;
  /// Makes the folder (and those above) with `mode` when it is not there.
  virtual void make_folder(const std::filesystem::path& path, unsigned mode) = 0;
  /// Bytes that this user may still write on the disk of `folder`, which is there.
  virtual std::uint64_t free_space(const std::filesystem::path& folder) = 0;

  /// The whole file; nullopt when there is none; Failure(usage) when larger than `limit`.
  std::optional<std::string> read_all(const std::filesystem::path& path, std::uint64_t limit);
};

std::unique_ptr<FileSystem> posix_file_system();
/// The user in whose name this program works, as in FileInfo::owner.
unsigned effective_user();

}  // namespace dsz
