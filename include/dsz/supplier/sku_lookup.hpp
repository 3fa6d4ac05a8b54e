#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/base/log.hpp"
#include "dsz/supplier/supplier_api.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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

/// How many names one `skus=` may hold: 100 in one copy of the documentation, 50 in another (dropshipzone-api.md).
inline constexpr std::size_t kFewSkusAtOnce = 50;
inline constexpr std::size_t kManySkusAtOnce = 100;

struct LookupReport {
  std::map<std::string, SkuAnswer, std::less<>> answers;  ///< by the asked SKUs as given
  std::vector<SupplierProduct> listed;                    ///< every product that was found enabled, each SKU once
  /// What the supplier proved to take, kFewSkusAtOnce or kManySkusAtOnce; nullopt when nothing proved either.
  std::optional<std::size_t> skus_at_once;
  bool filter_ignored = false;  ///< it answered with products that were not asked for
  int requests = 0;
  std::optional<Failure> failure;  ///< of the supplier: what was not settled before is unasked
};

/// Asks for products by name: `skus=` in chunks, enabled=true, then false for those not found (design.md, "Matching").
/// Each is asked for as given, in capitals, and as the supplier is known to write it: nobody documents whether the
/// filter regards case. SKUs that cannot be
/// put in a comma list (they hold a comma) are unasked. An answer with a SKU that was not asked for means that the
/// filter was ignored: that chunk and the rest are unasked. An answer that cannot be proved whole (no `total`, fewer
/// rows than that, rows without a SKU, a further page with nothing new) proves no absence: what it does not hold is
/// unasked.
///
/// The supplier may read only the first 50 names in silence. So the absence from a chunk with more is believed only
/// when it found more than 50; else the rest of that chunk is asked for again, 50 at a time, and when that finds any,
/// chunks stay at 50. A supplier that refuses the first large chunk gets chunks of 50, too.
class SkuLookup {
 public:
  /// How the supplier wrote a SKU when it was last seen; "" when that is not known.
  using Spelling = std::function<std::string(std::string_view sku)>;

  /// `skus_at_once`: what an earlier lookup learnt; else kManySkusAtOnce.
  SkuLookup(SupplierApi& api, Log& log, std::size_t skus_at_once = kManySkusAtOnce, Spelling spelling = {});
  /// Answers are compared with the asked SKUs in folded form. At most `max_requests` requests. Refused credentials are
  /// Failure(credentials), thrown.
  LookupReport ask(const std::vector<std::string>& skus, int max_requests,
                   const std::function<void(std::size_t settled)>& progress = {});

 private:
  SupplierApi& api_;
  Log& log_;
  std::size_t skus_at_once_;
  Spelling spelling_;
};

}  // namespace dsz
