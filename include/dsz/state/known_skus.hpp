#pragma once

#include "dsz/base/time.hpp"
#include "dsz/state/database.hpp"

#include <span>
#include <string>
#include <string_view>

namespace dsz {

/// Every SKU that the supplier was ever seen to have: what is selected when nothing is configured (design.md,
/// "Matching").
class KnownSkus {
 public:
  explicit KnownSkus(Database& database);
  /// Compared in folded form (base/sku.hpp).
  [[nodiscard]] bool contains(std::string_view sku);
  /// As the supplier wrote it when it was last seen; "" when it never was, or by an older dsz-sync only.
  [[nodiscard]] std::string spelling(std::string_view sku);
  /// All products of the staged fetch, in one transaction.
  void add_staged(WallTime now);
  /// `skus`: as the supplier writes them.
  void add(std::span<const std::string> skus, WallTime now);
  [[nodiscard]] std::int64_t count();

 private:
  Database& database_;
  Statement find_;
};

}  // namespace dsz
