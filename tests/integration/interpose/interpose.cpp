// Preloaded into the program under test: counts its calls that change files or send to the network, and ends the
// process, or fails the call, at the n-th. README.md beside this file says how it is told.
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

const char* setting(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

/// Read once, when the first call comes.
struct Orders {
  const char* folder = setting("DSZ_STAGE_FOLDER");
  const char* trace = setting("DSZ_STAGE_TRACE");
  const char* what = setting("DSZ_STAGE_WHAT");
  const char* kinds = setting("DSZ_STAGE_KINDS");
  long at = std::atol(setting("DSZ_STAGE_AT"));
  long clock = std::atol(setting("DSZ_STAGE_CLOCK"));
  bool haste = *setting("DSZ_STAGE_HASTE") != '\0';

  [[nodiscard]] bool meant(const char* kind) const {
    if (*kinds == '\0') return true;
    const char* const found = std::strstr(kinds, kind);
    if (found == nullptr) return false;
    const char end = found[std::strlen(kind)];
    return (found == kinds || found[-1] == ',') && (end == ',' || end == '\0');
  }
};

const Orders& orders() {
  static const Orders read;
  return read;
}

std::atomic<long> calls{0};
std::atomic<long> slept_in_haste{0};  // milliseconds

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool in_folder(const char* path) {
  const std::size_t length = std::strlen(orders().folder);
  return length > 0 && std::strncmp(path, orders().folder, length) == 0;
}

/// What the descriptor leads to: false when its calls do not count.
bool counts(int fd, char (&path)[PATH_MAX]) {
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = ::readlink(link, path, sizeof path - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  return in_folder(path);
}

bool is_network(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  return ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0 && address.ss_family == AF_INET;
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

void note(const char* kind, const char* path) {
  if (*orders().trace == '\0') return;
  char line[PATH_MAX + 32];
  const int length = std::snprintf(line, sizeof line, "%s %s\n", kind, path);
  const long fd = ::syscall(SYS_openat, AT_FDCWD, orders().trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return;
  ::syscall(SYS_write, fd, line, static_cast<std::size_t>(length));
  ::syscall(SYS_close, fd);
}

enum class Act { pass, kill_after, tear, shorten, fail };

bool starts_with(const char* text, const char* prefix) { return std::strncmp(text, prefix, std::strlen(prefix)) == 0; }

/// Counts the call. With `fail` errno is set.
Act decide(const char* kind, const char* path) {
  if (!orders().meant(kind)) return Act::pass;
  const long number = ++calls;
  note(kind, path);
  const char* const what = orders().what;
  if (orders().at == 0) return Act::pass;
  if (starts_with(what, "errno-from:") && number >= orders().at) {
    errno = std::atoi(what + std::strlen("errno-from:"));
    return Act::fail;
  }
  if (number != orders().at) return Act::pass;
  if (std::strcmp(what, "kill-before") == 0) die();
  if (std::strcmp(what, "kill-after") == 0) return Act::kill_after;
  if (std::strcmp(what, "tear") == 0) return Act::tear;
  if (std::strcmp(what, "short") == 0) return Act::shorten;
  if (!starts_with(what, "errno:")) return Act::pass;
  errno = std::atoi(what + std::strlen("errno:"));
  return Act::fail;
}

/// For calls that are done as a whole or not at all.
template <class Result, class Call>
Result staged(const char* kind, const char* path, Result failed, Call call) {
  const Act act = decide(kind, path);
  if (act == Act::fail) return failed;
  if (act == Act::tear) die();
  const Result result = call();
  if (act == Act::kill_after) die();
  return result;
}

/// For writes: `call(size)` writes so many bytes.
template <class Call>
ssize_t staged_write(const char* kind, const char* path, std::size_t size, Call call) {
  const Act act = decide(kind, path);
  if (act == Act::fail) return -1;
  const bool half = act == Act::tear || act == Act::shorten;
  const ssize_t result = call(half && size > 1 ? size / 2 : size);
  if (act == Act::kill_after || act == Act::tear) die();
  return result;
}

template <class Call>
ssize_t write_to(int fd, std::size_t size, Call call) {
  char path[PATH_MAX];
  if (counts(fd, path)) return staged_write("write", path, size, call);
  if (is_network(fd)) return staged_write("send", "network", size, call);
  return call(size);
}

template <class Call>
int on_file(const char* kind, int fd, Call call) {
  char path[PATH_MAX];
  return counts(fd, path) ? staged(kind, path, -1, call) : call();
}

template <class Call>
int on_path(const char* kind, const char* path, Call call) {
  return in_folder(path) ? staged(kind, path, -1, call) : call();
}

using Open = int (*)(const char*, int, ...);

int open_as(const char* name, const char* path, int flags, mode_t mode) {
  const auto call = [=] { return next<Open>(name)(path, flags, mode); };
  const bool writes = (flags & O_ACCMODE) != O_RDONLY;
  return writes && in_folder(path) ? staged("open", path, -1, call) : call();
}

std::FILE* fopen_as(const char* name, const char* path, const char* mode) {
  const auto call = [=] { return next<std::FILE* (*)(const char*, const char*)>(name)(path, mode); };
  const bool writes = std::strpbrk(mode, "wa+") != nullptr;
  return writes && in_folder(path) ? staged("open", path, static_cast<std::FILE*>(nullptr), call) : call();
}

/// Says that the library is in force.
[[maybe_unused]] const bool loaded = (note("loaded", "."), true);

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, std::size_t size) {
  return write_to(fd, size, [=](std::size_t part) {
    return next<ssize_t (*)(int, const void*, std::size_t)>("write")(fd, bytes, part);
  });
}

ssize_t pwrite(int fd, const void* bytes, std::size_t size, off_t at) {
  return write_to(fd, size, [=](std::size_t part) {
    return next<ssize_t (*)(int, const void*, std::size_t, off_t)>("pwrite")(fd, bytes, part, at);
  });
}

ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t at) {
  return write_to(fd, size, [=](std::size_t part) {
    return next<ssize_t (*)(int, const void*, std::size_t, off64_t)>("pwrite64")(fd, bytes, part, at);
  });
}

ssize_t send(int fd, const void* bytes, std::size_t size, int flags) {
  return write_to(fd, size, [=](std::size_t part) {
    return next<ssize_t (*)(int, const void*, std::size_t, int)>("send")(fd, bytes, part, flags);
  });
}

/// The log's own buffer reaches its file here.
int fflush(std::FILE* stream) {
  const auto call = [=] { return next<int (*)(std::FILE*)>("fflush")(stream); };
  return stream == nullptr ? call() : on_file("write", ::fileno(stream), call);
}

int fsync(int fd) {
  return on_file("sync", fd, [=] { return next<int (*)(int)>("fsync")(fd); });
}

int fdatasync(int fd) {
  return on_file("sync", fd, [=] { return next<int (*)(int)>("fdatasync")(fd); });
}

int ftruncate(int fd, off_t size) __THROW {
  return on_file("truncate", fd, [=] { return next<int (*)(int, off_t)>("ftruncate")(fd, size); });
}

int ftruncate64(int fd, off64_t size) __THROW {
  return on_file("truncate", fd, [=] { return next<int (*)(int, off64_t)>("ftruncate64")(fd, size); });
}

int rename(const char* from, const char* to) __THROW {
  return on_path("rename", to, [=] { return next<int (*)(const char*, const char*)>("rename")(from, to); });
}

int link(const char* from, const char* to) __THROW {
  return on_path("link", to, [=] { return next<int (*)(const char*, const char*)>("link")(from, to); });
}

int unlink(const char* path) __THROW {
  return on_path("unlink", path, [=] { return next<int (*)(const char*)>("unlink")(path); });
}

int remove(const char* path) __THROW {
  return on_path("unlink", path, [=] { return next<int (*)(const char*)>("remove")(path); });
}

int mkdir(const char* path, mode_t mode) __THROW {
  return on_path("mkdir", path, [=] { return next<int (*)(const char*, mode_t)>("mkdir")(path, mode); });
}

int fchmod(int fd, mode_t mode) __THROW {
  return on_file("chmod", fd, [=] { return next<int (*)(int, mode_t)>("fchmod")(fd, mode); });
}

int fchmodat(int folder, const char* path, mode_t mode, int flags) __THROW {
  return on_path("chmod", path,
                 [=] { return next<int (*)(int, const char*, mode_t, int)>("fchmodat")(folder, path, mode, flags); });
}

int flock(int fd, int operation) __THROW {
  return on_file("lock", fd, [=] { return next<int (*)(int, int)>("flock")(fd, operation); });
}

int open(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = va_arg(arguments, mode_t);
  va_end(arguments);
  return open_as("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = va_arg(arguments, mode_t);
  va_end(arguments);
  return open_as("open64", path, flags, mode);
}

std::FILE* fopen(const char* path, const char* mode) { return fopen_as("fopen", path, mode); }

std::FILE* fopen64(const char* path, const char* mode) { return fopen_as("fopen64", path, mode); }

int clock_gettime(clockid_t id, timespec* now) __THROW {
  const int result = next<int (*)(clockid_t, timespec*)>("clock_gettime")(id, now);
  if (result == 0 && id == CLOCK_REALTIME) now->tv_sec += orders().clock;
  if (result == 0 && id == CLOCK_BOOTTIME) {
    const long nanoseconds = now->tv_nsec + slept_in_haste % 1000 * 1'000'000;
    now->tv_sec += slept_in_haste / 1000 + nanoseconds / 1'000'000'000;
    now->tv_nsec = nanoseconds % 1'000'000'000;
  }
  return result;
}

int poll(pollfd* watched, nfds_t count, int timeout) {
  // Nothing but signals, or these and libcurl's own pipe: no answer is waited for, only time.
  const bool pause = orders().haste && count <= 2 && timeout >= 20;
  const int result = next<int (*)(pollfd*, nfds_t, int)>("poll")(watched, count, pause ? 0 : timeout);
  if (pause && result == 0) slept_in_haste += timeout;
  return result;
}

}  // extern "C"
