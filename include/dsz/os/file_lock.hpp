#pragma once

#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace dsz {

/// One run at a time (design.md: `sync.lock`, flock, never removed, names its holder). The lock is held while the
/// object lives and is gone with the process, however that ends.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

/// flock(2) with LOCK_EX | LOCK_NB on an open file: 0, or the errno.
using FlockCall = std::function<int(int descriptor)>;
int system_flock(int descriptor);

/// Takes the lock, waiting up to `wait`. Failure(locked) says who holds it since when; Failure(usage) when the file
/// system cannot lock. `purpose` is the command, for the message to others.
std::unique_ptr<FileLock> take_file_lock(const std::filesystem::path& path, std::string_view purpose, Millis wait,
                                         const Clock& clock, Sleeper& sleeper, const Signals& signals,
                                         const FlockCall& flock_call = system_flock);

}  // namespace dsz
