#include "dsz/supplier/fetcher.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/os/free_memory.hpp"

#include "page_drift.hpp"
#include "page_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace dsz {
namespace {

constexpr std::size_t kUnderWay = 8;
/// Of what the last fetch found, so much may be asked for before page 1 has said how much there is.
constexpr std::int64_t kSurePart = 2;
constexpr int kAsksForOnePage = 3;
constexpr int kRepairRounds = 5;
/// A round of repair may read so many pages, or a quarter of all. A feed in which more has moved is no feed.
constexpr std::int64_t kRepairPages = 50;
/// Thirty times what the supplier had in 2025: more is no catalogue but a wrong number.
constexpr std::int64_t kMostProducts = 5'000'000;
/// Twelve times what the supplier had in 2025: with pages smaller than asked for, more would hold the lock for days.
constexpr std::int64_t kMostSmallPages = 10'000;
/// Pages are asked for from the first on: when so many of them are empty, nothing follows.
constexpr int kMostEmptyPages = 10;
constexpr std::size_t kNotesLogged = 20;
constexpr std::int64_t kManyOddProducts = 50;
constexpr std::string_view kOldStands = "the inventory of the last fetch stays as it is";

/// One fetch, from its first page to its report.
class Fetch {
 public:
  Fetch(SupplierApi& api, FetchStaging& staging, const SupplierSettings& settings, Log& log,
        const std::function<void(const FetchProgress&)>& progress)
      : api_(api), staging_(staging), settings_(settings), log_(log), progress_(progress) {}
  /// What was asked for ahead of a page 1 that proved unusable would answer to this object.
  ~Fetch() {
    if (api_.under_way() > 0) api_.abandon();
  }
  Fetch(const Fetch&) = delete;
  Fetch& operator=(const Fetch&) = delete;

  FetchReport run(std::int64_t pages_before) {
    std::vector<StagedPage> staged = staging_.pages();
    for (const StagedPage& page : staged) asked_ = std::max(asked_, page.reading.number);
    const std::int64_t first_number = asked_ + 1;
    if (staged.empty()) plan_ahead(pages_before);
    const ProductPage first = read_first_page();
    if (!staged.empty() && !can_go_on(staged, first)) {
      log_.info("too much moved since the fetch was cut off: it begins anew");
      staged.clear();
      staging_.clear_pages();
    }
    restore(staged, first_number);
    for (const Held& held : held_) stage(held.page, held.number, held.answer);
    check_total();
    for (const Held& held : held_) check_page(held.page, held.answer);
    held_.clear();
    if (drift_->last_page() > 1) read(pages_left(staged));
    repair();
    look_beyond();
    judge();
    return report_;
  }

 private:
  /// A page that was read before it was decided whether the fetch goes on with what is staged.
  struct Held {
    std::int64_t page;
    std::int64_t number;
    ProductPage answer;
  };

  /// Page 1 alone would hold up all others for the time of its answer.
  void plan_ahead(std::int64_t pages_before) {
    for (const std::int64_t page : page_order(pages_before)) {
      if (page > pages_before / kSurePart || to_ask_.size() == kUnderWay) break;
      to_ask_.push_back(page);
    }
    ahead_.insert(to_ask_.begin(), to_ask_.end());
    planned_ = std::ssize(to_ask_);
  }

  ProductPage read_first_page() {
    ProductPage first;
    std::int64_t page_size = 0;
    int asks = 0;
    do {
      if (asks++ == kAsksForOnePage) fail("page 1 came without products, though the supplier states a total");
      first = read_one(1);
      if (!first.total) fail("the first page states no total, so that nothing could prove the feed complete");
      if (*first.total == 0) fail("the supplier lists no products");
      page_size = std::max(page_size, size_of_pages(first));
    } while (first.rows == 0 || (!states_its_size(first) && asks < 2));
    const std::int64_t pages = (*first.total + page_size - 1) / page_size;
    if (page_size < settings_.page_size && pages > kMostSmallPages) {
      fail(fmt::format("it gives {} {} a page where {} were asked for, which would take {} requests", page_size,
                       page_size == 1 ? "product" : "products", settings_.page_size, pages));
    }
    page_size_ = page_size;
    stated_pages_ = first.total_pages.value_or(0);
    log_.info("the supplier lists {} products on {} pages", *first.total, pages);
    return first;
  }

  /// Reads again the last of the pages that are there without a gap. The seams around it make up for rows that moved by
  /// less than a page since; a page that has lost half of its rows means more than that, and a new beginning.
  bool can_go_on(const std::vector<StagedPage>& staged, const ProductPage& first) {
    std::size_t whole = 0;
    while (whole < staged.size() && staged[whole].page == static_cast<std::int64_t>(whole) + 1) ++whole;
    if (whole == 0) return false;
    const ProductPage again = whole > 1 ? read_one(static_cast<std::int64_t>(whole)) : first;
    const std::vector<std::uint64_t> before = staging_.skus_of(staged[whole - 1].page);
    const std::vector<std::uint64_t> now = PageDrift::reading_of(0, again).skus;
    std::vector<std::uint64_t> both;
    std::ranges::set_intersection(before, now, std::back_inserter(both));
    const bool same_size =
        std::ranges::all_of(staged, [this](const StagedPage& page) { return page.reading.rows <= page_size_; });
    return same_size && both.size() * 2 >= before.size() && !both.empty();
  }

  void restore(const std::vector<StagedPage>& staged, std::int64_t first_number) {
    drift_.emplace(page_size_, [this](std::int64_t page) { return staging_.skus_of(page); });
    for (const StagedPage& page : staged) drift_->record(page.page, page.reading);
    if (staged.empty()) return;
    drift_->interrupted_before(first_number);
    report_.resumed_pages = std::ssize(staged);
    log_.info("goes on with the fetch that was cut off: {} pages are there already", staged.size());
  }

  [[nodiscard]] std::vector<std::int64_t> pages_left(const std::vector<StagedPage>& staged) const {
    std::vector<std::int64_t> pages = page_order(drift_->last_page());
    std::erase_if(pages, [&](std::int64_t page) {
      return ahead_.contains(page) || std::ranges::binary_search(staged, page, {}, &StagedPage::page);
    });
    return pages;
  }

  void check_total() const {
    if (drift_->total() > kMostProducts) {
      fail(fmt::format("the supplier states {} products, more than the {} that are believed", drift_->total(),
                       kMostProducts));
    }
  }

  /// A total that is too low would cut the feed in silence; a number of pages that does not agree with it gives it
  /// away.
  void look_beyond() {
    const std::int64_t beyond = drift_->last_page() + 1;
    if (stated_pages_ >= beyond) read({beyond});
  }

  /// The supplier may cap what was asked for; the rows that came say so.
  [[nodiscard]] std::int64_t size_of_pages(const ProductPage& first) const {
    return first.total > first.rows ? first.rows : std::max<std::int64_t>(first.rows, settings_.page_size);
  }

  /// A first page shorter than asked for is either the supplier's cap, or cut by accident.
  [[nodiscard]] bool states_its_size(const ProductPage& first) const {
    if (first.rows >= settings_.page_size || first.rows >= *first.total) return true;
    if (first.rows == 0) return false;
    return first.page_size == first.rows || first.total_pages == (*first.total + first.rows - 1) / first.rows;
  }

  void read(const std::vector<std::int64_t>& pages) {
    to_ask_.insert(to_ask_.end(), pages.begin(), pages.end());
    planned_ += std::ssize(pages);
    while (!to_ask_.empty() || api_.under_way() > 0) drive();
  }

  /// What is asked for ahead stays under way.
  ProductPage read_one(std::int64_t page) {
    kept_.reset();
    keep_ = page;
    if (std::ranges::find(to_ask_, page) == to_ask_.end()) {
      to_ask_.push_front(page);
      ++planned_;
    }
    while (!kept_) drive();
    keep_ = 0;
    return std::move(*kept_);
  }

  void drive() {
    while (!to_ask_.empty() && api_.under_way() < kUnderWay) {
      ask(to_ask_.front());
      to_ask_.pop_front();
    }
    api_.drive();
  }

  void ask(std::int64_t page) {
    const Query query{{"page_no", std::to_string(page)}, {"limit", std::to_string(settings_.page_size)}};
    const std::int64_t number = ++asked_;
    api_.request_products(query, fmt::format("GET /v2/products page {}", page),
                          [this, page, number](ProductPage& answer) {
                            if (answer.current_page.value_or(page) != page) {
                              ask_again(page, *answer.current_page);
                              return;
                            }
                            take(page, number, answer);
                            if (page == keep_) kept_ = std::move(answer);
                          });
  }

  void ask_again(std::int64_t page, std::int64_t came) {
    if (++wrong_answers_[page] == kAsksForOnePage) {
      fail(fmt::format("asked for page {}, the supplier answered with page {}, {} times", page, came, kAsksForOnePage));
    }
    log_.warning("asked for page {}, the supplier answered with page {}: it is asked again", page, came);
    to_ask_.push_front(page);
  }

  void take(std::int64_t page, std::int64_t number, const ProductPage& answer) {
    if (!drift_) {
      held_.push_back({page, number, answer});
    } else {
      stage(page, number, answer);
      check_total();
      check_page(page, answer);
    }
    ++report_.pages;
    report_.rows += answer.rows;
    for (const std::string& note : answer.unknown_notes) {
      if (notes_.size() < kNotesLogged && notes_.insert(note).second) log_.warning("stock unknown: {}", note);
    }
    if (!progress_) return;
    // The first page says how many there are.
    const std::int64_t in_all = std::max(planned_, answer.total_pages.value_or(0));
    progress_({.pages_done = report_.pages, .pages_in_all = in_all, .products = report_.rows});
  }

  void stage(std::int64_t page, std::int64_t number, const ProductPage& answer) {
    PageReading reading = PageDrift::reading_of(number, answer);
    staging_.put_page(page, answer.products, reading);
    drift_->record(page, std::move(reading));
    give_back_free_memory();
  }

  void check_page(std::int64_t page, const ProductPage& answer) {
    const bool beyond = page > drift_->last_page();
    if (beyond && answer.rows > 0) {
      fail(fmt::format("the supplier states {} products, but there are more on page {}", drift_->total(), page));
    }
    if (beyond || answer.rows > 0 || ++empty_pages_ < kMostEmptyPages) return;
    fail(fmt::format("{} pages came empty, though the supplier states {} products", empty_pages_, drift_->total()));
  }

  void repair() {
    for (int round = 1; round <= kRepairRounds; ++round) {
      const std::vector<std::int64_t> pages = pages_to_repair();
      if (pages.empty()) return;
      const auto count = static_cast<std::int64_t>(pages.size());
      if (count > std::max(kRepairPages, drift_->last_page() / 4)) {
        fail(fmt::format("rows moved on {} of {} pages while they were read", count, drift_->last_page()));
      }
      log_.info("rows moved while the pages were read: {} pages are read again (round {} of {})", count, round,
                kRepairRounds);
      report_.repaired_pages += count;
      read(pages);
    }
    if (!drift_->unsettled_pages().empty()) {
      fail(fmt::format("rows kept moving from page to page, though they were read again {} times", kRepairRounds));
    }
  }

  std::vector<std::int64_t> pages_to_repair() {
    std::vector<std::int64_t> pages = drift_->unsettled_pages();
    const bool can_read_all = drift_->anything_moved() && drift_->last_page() <= kRepairPages;
    if (pages.empty() && can_read_all && missing() > allowance()) pages = page_order(drift_->last_page());
    return pages;
  }

  [[nodiscard]] std::int64_t missing() const {
    const PageDrift::Sums sums = drift_->sums();
    // Nothing moved and every row was read: a SKU that the supplier itself lists on two pages is no gap.
    if (!drift_->anything_moved() && sums.usable_rows + sums.without_sku == drift_->total()) return 0;
    return drift_->total() - staging_.distinct() - sums.repeated_in_page - sums.without_sku;
  }
  [[nodiscard]] std::int64_t allowance() const { return drift_->total() / 1000; }

  void judge() {
    const PageDrift::Sums sums = drift_->sums();
    report_.distinct = staging_.distinct();
    report_.stated_total = drift_->total();
    report_.duplicates = std::max<std::int64_t>(0, sums.usable_rows - report_.distinct);
    report_.without_sku = sums.without_sku;
    report_.unknown = sums.unknown;
    if (report_.distinct == 0) fail("none of the supplier's products has a usable SKU");
    if (missing() > allowance()) {
      fail(fmt::format("the supplier states {} products, but its pages hold only {} different ones",
                       report_.stated_total, report_.distinct));
    }
    judge_readability();
    if (missing() > 0) {
      log_.warning("the supplier states {} products, its pages hold {} different ones: accepted, it is under 0.1%",
                   report_.stated_total, report_.distinct);
    }
    if (report_.without_sku > 0) log_.warning("{} rows have no usable SKU and are left out", report_.without_sku);
    if (report_.unknown > 0) log_.warning("{} products have an unknown stock and stay untouched", report_.unknown);
  }

  /// A few odd products are passed over or left unknown. When they are many, the answers have changed their form, and
  /// what was read of them cannot be trusted either.
  void judge_readability() const {
    const std::int64_t left_out = report_.stated_total - report_.distinct;
    if (left_out >= kManyOddProducts && left_out * 100 > report_.stated_total) {
      fail(fmt::format("{} of {} rows have no usable SKU of their own", left_out, report_.stated_total));
    }
    if (report_.unknown >= kManyOddProducts && report_.unknown * 2 > report_.distinct) {
      fail(fmt::format("the stock of {} of {} products cannot be read", report_.unknown, report_.distinct));
    }
  }

  [[noreturn]] void fail(const std::string& what) const {
    staging_.clear();  // to go on with it would end in the same way
    throw Failure(FailureKind::supplier,
                  fmt::format("the feed of {} is unusable: {}; {}", settings_.base_url, what, kOldStands));
  }

  SupplierApi& api_;
  FetchStaging& staging_;
  const SupplierSettings& settings_;
  Log& log_;
  const std::function<void(const FetchProgress&)>& progress_;
  FetchReport report_;
  std::optional<PageDrift> drift_;
  std::vector<Held> held_;
  std::deque<std::int64_t> to_ask_;
  std::set<std::int64_t> ahead_;  ///< pages that are asked for before page 1 has answered
  std::int64_t keep_ = 0;         ///< the page that read_one() waits for
  std::optional<ProductPage> kept_;
  std::int64_t asked_ = 0;
  std::int64_t page_size_ = 0;
  std::int64_t planned_ = 0;
  std::int64_t stated_pages_ = 0;
  int empty_pages_ = 0;
  std::map<std::int64_t, int> wrong_answers_;
  std::set<std::string> notes_;
};

}  // namespace

Fetcher::Fetcher(SupplierApi& api, FetchStaging& staging, const SupplierSettings& settings, Log& log)
    : api_(api), staging_(staging), settings_(settings), log_(log) {}

FetchReport Fetcher::fetch_full(const std::function<void(const FetchProgress&)>& progress, std::int64_t pages_before) {
  return Fetch(api_, staging_, settings_, log_, progress).run(pages_before);
}

}  // namespace dsz
