#include "sku_list.hpp"

#include "dsz/base/sku.hpp"
#include "dsz/http/url.hpp"

#include "trimmed.hpp"

#include <algorithm>
#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kLongestList = 4'000;  ///< bytes, encoded: servers refuse URLs of more than 8 KiB

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

std::size_t bytes_in_list(const std::string& name) { return percent_encode(name).size() + 3; }

}  // namespace

bool can_be_listed(std::string_view sku) { return usable_sku(sku) && sku.find(',') == std::string_view::npos; }

WantedSkus wanted_skus(const std::vector<std::string>& skus, const SkuLookup::Spelling& spelling) {
  WantedSkus wanted{};
  for (const std::string& sku : skus) {
    if (!can_be_listed(sku)) continue;
    WantedSku& entry = wanted[fold_sku(sku)];
    entry.keys.push_back(sku);
    entry.spellings.emplace(trimmed(sku));
    entry.spellings.insert(in_capitals(trimmed(sku)));
    const std::string known = spelling ? spelling(sku) : "";
    if (can_be_listed(known)) entry.spellings.insert(known);
  }
  return wanted;
}

std::deque<SkuList> in_lists(WantedSkus wanted, std::size_t most_names, const std::string& sentinel) {
  std::deque<SkuList> lists;
  std::size_t bytes = 0;
  while (!wanted.empty()) {
    const WantedSku& next = wanted.begin()->second;
    std::size_t more_bytes = 0;
    for (const std::string& spelling : next.spellings) more_bytes += bytes_in_list(spelling);
    if (lists.empty() || lists.back().names + next.spellings.size() > most_names || bytes + more_bytes > kLongestList) {
      lists.push_back({.sentinel = sentinel});
      bytes = bytes_in_list(sentinel);
    }
    lists.back().names += next.spellings.size();
    bytes += more_bytes;
    lists.back().wanted.insert(wanted.extract(wanted.begin()));
  }
  return lists;
}

std::string comma_list(const SkuList& list) {
  std::string names;
  for (const auto& [folded, entry] : list.wanted) {
    for (const std::string& spelling : entry.spellings) names += spelling + ",";
  }
  if (list.sentinel.empty() && !names.empty()) names.pop_back();
  return names + list.sentinel;
}

std::size_t last_found(const SkuList& list) {
  std::size_t last = 0;
  std::size_t before = 0;
  for (const auto& [folded, entry] : list.wanted) {
    if (list.found.contains(folded)) last = before + 1;
    before += entry.spellings.size();
  }
  return last;
}

SupplierProduct choose(const std::string& key, const std::vector<SupplierProduct>& candidates) {
  const auto exact = std::find_if(candidates.rbegin(), candidates.rend(),
                                  [&](const SupplierProduct& product) { return product.sku == trimmed(key); });
  if (exact != candidates.rend()) return *exact;  // of two that pages of one answer hold, the newest
  SupplierProduct product = candidates.front();
  if (candidates.size() > 1) product.stock = StockLevel{};
  return product;
}

}  // namespace dsz
