#include "dsz/os/atomic_file.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kBufferSize = 64U << 10U;

std::filesystem::path temporary_of(std::filesystem::path target) {
  target += ".tmp";
  return target;
}

bool begins_with(FileSystem& files, const std::filesystem::path& path, std::string_view begin) {
  const std::unique_ptr<ReadableFile> file = files.open(path);
  std::string found(begin.size(), '\0');
  found.resize(file ? file->read(found.data(), found.size()) : 0);
  return found == begin;
}

}  // namespace

AtomicFile::AtomicFile(FileSystem& files, std::filesystem::path target, std::filesystem::path temporary, unsigned mode)
    : files_(files),
      target_(std::move(target)),
      temporary_(std::move(temporary)),
      file_(files.create(temporary_, mode)) {
  buffer_.reserve(kBufferSize);
}

AtomicFile::~AtomicFile() {
  if (file_) discard();
}

void AtomicFile::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferSize) flush();
  if (bytes.size() < kBufferSize) {
    buffer_ += bytes;
  } else {
    write_through(bytes);
  }
}

void AtomicFile::commit() {
  put_in_place([this] {
    files_.rename(temporary_, target_);
    return true;
  });
}

bool AtomicFile::commit_new() {
  return put_in_place([this] { return files_.rename_new(temporary_, target_); });
}

bool AtomicFile::put_in_place(const std::function<bool()>& rename) {
  flush();
  bool in_place = false;
  try {
    file_->sync();
    file_->close();
    in_place = rename();
  } catch (...) {
    discard();
    throw;
  }
  if (!in_place) {
    discard();
    return false;
  }
  file_.reset();
  // From here on the new file stands; when this fails it may only not outlive a power cut.
  files_.sync_folder(target_.parent_path());
  return true;
}

void AtomicFile::flush() {
  write_through(buffer_);
  buffer_.clear();
}

void AtomicFile::write_through(std::string_view bytes) {
  if (!file_)
    throw Failure(FailureKind::unexpected, "cannot write " + temporary_.string() + ": it was given up before");
  if (bytes.empty()) return;
  try {
    file_->write(bytes);
  } catch (...) {
    discard();
    throw;
  }
}

void AtomicFile::discard() noexcept {
  file_.reset();
  try {
    files_.remove(temporary_);
  } catch (...) {
    // The error that led here says more; the next run overwrites the temporary file.
  }
}

void replace_file(FileSystem& files, const std::filesystem::path& target, std::string_view content, unsigned mode) {
  AtomicFile file(files, target, temporary_of(target), mode);
  file.write(content);
  file.commit();
}

void replace_own_file(FileSystem& files, const std::filesystem::path& target, std::string_view begin,
                      std::string_view content, unsigned mode) {
  const std::optional<FileInfo> info = files.info(target);
  if (info && (!info->is_file || (info->size > 0 && !begins_with(files, target, begin)))) {
    throw Failure(FailureKind::usage, fmt::format("cannot write {}: something else has that name; choose another, or "
                                                  "move it away",
                                                  visible(target.string())));
  }
  replace_file(files, target, content, mode);
}

bool create_file(FileSystem& files, const std::filesystem::path& target, std::string_view content, unsigned mode) {
  AtomicFile file(files, target, temporary_of(target), mode);
  file.write(content);
  return file.commit_new();
}

}  // namespace dsz
