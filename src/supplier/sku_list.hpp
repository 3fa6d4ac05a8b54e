#pragma once

#include "dsz/base/supplier_product.hpp"
#include "dsz/supplier/sku_lookup.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// One SKU in all the forms in which it was asked for.
struct WantedSku {
  std::vector<std::string> keys;    ///< none: asked for only to see whether it is listed
  std::set<std::string> spellings;  ///< in which the supplier is asked for it
  /// So many names the supplier read of a list that this one was in, should it be listed after all.
  std::size_t read_if_listed = std::numeric_limits<std::size_t>::max();
};
using WantedSkus = std::map<std::string, WantedSku>;  ///< by folded SKU

/// What is asked for with one `skus=`, on one page or several.
struct SkuList {
  WantedSkus wanted{};
  std::string sentinel{};  ///< the last name: a SKU that is listed. It comes back when the list was read to its end
  std::size_t names = 0;   ///< of `wanted`
  bool enabled = true;
  std::int64_t page = 1;
  std::int64_t rows = 0;
  bool all_have_skus = true;
  bool sentinel_came = false;
  std::set<std::string> seen{};                                 ///< as the supplier writes them
  std::map<std::string, std::vector<SupplierProduct>> found{};  ///< by folded SKU
};

bool can_be_listed(std::string_view sku);
WantedSkus wanted_skus(const std::vector<std::string>& skus, const SkuLookup::Spelling& spelling);
/// Lists of at most `most_names` and of an address that servers take; the spellings of one SKU stay together.
std::deque<SkuList> in_lists(WantedSkus wanted, std::size_t most_names, const std::string& sentinel = "");
/// As `skus=` takes it.
std::string comma_list(const SkuList& list);
/// Where in the list the last name stands that was found; 0 when none was.
std::size_t last_found(const SkuList& list);
/// The product that `key` means. Several that differ only in letter case leave open which one: its stock is unknown.
SupplierProduct choose(const std::string& key, const std::vector<SupplierProduct>& candidates);

}  // namespace dsz
