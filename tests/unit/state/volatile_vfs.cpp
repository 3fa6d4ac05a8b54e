#include "volatile_vfs.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace dsz::test {
namespace {

constexpr int kShmRegion = 32'768;  // SQLite asks for no other size

/// What SQLite holds of an open file. It gives the memory, of szOsFile bytes.
struct Handle : sqlite3_file {
  VolatileDisk* disk = nullptr;
  std::shared_ptr<VolatileFile> file;
  bool new_name = false;  ///< of a journal or WAL: the folder is synced with it
  std::vector<std::unique_ptr<std::array<char, kShmRegion>>> shm;
};

Handle& of(sqlite3_file* file) { return *static_cast<Handle*>(file); }
VolatileDisk& of(sqlite3_vfs* vfs) { return *static_cast<VolatileDisk*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
  of(file).~Handle();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 from) {
  if (!of(file).disk->powered()) return SQLITE_IOERR_READ;
  const std::string& content = of(file).file->content();
  const auto at = std::min(static_cast<std::size_t>(from), content.size());
  const std::size_t there = content.copy(static_cast<char*>(into), static_cast<std::size_t>(size), at);
  if (there == static_cast<std::size_t>(size)) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, static_cast<std::size_t>(size) - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  const std::string_view text(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  return of(file).disk->write(*of(file).file, static_cast<std::size_t>(at), text) ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return of(file).disk->truncate(*of(file).file, static_cast<std::size_t>(size)) ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* file, int /*flags*/) {
  Handle& handle = of(file);
  if (!handle.disk->sync(*handle.file)) return SQLITE_IOERR_FSYNC;
  if (handle.new_name && !handle.disk->sync_folder()) return SQLITE_IOERR_DIR_FSYNC;
  handle.new_name = false;
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(of(file).file->content().size());
  return of(file).disk->powered() ? SQLITE_OK : SQLITE_IOERR_FSTAT;
}

int lock_file(sqlite3_file* /*file*/, int /*level*/) { return SQLITE_OK; }

int check_lock(sqlite3_file* /*file*/, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file* /*file*/, int /*what*/, void* /*argument*/) { return SQLITE_NOTFOUND; }

// What SQLite's own file system says of itself on Linux.
int sector_size(sqlite3_file* /*file*/) { return 4096; }
int device_characteristics(sqlite3_file* /*file*/) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_shm(sqlite3_file* file, int region, int /*size*/, int extend, void volatile** memory) {
  auto& shm = of(file).shm;
  const auto index = static_cast<std::size_t>(region);
  while (extend != 0 && shm.size() <= index) shm.push_back(std::make_unique<std::array<char, kShmRegion>>());
  *memory = index < shm.size() ? shm[index]->data() : nullptr;
  return SQLITE_OK;
}

int lock_shm(sqlite3_file* /*file*/, int /*offset*/, int /*count*/, int /*flags*/) { return SQLITE_OK; }

void shm_barrier(sqlite3_file* /*file*/) {}

int unmap_shm(sqlite3_file* file, int /*remove*/) {
  of(file).shm.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods{.iVersion = 2,
                                  .xClose = close_file,
                                  .xRead = read_file,
                                  .xWrite = write_file,
                                  .xTruncate = truncate_file,
                                  .xSync = sync_file,
                                  .xFileSize = size_of_file,
                                  .xLock = lock_file,
                                  .xUnlock = lock_file,
                                  .xCheckReservedLock = check_lock,
                                  .xFileControl = control_file,
                                  .xSectorSize = sector_size,
                                  .xDeviceCharacteristics = device_characteristics,
                                  .xShmMap = map_shm,
                                  .xShmLock = lock_shm,
                                  .xShmBarrier = shm_barrier,
                                  .xShmUnmap = unmap_shm,
                                  .xFetch = nullptr,
                                  .xUnfetch = nullptr};

/// The database itself is made by the program, through the real file system, before SQLite opens it.
bool made_by_program(const std::string& name, int flags) {
  return (flags & SQLITE_OPEN_MAIN_DB) != 0 && std::filesystem::exists(name);
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  VolatileDisk& disk = of(vfs);
  file->pMethods = nullptr;                     // when this stays, SQLite does not close it
  if (path == nullptr) return SQLITE_CANTOPEN;  // a temporary file: nothing that is tested here needs one
  const bool there = disk.has(path);
  const auto opened = disk.open(path, (flags & SQLITE_OPEN_CREATE) != 0 || made_by_program(path, flags));
  if (!opened || !disk.powered()) return SQLITE_CANTOPEN;
  Handle* const handle = new (file) Handle;
  handle->pMethods = &kMethods;
  handle->disk = &disk;
  handle->file = opened;
  handle->new_name = !there && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  VolatileDisk& disk = of(vfs);
  if (!disk.powered()) return SQLITE_IOERR_DELETE;
  if (!disk.has(path)) return SQLITE_IOERR_DELETE_NOENT;
  if (!disk.remove(path)) return SQLITE_IOERR_DELETE;
  return sync_folder == 0 || disk.sync_folder() ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

int access_file(sqlite3_vfs* vfs, const char* path, int /*what*/, int* result) {
  *result = of(vfs).has(path) ? 1 : 0;
  return of(vfs).powered() ? SQLITE_OK : SQLITE_IOERR_ACCESS;
}

}  // namespace

VolatileVfs::VolatileVfs(VolatileDisk& disk) : usual_(sqlite3_vfs_find(nullptr)), vfs_(*usual_) {
  vfs_.szOsFile = sizeof(Handle);
  vfs_.pNext = nullptr;
  vfs_.zName = "volatile";
  vfs_.pAppData = &disk;
  vfs_.xOpen = open_file;
  vfs_.xDelete = remove_file;
  vfs_.xAccess = access_file;
  sqlite3_vfs_register(&vfs_, 1);
}

VolatileVfs::~VolatileVfs() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(usual_, 1);
}

}  // namespace dsz::test
