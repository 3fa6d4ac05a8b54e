#pragma once

#include "dsz/base/log.hpp"
#include "dsz/supplier/supplier_api.hpp"

#include <map>
#include <string>
#include <vector>

namespace dsz {

enum class Presence {
  listed,    ///< enabled at the supplier: `product` is what it says
  disabled,  ///< there, but not enabled: cannot be ordered
  absent,    ///< in neither answer
  unasked,   ///< could not be asked or not be trusted: unknown (S2)
};

struct SkuAnswer {
  Presence presence = Presence::unasked;
  SupplierProduct product;  ///< when listed
};

/// Asks for products by name: `skus=` in chunks of 50, enabled=true, then false for those not found (design.md,
/// "Matching"). Each is asked for as given and in capitals: nobody documents whether the filter regards case. SKUs that
/// cannot be put in a comma list (they hold a comma) are unasked. An answer with a SKU that was not asked for means
/// that the filter was ignored: all of that chunk is unasked. An answer that cannot be proved whole (no `total`, fewer
/// rows than that, rows without a SKU) proves no absence: what it does not hold is unasked. A failure of the supplier
/// makes the rest unasked, with a warning; refused credentials are Failure(credentials).
class SkuLookup {
 public:
  SkuLookup(SupplierApi& api, Log& log);
  /// Keys are the asked SKUs as given; compared with the answers in folded form. At most `max_requests` requests.
  std::map<std::string, SkuAnswer> ask(const std::vector<std::string>& skus, int max_requests);

 private:
  SupplierApi& api_;
  Log& log_;
};

}  // namespace dsz
