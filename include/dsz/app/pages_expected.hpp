#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/supplier_session.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/state/run_history.hpp"

#include <cstdint>

namespace dsz {

/// So many pages of a full fetch may be taken for granted before page 1 has said how many there are (Fetcher).
///
/// After a fetch that went well: as many as it found. After one that did not: 0, for what is asked for ahead must not
/// fail one fetch after the other, should the supplier have become much smaller. The very first fetch knows nothing; it
/// signs in, and when that shows that the supplier's answers take longer than one request must wait for the next, it
/// expects a few pages, so as not to wait for page 1 alone too; but none where more than ten requests a second may
/// leave. Failure as AuthManager::token().
std::int64_t pages_expected(SupplierSession& supplier, const Config& config, Facts& facts, const Clock& clock);

}  // namespace dsz
