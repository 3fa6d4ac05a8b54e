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
/// Never fewer, however few a supplier reads: a small list that was not read once must not make each run a long one.
inline constexpr std::size_t kFewestSkusAtOnce = 10;

struct LookupReport {
  std::map<std::string, SkuAnswer, std::less<>> answers;  ///< by the asked SKUs as given
  std::vector<SupplierProduct> listed;                    ///< every product asked for that is enabled, each SKU once
  std::optional<std::size_t> skus_at_once;  ///< to ask for from now on, when the supplier proved to read fewer
  bool filter_ignored = false;              ///< it answered with products that were not asked for
  int requests = 0;
  std::optional<Failure> failure;  ///< of the supplier: what was not settled before is unasked
};

struct LookupOptions {
  std::size_t skus_at_once = kManySkusAtOnce;  ///< what an earlier lookup learnt
  std::size_t page_size = 200;                 ///< `limit`: no list is longer, unless one SKU has more spellings
  /// How the supplier wrote a SKU when it was last seen; "" when that is not known.
  std::function<std::string(std::string_view sku)> spelling{};
  /// A few SKUs that the supplier listed not long ago; asked for when nothing else proves to be listed.
  std::function<std::vector<std::string>()> witnesses{};
};

/// Asks for products by name: `skus=` in lists, enabled=true, then false for those not found (design.md, "Matching").
/// Each is asked for as given, in capitals, and as the supplier is known to write it: nobody documents whether the
/// filter regards case. SKUs that cannot be put in a comma list (they hold a comma) are unasked. An answer with a SKU
/// that was not asked for means that the filter was ignored: that list and the rest are unasked. An answer that cannot
/// be proved whole (no `total`, fewer rows than that, rows without a SKU, a further page with nothing new) proves no
/// absence: what it does not hold is unasked.
///
/// Nor does a whole answer, for the supplier may have read a part of the list in silence. What is not found is asked
/// for once more, in lists of at most 50 names that end with a sentinel: a SKU that this lookup found listed. When it
/// comes back the list was read to its end, and the same list is asked for with enabled=false. When it does not, the
/// list is halved; what then stays open is unasked, and so is everything that is not found where nothing at all is. Of
/// a larger first list that found no more than 50, the rest is asked for 50 at a time; so is everything when that list
/// is refused or ignored.
class SkuLookup {
 public:
  using Spelling = decltype(LookupOptions::spelling);

  SkuLookup(SupplierApi& api, Log& log, LookupOptions options = {});
  /// Answers are compared with the asked SKUs in folded form. At most `max_requests` requests. Refused credentials are
  /// Failure(credentials), thrown.
  LookupReport ask(const std::vector<std::string>& skus, int max_requests,
                   const std::function<void(std::size_t settled)>& progress = {});

 private:
  SupplierApi& api_;
  Log& log_;
  LookupOptions options_;
};

}  // namespace dsz
