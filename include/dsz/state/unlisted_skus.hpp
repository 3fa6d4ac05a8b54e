#pragma once

#include "dsz/base/time.hpp"
#include "dsz/state/database.hpp"

#include <span>
#include <string>
#include <string_view>

namespace dsz {

/// Store SKUs that the supplier was asked for by name and did not have: so that those which it never had are not asked
/// for in each run. SKUs are compared in folded form (base/sku.hpp).
class UnlistedSkus {
 public:
  explicit UnlistedSkus(Database& database);
  /// The supplier did not have them at `now`.
  void note(std::span<const std::string> skus, WallTime now);
  /// As if they had never been asked for.
  void forget(std::span<const std::string> skus);
  /// It was asked for after `since`, and not after `now`: what a clock that was wrong has left does not count.
  [[nodiscard]] bool asked(std::string_view sku, WallTime since, WallTime now);

 private:
  Database& database_;
  Statement find_;
};

}  // namespace dsz
