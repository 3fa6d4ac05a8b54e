#pragma once

namespace dsz {

/// Gives the system back what is free between pieces that are in use: what comes and goes while several answers arrive
/// at a time leaves holes. Does nothing where the C library has no way to do it (only glibc has malloc_trim).
void give_back_free_memory();

}  // namespace dsz
