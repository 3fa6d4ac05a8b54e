#include "dsz/os/atomic_file.hpp"

#include "dsz/base/failure.hpp"

#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kBufferSize = 64U << 10U;

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
  flush();
  try {
    file_->sync();
    file_->close();
    files_.rename(temporary_, target_);
  } catch (...) {
    discard();
    throw;
  }
  file_.reset();
  // From here on the new file stands; when this fails it may only not outlive a power cut.
  files_.sync_folder(target_.parent_path());
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
  std::filesystem::path temporary = target;
  temporary += ".tmp";
  AtomicFile file(files, target, std::move(temporary), mode);
  file.write(content);
  file.commit();
}

}  // namespace dsz
