#include "dsz/supplier/sku_lookup.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"

#include "trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kNamesInOneRequest = 50;
constexpr std::size_t kLongestList = 4'000;  ///< bytes, encoded: servers refuse URLs of more than 8 KiB
constexpr std::int64_t kLimit = 200;

/// One SKU in all the forms in which it was asked for.
struct Wanted {
  std::vector<std::string> keys;
  std::set<std::string> spellings;  ///< in which the supplier is asked for it
};
using WantedSkus = std::map<std::string, Wanted>;  ///< by folded SKU

struct Listing {
  std::map<std::string, std::vector<SupplierProduct>> found;  ///< by folded SKU
  bool filter_was_obeyed = true;
  bool whole = false;
};

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

WantedSkus wanted_skus(const std::vector<std::string>& skus) {
  WantedSkus wanted;
  for (const std::string& sku : skus) {
    if (!usable_sku(sku) || sku.find(',') != std::string::npos) continue;
    Wanted& entry = wanted[fold_sku(sku)];
    entry.keys.push_back(sku);
    entry.spellings.emplace(trimmed(sku));
    entry.spellings.insert(in_capitals(trimmed(sku)));
  }
  return wanted;
}

std::vector<WantedSkus> in_chunks(WantedSkus wanted) {
  std::vector<WantedSkus> chunks;
  std::size_t names = kNamesInOneRequest;  // so that the first one opens a chunk
  std::size_t bytes = 0;
  while (!wanted.empty()) {
    const Wanted& next = wanted.begin()->second;
    std::size_t more_bytes = 0;
    for (const std::string& spelling : next.spellings) more_bytes += percent_encode(spelling).size() + 3;
    if (names + next.spellings.size() > kNamesInOneRequest || bytes + more_bytes > kLongestList) {
      chunks.emplace_back();
      names = bytes = 0;
    }
    names += next.spellings.size();
    bytes += more_bytes;
    chunks.back().insert(wanted.extract(wanted.begin()));
  }
  return chunks;
}

std::string comma_list(const WantedSkus& wanted) {
  std::string list;
  for (const auto& [folded, entry] : wanted) {
    for (const std::string& spelling : entry.spellings) list += (list.empty() ? "" : ",") + spelling;
  }
  return list;
}

/// The product that `key` means. Several that differ only in letter case leave open which one: its stock is unknown.
SupplierProduct choose(const std::string& key, const std::vector<SupplierProduct>& candidates) {
  const auto exact = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const SupplierProduct& product) { return product.sku == trimmed(key); });
  if (exact != candidates.end()) return *exact;
  SupplierProduct product = candidates.front();
  if (candidates.size() > 1) product.stock = StockLevel{};
  return product;
}

/// One call of SkuLookup::ask.
class Lookup {
 public:
  Lookup(SupplierApi& api, Log& log, int max_requests, std::map<std::string, SkuAnswer>& answers)
      : api_(api), log_(log), requests_left_(max_requests), answers_(answers) {}

  void ask(const std::vector<WantedSkus>& chunks) {
    for (std::size_t i = 0; i < chunks.size() && requests_left_ > 0; ++i) {
      label_ = fmt::format("GET /v2/products by name, {} of {}", i + 1, chunks.size());
      WantedSkus rest = settle(chunks[i], true);
      if (!rest.empty() && requests_left_ > 0) settle(rest, false);
    }
  }

 private:
  /// Returns those that were not found and surely are not there.
  WantedSkus settle(const WantedSkus& wanted, bool enabled) {
    const Listing listing = list(wanted, enabled);
    if (!listing.filter_was_obeyed) {
      log_.warning("{}: the supplier answered with products that were not asked for; {} SKUs stay unknown", label_,
                   wanted.size());
      return {};
    }
    WantedSkus rest;
    for (const auto& [folded, entry] : wanted) {
      const auto found = listing.found.find(folded);
      if (found == listing.found.end()) {
        if (!listing.whole) continue;
        rest.emplace(folded, entry);
        if (!enabled) answer(entry, Presence::absent, {});
      } else {
        answer(entry, enabled ? Presence::listed : Presence::disabled, found->second);
      }
    }
    return rest;
  }

  void answer(const Wanted& entry, Presence presence, const std::vector<SupplierProduct>& candidates) {
    for (const std::string& key : entry.keys) {
      SkuAnswer& answer = answers_[key];
      answer.presence = presence;
      if (presence == Presence::listed) answer.product = choose(key, candidates);
    }
  }

  Listing list(const WantedSkus& wanted, bool enabled) {
    Listing listing;
    std::int64_t rows = 0;
    bool all_have_skus = true;
    for (std::int64_t number = 1; requests_left_ > 0; ++number) {
      ProductPage page = request(wanted, enabled, number);
      if (page.current_page.value_or(number) != number) return listing;
      rows += page.rows;
      all_have_skus = all_have_skus && page.without_sku == 0;
      for (SupplierProduct& product : page.products) {
        const std::string folded = fold_sku(product.sku);
        listing.filter_was_obeyed = listing.filter_was_obeyed && wanted.count(folded) != 0;
        listing.found[folded].push_back(std::move(product));
      }
      listing.whole = all_have_skus && page.total == rows;
      if (listing.whole || !listing.filter_was_obeyed || page.rows == 0 || page.total.value_or(0) <= rows) break;
    }
    return listing;
  }

  ProductPage request(const WantedSkus& wanted, bool enabled, std::int64_t number) {
    --requests_left_;
    const Query query{{"page_no", std::to_string(number)},
                      {"limit", std::to_string(kLimit)},
                      {"enabled", enabled ? "true" : "false"},
                      {"skus", comma_list(wanted)}};
    ProductPage page;
    api_.request_products(query, label_, [&page](ProductPage& answer) { page = std::move(answer); });
    while (api_.under_way() > 0) api_.drive();
    return page;
  }

  SupplierApi& api_;
  Log& log_;
  int requests_left_;
  std::map<std::string, SkuAnswer>& answers_;
  std::string label_;
};

}  // namespace

SkuLookup::SkuLookup(SupplierApi& api, Log& log) : api_(api), log_(log) {}

std::map<std::string, SkuAnswer> SkuLookup::ask(const std::vector<std::string>& skus, int max_requests) {
  std::map<std::string, SkuAnswer> answers;
  for (const std::string& sku : skus) answers[sku];
  try {
    Lookup(api_, log_, max_requests, answers).ask(in_chunks(wanted_skus(skus)));
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::supplier) throw;
    log_.warning("products could not be asked for by name, what was not asked stays as it is: {}", failure.what());
  }
  return answers;
}

}  // namespace dsz
