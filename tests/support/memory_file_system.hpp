#pragma once

#include "dsz/os/clock.hpp"
#include "dsz/os/file_system.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

/// What a file system can be asked to do; `any` counts every kind.
enum class FileOperation {
  any,
  create,
  open,
  read,
  write,
  sync,
  close,
  rename,
  sync_folder,
  remove,
  info,
  make_folder
};

/// Files in memory: it fails a chosen operation, and it forgets on crash() what was not synced. Folders need not be
/// made before files are put into them.
class MemoryFileSystem : public FileSystem {
 public:
  /// Without a clock every file was changed at the epoch.
  explicit MemoryFileSystem(const Clock* clock = nullptr);
  ~MemoryFileSystem() override;

  std::unique_ptr<WritableFile> create(const std::filesystem::path& path, unsigned mode) override;
  std::unique_ptr<ReadableFile> open(const std::filesystem::path& path) override;
  void rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  bool rename_new(const std::filesystem::path& from, const std::filesystem::path& to) override;
  void sync_folder(const std::filesystem::path& folder) override;
  void remove(const std::filesystem::path& path) override;
  std::optional<FileInfo> info(const std::filesystem::path& path) override;
  void make_folder(const std::filesystem::path& path, unsigned mode) override;
  std::uint64_t free_space(const std::filesystem::path& folder) override;

  /// The `nth` operation of this kind from now on (1: the next) fails, once, as Failure(unexpected) in the words of the
  /// POSIX one: "cannot write PATH: `message`". It changes nothing. A second call replaces the first; `nth` 0 takes it
  /// back.
  void fail(FileOperation kind, int nth, std::string message = "No space left on device");
  /// The machine loses power: content that was not synced is as it was at its last sync, and names are as they were
  /// when their folder was last synced.
  void crash();
  /// Every operation so far, of every kind.
  [[nodiscard]] const std::vector<FileOperation>& operations() const;

  /// A file that is there, synced, before the test begins.
  void put(const std::filesystem::path& path, std::string_view content, unsigned mode = 0600);
  void set_free_space(std::uint64_t bytes) { free_space_ = bytes; }
  void set_owner(const std::filesystem::path& path, unsigned owner);
  /// nullopt when there is no such file. Not an operation.
  [[nodiscard]] std::optional<std::string> content(const std::filesystem::path& path) const;
  [[nodiscard]] std::set<std::filesystem::path> paths() const;

 private:
  struct Node;
  class Writer;
  class Reader;
  using Names = std::map<std::filesystem::path, std::shared_ptr<Node>>;

  void operate(FileOperation kind, std::string_view what, const std::filesystem::path& path);
  [[nodiscard]] WallTime now() const;

  const Clock* clock_;
  Names names_;
  Names synced_names_;
  std::map<std::filesystem::path, unsigned> folders_;
  std::map<std::filesystem::path, unsigned> folder_owners_;  ///< of those that are not ours
  std::vector<FileOperation> operations_;
  FileOperation fault_ = FileOperation::any;
  int until_fault_ = 0;
  std::uint64_t free_space_ = 100ULL << 30U;
  std::string fault_message_;
};

}  // namespace dsz::test
