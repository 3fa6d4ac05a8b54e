#pragma once

#include "volatile_disk.hpp"

#include <sqlite3.h>

namespace dsz::test {

/// SQLite's files are on a VolatileDisk while this lives: it is SQLite's default file system. For one connection at a
/// time: nothing is locked. It syncs the folder when SQLite's own would: at the first sync of a new journal or WAL, and
/// after a removal that asks for it.
class VolatileVfs {
 public:
  explicit VolatileVfs(VolatileDisk& disk);
  ~VolatileVfs();
  VolatileVfs(const VolatileVfs&) = delete;
  VolatileVfs& operator=(const VolatileVfs&) = delete;

 private:
  sqlite3_vfs* const usual_;
  sqlite3_vfs vfs_;
};

}  // namespace dsz::test
