#include "dsz/supplier/sku_lookup.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"

#include "trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kLookupsUnderWay = 8;
constexpr std::size_t kLongestList = 4'000;  ///< bytes, encoded: servers refuse URLs of more than 8 KiB
constexpr std::int64_t kLimit = 200;

/// One SKU in all the forms in which it was asked for.
struct Wanted {
  std::vector<std::string> keys;
  std::set<std::string> spellings;  ///< in which the supplier is asked for it
};
using WantedSkus = std::map<std::string, Wanted>;  ///< by folded SKU

/// What is asked for with one list of names, on one page or several.
struct Chunk {
  WantedSkus wanted{};
  std::size_t names = 0;
  bool enabled = true;
  bool again = false;  ///< was part of a larger chunk that found too little to be believed
  std::int64_t page = 1;
  std::int64_t rows = 0;
  bool all_have_skus = true;
  std::set<std::string> seen{};                                 ///< as the supplier writes them
  std::map<std::string, std::vector<SupplierProduct>> found{};  ///< by folded SKU
};

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

WantedSkus wanted_skus(const std::vector<std::string>& skus, const SkuLookup::Spelling& spelling) {
  WantedSkus wanted{};
  for (const std::string& sku : skus) {
    if (!usable_sku(sku) || sku.find(',') != std::string::npos) continue;
    Wanted& entry = wanted[fold_sku(sku)];
    entry.keys.push_back(sku);
    entry.spellings.emplace(trimmed(sku));
    entry.spellings.insert(in_capitals(trimmed(sku)));
    const std::string known = spelling ? spelling(sku) : "";
    if (!known.empty() && known.find(',') == std::string::npos) entry.spellings.insert(known);
  }
  return wanted;
}

std::deque<Chunk> in_chunks(WantedSkus wanted, std::size_t most_names, bool enabled, bool again) {
  std::deque<Chunk> chunks;
  std::size_t bytes = 0;
  while (!wanted.empty()) {
    const Wanted& next = wanted.begin()->second;
    std::size_t more_bytes = 0;
    for (const std::string& spelling : next.spellings) more_bytes += percent_encode(spelling).size() + 3;
    if (chunks.empty() || chunks.back().names + next.spellings.size() > most_names ||
        bytes + more_bytes > kLongestList) {
      chunks.push_back({.enabled = enabled, .again = again});
      bytes = 0;
    }
    chunks.back().names += next.spellings.size();
    bytes += more_bytes;
    chunks.back().wanted.insert(wanted.extract(wanted.begin()));
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
  Lookup(SupplierApi& api, Log& log, std::size_t skus_at_once, int max_requests,
         const std::function<void(std::size_t)>& progress, LookupReport& report)
      : api_(api),
        log_(log),
        skus_at_once_(skus_at_once),
        max_requests_(max_requests),
        progress_(progress),
        report_(report) {}

  void ask(WantedSkus wanted) {
    queue_ = in_chunks(std::move(wanted), skus_at_once_, true, false);
    ask_a_large_one_first();
    drive();
    // Few of these will be found, which proves nothing of a large chunk.
    queue_ = in_chunks(std::move(not_enabled_), kFewSkusAtOnce, false, false);
    drive();
  }

 private:
  /// Alone, because it decides how large the others are.
  void ask_a_large_one_first() {
    if (queue_.empty() || queue_.front().names <= kFewSkusAtOnce) return;
    const WantedSkus wanted = queue_.front().wanted;
    std::deque<Chunk> others;
    std::swap(others, queue_);
    queue_.push_back(std::move(others.front()));
    others.pop_front();
    bool refused = false;
    try {
      drive();
    } catch (const Failure& failure) {
      if (failure.kind() != FailureKind::supplier) throw;
      log_.info("{} SKUs at once were refused, {} are tried: {}", kManySkusAtOnce, kFewSkusAtOnce, failure.what());
      queue_ = in_chunks(wanted, kFewSkusAtOnce, true, true);
      refused = true;
    }
    if (report_.filter_ignored) return;
    for (Chunk& chunk : others) queue_.push_back(std::move(chunk));
    if (refused || report_.skus_at_once == kFewSkusAtOnce) make_chunks_small();
  }

  void drive() {
    while (!queue_.empty() || api_.under_way() > 0) {
      while (!queue_.empty() && api_.under_way() < kLookupsUnderWay && report_.requests < max_requests_) start();
      if (api_.under_way() == 0) return;
      api_.drive();
    }
  }

  void start() {
    ++report_.requests;
    const auto chunk = std::make_shared<Chunk>(std::move(queue_.front()));
    queue_.pop_front();
    const Query query{{"page_no", std::to_string(chunk->page)},
                      {"limit", std::to_string(kLimit)},
                      {"enabled", chunk->enabled ? "true" : "false"},
                      {"skus", comma_list(chunk->wanted)}};
    std::string label = fmt::format("GET /v2/products by name, request {}", report_.requests);
    api_.request_products(query, std::move(label), [this, chunk](ProductPage& page) { take(*chunk, page); });
  }

  void take(Chunk& chunk, ProductPage& page) {
    if (page.current_page.value_or(chunk.page) != chunk.page) return;  // another page proves nothing
    chunk.rows += page.rows;
    chunk.all_have_skus = chunk.all_have_skus && page.without_sku == 0;
    const std::size_t seen_before = chunk.seen.size();
    for (SupplierProduct& product : page.products) {
      const std::string folded = fold_sku(product.sku);
      if (chunk.wanted.count(folded) == 0) {
        refuse_ignored_filter(chunk);
        return;
      }
      chunk.seen.insert(product.sku);
      chunk.found[folded].push_back(std::move(product));
    }
    // A further page without anything new is one that was read before, whatever its number: it neither proves that the
    // answer is whole, nor does another one.
    const bool news = chunk.page == 1 || chunk.seen.size() > seen_before;
    const bool whole = news && chunk.all_have_skus && page.total == chunk.rows;
    if (news && !whole && page.rows > 0 && page.total.value_or(0) > chunk.rows) {
      ++chunk.page;
      queue_.push_front(std::move(chunk));
      return;
    }
    settle(chunk, whole);
  }

  void refuse_ignored_filter(const Chunk& chunk) {
    log_.warning(
        "the supplier was asked for {} SKUs and answered with products that were not asked for: it ignores "
        "the names, and what was not settled before stays unknown",
        chunk.wanted.size());
    report_.filter_ignored = true;
    queue_.clear();
    not_enabled_.clear();
  }

  void settle(Chunk& chunk, bool whole) {
    if (report_.filter_ignored) return;
    for (const auto& [folded, products] : chunk.found) settle_found(chunk, folded, products);
    learn(chunk);
    if (!whole) return;
    for (const auto& [folded, products] : chunk.found) chunk.wanted.erase(folded);
    const bool believed = chunk.names <= kFewSkusAtOnce || chunk.found.size() > kFewSkusAtOnce;
    if (!believed) {
      for (Chunk& part : in_chunks(std::move(chunk.wanted), kFewSkusAtOnce, true, true)) {
        queue_.push_back(std::move(part));
      }
    } else if (chunk.enabled) {
      not_enabled_.merge(chunk.wanted);
    } else {
      for (const auto& [folded, entry] : chunk.wanted) answer(entry, Presence::absent, {});
    }
  }

  void settle_found(const Chunk& chunk, const std::string& folded, const std::vector<SupplierProduct>& products) {
    answer(chunk.wanted.at(folded), chunk.enabled ? Presence::listed : Presence::disabled, products);
    if (!chunk.enabled) return;
    for (const SupplierProduct& product : products) {
      if (listed_.insert(product.sku).second) report_.listed.push_back(product);
    }
  }

  void learn(const Chunk& chunk) {
    if (chunk.names > kFewSkusAtOnce && chunk.found.size() > kFewSkusAtOnce) report_.skus_at_once = kManySkusAtOnce;
    if (!chunk.again || chunk.found.empty() || report_.skus_at_once) return;
    log_.info("the supplier takes {} SKUs at once", kFewSkusAtOnce);
    report_.skus_at_once = kFewSkusAtOnce;
    make_chunks_small();
  }

  void make_chunks_small() {
    std::deque<Chunk> small;
    for (Chunk& chunk : queue_) {
      if (chunk.names <= kFewSkusAtOnce || chunk.page > 1) {
        small.push_back(std::move(chunk));
        continue;
      }
      for (Chunk& part : in_chunks(std::move(chunk.wanted), kFewSkusAtOnce, chunk.enabled, false)) {
        small.push_back(std::move(part));
      }
    }
    queue_ = std::move(small);
  }

  void answer(const Wanted& entry, Presence presence, const std::vector<SupplierProduct>& candidates) {
    for (const std::string& key : entry.keys) {
      SkuAnswer& answer = report_.answers[key];
      answer.presence = presence;
      if (presence == Presence::listed) answer.product = choose(key, candidates);
    }
    settled_ += entry.keys.size();
    if (progress_) progress_(settled_);
  }

  SupplierApi& api_;
  Log& log_;
  const std::size_t skus_at_once_;
  const int max_requests_;
  const std::function<void(std::size_t)>& progress_;
  LookupReport& report_;
  std::deque<Chunk> queue_;
  WantedSkus not_enabled_;  ///< not listed, still to be asked for with enabled=false
  std::set<std::string> listed_;
  std::size_t settled_ = 0;
};

}  // namespace

SkuLookup::SkuLookup(SupplierApi& api, Log& log, std::size_t skus_at_once, Spelling spelling)
    : api_(api), log_(log), skus_at_once_(skus_at_once), spelling_(std::move(spelling)) {}

LookupReport SkuLookup::ask(const std::vector<std::string>& skus, int max_requests,
                            const std::function<void(std::size_t)>& progress) {
  LookupReport report;
  for (const std::string& sku : skus) report.answers[sku];
  try {
    Lookup(api_, log_, skus_at_once_, max_requests, progress, report).ask(wanted_skus(skus, spelling_));
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::supplier) throw;
    report.failure = failure;
  }
  return report;
}

}  // namespace dsz
