#pragma once

#include "dsz/os/file_system.hpp"

#include <functional>

namespace dsz {

/// Replaces or makes a file as a whole: written under a temporary name beside it, fsync, rename, fsync of the folder.
/// Without commit(), and after any error, the temporary file is removed and the old file stands as it was.
class AtomicFile {
 public:
  /// `temporary` is in the folder of `target`; both get `mode`.
  AtomicFile(FileSystem& files, std::filesystem::path target, std::filesystem::path temporary, unsigned mode);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Buffered: small pieces are gathered into larger writes.
  void write(std::string_view bytes);
  /// When only the last step fails, the fsync of the folder, the new file already stands.
  void commit();
  /// The same, but replaces nothing: false when something has the target's name; it stands as it was.
  bool commit_new();

 private:
  /// `rename` says whether the file has its name now.
  bool put_in_place(const std::function<bool()>& rename);
  void flush();
  void write_through(std::string_view bytes);
  void discard() noexcept;

  FileSystem& files_;
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::unique_ptr<WritableFile> file_;
  std::string buffer_;
};

/// For small files: temporary name is `target` + ".tmp".
void replace_file(FileSystem& files, const std::filesystem::path& target, std::string_view content, unsigned mode);
/// The same, but only over a file whose content begins in the same way, an empty one, or none: a path that was mistyped
/// must not cost what is there. Else Failure(usage). `content` begins with `begin`.
void replace_own_file(FileSystem& files, const std::filesystem::path& target, std::string_view begin,
                      std::string_view content, unsigned mode);
/// The same as replace_file(), but replaces nothing: false when something has that name.
bool create_file(FileSystem& files, const std::filesystem::path& target, std::string_view content, unsigned mode);

}  // namespace dsz
