#include "dsz/supplier/sku_lookup.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"

#include "sku_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace dsz {
namespace {

constexpr std::size_t kLookupsUnderWay = 8;
/// A supplier that leaves so many lists unread to their end will not read others: what is open then stays unknown.
constexpr int kMostUnreadLists = 64;

/// One call of SkuLookup::ask.
class Lookup {
 public:
  Lookup(SupplierApi& api, Log& log, const LookupOptions& options, int max_requests,
         const std::function<void(std::size_t)>& progress, LookupReport& report)
      : api_(api),
        log_(log),
        options_(options),
        at_once_(std::min(options.skus_at_once, options.page_size)),
        max_requests_(max_requests),
        progress_(progress),
        report_(report) {}

  void ask(WantedSkus wanted) {
    queue_ = in_lists(std::move(wanted), at_once_);
    ask_a_large_one_first();
    drive();
    ask_for_proof();
    if (report_.filter_ignored) {
      log_.warning(
          "the supplier answered with products that were not asked for: it ignores the names, and what was not settled "
          "before stays unknown");
    }
  }

 private:
  void ask_for_proof() {
    if (unproved_.empty() || report_.requests >= max_requests_) return;
    if (sentinels_.empty()) ask_for_witnesses();
    prove(std::move(unproved_), kFewSkusAtOnce - 1);
    drive();
  }

  /// Alone, because it decides how large the others are.
  void ask_a_large_one_first() {
    if (queue_.empty() || queue_.front().names <= kFewSkusAtOnce) return;
    WantedSkus wanted = queue_.front().wanted;
    std::deque<SkuList> others = all_but_the_first();
    const std::string refusal = refusal_of_the_first();
    if (!refusal.empty()) {
      log_.info("{} SKUs at once were refused, {} are tried: {}", at_once_, kFewSkusAtOnce, refusal);
      report_.filter_ignored = given_up_ = false;
      unproved_.clear();
      settled_ = 0;
      for (auto& [folded, entry] : wanted) entry.read_if_listed = kFewSkusAtOnce;
      queue_ = in_lists(std::move(wanted), kFewSkusAtOnce);
      std::ranges::move(in_smaller_lists(std::move(others), kFewSkusAtOnce), std::back_inserter(queue_));
      others = all_but_the_first();
      drive();
    }
    if (report_.filter_ignored) return;
    std::ranges::move(in_smaller_lists(std::move(others), at_once_), std::back_inserter(queue_));
  }

  std::deque<SkuList> all_but_the_first() {
    std::deque<SkuList> others;
    std::swap(others, queue_);
    queue_.push_back(std::move(others.front()));
    others.pop_front();
    return others;
  }

  /// A supplier may refuse so many names, or ignore them all. "" when it did neither.
  std::string refusal_of_the_first() {
    try {
      drive();
    } catch (const Failure& failure) {
      if (failure.kind() != FailureKind::supplier) throw;
      return failure.what();
    }
    return report_.filter_ignored ? "it answered with products that were not asked for" : "";
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
    const auto list = std::make_shared<SkuList>(std::move(queue_.front()));
    queue_.pop_front();
    const Query query{{"page_no", std::to_string(list->page)},
                      {"limit", std::to_string(options_.page_size)},
                      {"enabled", list->enabled ? "true" : "false"},
                      {"skus", comma_list(*list)}};
    std::string label = fmt::format("GET /v2/products by name, request {}", report_.requests);
    api_.request_products(query, std::move(label), [this, list](ProductPage& page) { take(*list, page); });
  }

  void take(SkuList& list, ProductPage& page) {
    if (page.current_page.value_or(list.page) != list.page) return;  // another page proves nothing
    list.rows += page.rows;
    list.all_have_skus = list.all_have_skus && page.without_sku == 0;
    const std::size_t seen_before = list.seen.size();
    for (SupplierProduct& product : page.products) {
      const std::string folded = fold_sku(product.sku);
      list.seen.insert(product.sku);
      if (list.wanted.contains(folded)) {
        list.found[folded].push_back(std::move(product));
      } else if (!list.sentinel.empty() && folded == fold_sku(list.sentinel)) {
        list.sentinel_came = true;
      } else {
        report_.filter_ignored = true;
        give_up();
        return;
      }
    }
    // A further page without anything new is one that was read before, whatever its number: it neither proves that the
    // answer is whole, nor does another one.
    const bool news = list.page == 1 || list.seen.size() > seen_before;
    const bool whole = news && list.all_have_skus && page.total == list.rows;
    if (news && !whole && page.rows > 0 && page.total.value_or(0) > list.rows) {
      ++list.page;
      queue_.push_front(std::move(list));
      return;
    }
    settle(list, whole);
  }

  void give_up() {
    queue_.clear();
    unproved_.clear();
    given_up_ = true;
  }

  void settle(SkuList& list, bool whole) {
    if (given_up_) return;
    const std::size_t read = last_found(list);
    for (const auto& [folded, products] : list.found) settle_found(list, folded, products);
    if (!whole) return;
    const bool last_came =
        !list.sentinel.empty() ? list.sentinel_came : list.found.contains(list.wanted.rbegin()->first);
    const std::size_t sent = list.wanted.size();
    for (const auto& [folded, products] : list.found) list.wanted.erase(folded);
    if (list.wanted.empty()) return;
    if (!list.enabled) {
      for (const auto& [folded, entry] : list.wanted) answer(entry, Presence::absent, {});
      return;
    }
    if (!last_came && list.names > kFewestSkusAtOnce) {
      for (auto& [folded, entry] : list.wanted) entry.read_if_listed = std::max(read, list.names / 2);
    }
    if (list.sentinel.empty()) {
      settle_unproved(list);
    } else if (last_came) {
      ask_whether_disabled(std::move(list));
    } else if (++unread_lists_ >= kMostUnreadLists) {
      log_.warning("the supplier does not read lists of SKUs to their end: what was not settled before stays unknown");
      give_up();
    } else if (sent > 1) {
      prove(std::move(list.wanted), list.names / 2);
    }
  }

  /// No absence follows from this list: nothing says that it was read to its end.
  void settle_unproved(SkuList& list) {
    if (list.names > kFewSkusAtOnce && list.found.size() <= kFewSkusAtOnce) {
      std::ranges::move(in_lists(std::move(list.wanted), kFewSkusAtOnce), std::back_inserter(queue_));
    } else {
      unproved_.merge(list.wanted);
    }
  }

  /// Asks again in lists with a sentinel. Without any sentinel nothing can be proved.
  void prove(WantedSkus wanted, std::size_t most_names) {
    if (sentinels_.empty()) return;
    const std::string& sentinel = sentinels_[next_sentinel_++ % sentinels_.size()];
    most_names = std::min(most_names, at_once_ - 1);
    std::ranges::move(in_lists(std::move(wanted), most_names, sentinel), std::back_inserter(queue_));
  }

  /// A list no longer than the one that was read to its end just now. Of the sentinel no answer is expected.
  void ask_whether_disabled(SkuList list) {
    queue_.push_back({.wanted = std::move(list.wanted), .sentinel = std::move(list.sentinel), .enabled = false});
  }

  /// Nothing that was asked for is listed: is anything?
  void ask_for_witnesses() {
    WantedSkus witnesses;
    for (const std::string& sku : options_.witnesses ? options_.witnesses() : std::vector<std::string>{}) {
      if (!can_be_listed(sku)) continue;
      const std::string folded = fold_sku(sku);
      if (auto wanted = unproved_.extract(folded)) witnesses.insert(std::move(wanted));
      witnesses[folded].spellings.insert(sku);
    }
    queue_ = in_lists(std::move(witnesses), at_once_);
    drive();
    std::erase_if(unproved_, [](const auto& each) { return each.second.keys.empty(); });
    if (!sentinels_.empty() || given_up_) return;
    log_.warning("the supplier lists nothing by name of what was asked for: that proves nothing, and it stays unknown");
  }

  void settle_found(const SkuList& list, const std::string& folded, const std::vector<SupplierProduct>& products) {
    const WantedSku& entry = list.wanted.at(folded);
    answer(entry, list.enabled ? Presence::listed : Presence::disabled, products);
    if (!list.enabled) return;
    for (auto product = products.rbegin(); product != products.rend(); ++product) {  // the newest of a SKU counts
      if (can_be_listed(product->sku)) sentinels_.push_back(product->sku);
      if (!entry.keys.empty() && listed_.insert(product->sku).second) report_.listed.push_back(*product);
    }
    if (entry.read_if_listed < at_once_) ask_for_fewer(std::max(entry.read_if_listed, kFewestSkusAtOnce));
  }

  void ask_for_fewer(std::size_t at_once) {
    if (at_once >= at_once_) return;
    log_.info("the supplier reads {} SKUs at once", at_once);
    at_once_ = at_once;
    report_.skus_at_once = at_once;
    queue_ = in_smaller_lists(std::move(queue_), at_once);
  }

  static std::deque<SkuList> in_smaller_lists(std::deque<SkuList> lists, std::size_t at_once) {
    std::deque<SkuList> small;
    for (SkuList& list : lists) {
      // With enabled=false it is as long as one that was read to its end.
      if (list.page > 1 || !list.enabled) {
        small.push_back(std::move(list));
        continue;
      }
      const std::size_t most_names = list.sentinel.empty() ? at_once : at_once - 1;
      std::ranges::move(in_lists(std::move(list.wanted), most_names, list.sentinel), std::back_inserter(small));
    }
    return small;
  }

  void answer(const WantedSku& entry, Presence presence, const std::vector<SupplierProduct>& candidates) {
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
  const LookupOptions& options_;
  std::size_t at_once_;
  const int max_requests_;
  const std::function<void(std::size_t)>& progress_;
  LookupReport& report_;
  std::deque<SkuList> queue_;
  WantedSkus unproved_;  ///< not in the answers, which may have been to a part of the list
  std::set<std::string> listed_;
  std::vector<std::string> sentinels_;  ///< SKUs that this lookup found listed
  std::size_t next_sentinel_ = 0;
  int unread_lists_ = 0;
  bool given_up_ = false;
  std::size_t settled_ = 0;
};

}  // namespace

SkuLookup::SkuLookup(SupplierApi& api, Log& log, LookupOptions options)
    : api_(api), log_(log), options_(std::move(options)) {}

LookupReport SkuLookup::ask(const std::vector<std::string>& skus, int max_requests,
                            const std::function<void(std::size_t)>& progress) {
  LookupReport report;
  for (const std::string& sku : skus) report.answers[sku];
  try {
    Lookup(api_, log_, options_, max_requests, progress, report).ask(wanted_skus(skus, options_.spelling));
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::supplier) throw;
    report.failure = failure;
  }
  return report;
}

}  // namespace dsz
