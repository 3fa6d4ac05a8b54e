#include "dsz/base/failure.hpp"
#include "dsz/os/file_system.hpp"

#include "file_descriptor.hpp"
#include "posix_error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace dsz {
namespace {

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& path, int error) {
  throw Failure(FailureKind::unexpected, posix_error(what, path, error));
}

int sync_to_disk(int fd) {
#ifdef F_FULLFSYNC
  // On macOS fsync() stops at the drive's cache.
  if (::fcntl(fd, F_FULLFSYNC) == 0) return 0;
#endif
  return ::fsync(fd);
}

class PosixWritableFile : public WritableFile {
 public:
  PosixWritableFile(FileDescriptor fd, std::filesystem::path path) : fd_(std::move(fd)), path_(std::move(path)) {}

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::write(fd_.get(), bytes.data(), bytes.size());
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EINTR) {
        fail("write", path_, errno);
      }
    }
  }

  void sync() override {
    if (sync_to_disk(fd_.get()) != 0) fail("write", path_, errno);
  }

  void close() override {
    // After EINTR the descriptor is gone; closing again could close another's.
    if (::close(fd_.release()) != 0 && errno != EINTR) fail("write", path_, errno);
  }

 private:
  FileDescriptor fd_;
  std::filesystem::path path_;
};

class PosixReadableFile : public ReadableFile {
 public:
  PosixReadableFile(FileDescriptor fd, std::filesystem::path path) : fd_(std::move(fd)), path_(std::move(path)) {}

  std::size_t read(char* into, std::size_t size) override {
    while (true) {
      const ssize_t count = ::read(fd_.get(), into, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) fail("read", path_, errno);
    }
  }

 private:
  FileDescriptor fd_;
  std::filesystem::path path_;
};

WallTime modified_at(const struct stat& status) {
#ifdef __APPLE__
  const timespec& time = status.st_mtimespec;
#else
  const timespec& time = status.st_mtim;
#endif
  return WallTime{std::chrono::seconds{time.tv_sec}} +
         std::chrono::duration_cast<Millis>(std::chrono::nanoseconds{time.tv_nsec});
}

class PosixFileSystem : public FileSystem {
 public:
  std::unique_ptr<WritableFile> create(const std::filesystem::path& path, unsigned mode) override {
    // Emptied only after the mode is right. O_NONBLOCK: a pipe in the file's place must not hang the run.
    FileDescriptor fd(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, static_cast<mode_t>(mode)));
    if (fd.get() < 0 && errno == ELOOP) refuse(path, "it is a symbolic link");
    if (fd.get() < 0) fail("create", path, errno);
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) fail("create", path, errno);
    if (!S_ISREG(status.st_mode)) refuse(path, "something that is not a file has that name");
    if (::fchmod(fd.get(), static_cast<mode_t>(mode)) != 0) fail("set the permissions of", path, errno);
    if (::ftruncate(fd.get(), 0) != 0) fail("create", path, errno);
    return std::make_unique<PosixWritableFile>(std::move(fd), path);
  }

  std::unique_ptr<ReadableFile> open(const std::filesystem::path& path) override {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0 && errno == ENOENT) return nullptr;
    if (fd.get() < 0) fail("open", path, errno);
    return std::make_unique<PosixReadableFile>(std::move(fd), path);
  }

  void rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    if (::rename(from.c_str(), to.c_str()) == 0) return;
    const int error = errno;
    fail("rename", from.string() + " to " + to.string(), error);
  }

  bool rename_new(const std::filesystem::path& from, const std::filesystem::path& to) override {
    // A second name, unlike rename(), is never given over a file that is there.
    if (::link(from.c_str(), to.c_str()) != 0) {
      const int error = errno;
      if (error == EEXIST) return false;
      fail("rename", from.string() + " to " + to.string(), error);
    }
    ::unlink(from.c_str());  // when that fails the file has both names, and is whole by either
    return true;
  }

  void sync_folder(const std::filesystem::path& folder) override {
    const std::filesystem::path path = folder.empty() ? "." : folder;
    const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // EINVAL: a file system that does not sync folders, and need not.
    if (fd.get() < 0 || (sync_to_disk(fd.get()) != 0 && errno != EINVAL)) fail("write the folder", path, errno);
  }

  void remove(const std::filesystem::path& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail("remove", path, errno);
  }

  std::optional<FileInfo> info(const std::filesystem::path& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
      fail("look at", path, errno);
    }
    FileInfo info;
    info.size = static_cast<std::uint64_t>(status.st_size);
    info.mode = status.st_mode & 07777U;
    info.owner = status.st_uid;
    info.is_directory = S_ISDIR(status.st_mode);
    info.is_file = S_ISREG(status.st_mode);
    info.modified = modified_at(status);
    return info;
  }

  void make_folder(const std::filesystem::path& path, unsigned mode) override {
    std::filesystem::path folder;
    for (const std::filesystem::path& part : path) {
      folder /= part;
      if (::mkdir(folder.c_str(), static_cast<mode_t>(mode)) == 0) {
        if (::chmod(folder.c_str(), static_cast<mode_t>(mode)) != 0) fail("set the permissions of", folder, errno);
        continue;
      }
      const int error = errno;
      const auto there = info(folder);  // mkdir's own errno differs when it may not write above
      if (!there || !there->is_directory) fail("make the folder", folder, error);
    }
  }

  std::uint64_t free_space(const std::filesystem::path& folder) override {
    struct statvfs disk {};
    const std::filesystem::path path = folder.empty() ? "." : folder;
    if (::statvfs(path.c_str(), &disk) != 0) fail("look at the disk of", path, errno);
    return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  }

 private:
  [[noreturn]] static void refuse(const std::filesystem::path& path, const char* why) {
    throw Failure(FailureKind::unexpected, "cannot create " + path.string() + ": " + why);
  }
};

}  // namespace

std::unique_ptr<FileSystem> posix_file_system() { return std::make_unique<PosixFileSystem>(); }

unsigned effective_user() { return ::geteuid(); }

}  // namespace dsz
