#include "dsz/os/core_dump.hpp"

#include <sys/resource.h>

namespace dsz {

void leave_no_core_dump() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace dsz
