#pragma once

namespace dsz {

/// From now on neither this process nor the commands that it starts leave a core dump: it would hold secrets in clear,
/// wherever the system keeps it (S8).
void leave_no_core_dump();

}  // namespace dsz
