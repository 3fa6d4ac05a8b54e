#pragma once

#include "dsz/state/fetch_staging.hpp"
#include "dsz/supplier/product_page.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace dsz {

/// Notices rows that shifted from page to page while the pages were read, and says which to read again.
///
/// The seam of two neighbours holds when nothing moved between their readings: then no row can have slipped from one to
/// the other unseen. That something moved shows in two ways: `total` differs from one answer to the next, or neighbours
/// have a row in common. Each seam that was half read at such a moment is read again, both pages, until it holds; what
/// was read before stays, so that a row counts as read when any reading had it. Not noticed are changes that leave
/// `total` as it was and move no row across the pages being read just then (page_order.hpp), and moves by more than a
/// page at once.
class PageDrift {
 public:
  /// `skus_of` gives the SKUs of the newest reading of a page: those of a whole catalogue are not kept here.
  using SkusOf = std::function<std::vector<std::uint64_t>(std::int64_t page)>;
  PageDrift(std::int64_t page_size, SkusOf skus_of) : page_size_(page_size), skus_of_(std::move(skus_of)) {}

  /// What is kept of one reading. `number` counts the readings in the order in which they were asked for: answers may
  /// overtake each other, and so come in another order than the supplier's. The newest of a page replaces the one
  /// before.
  static PageReading reading_of(std::int64_t number, const ProductPage& answer);
  void record(std::int64_t page, PageReading reading);
  /// The readings so far are of a run that was cut off: anything may have moved before the reading `number`, which
  /// comes next. What held when it was cut off holds; each seam that is half read is read again.
  void interrupted_before(std::int64_t number);
  /// By the largest total stated so far.
  [[nodiscard]] std::int64_t last_page() const;
  /// As stated last.
  [[nodiscard]] std::int64_t total() const { return totals_.empty() ? 0 : totals_.rbegin()->second; }
  /// Something moved at some time, as far as unsettled_pages() has seen.
  [[nodiscard]] bool anything_moved() const { return !moved_before_.empty(); }
  /// What must be read (again) before the rows can be relied on, in ascending order: pages of seams that do not hold,
  /// pages with fewer rows than they should have (once), pages that were not there at first.
  [[nodiscard]] std::vector<std::int64_t> unsettled_pages();

  /// Of the newest reading of each page.
  struct Sums {
    std::int64_t usable_rows = 0;
    std::int64_t repeated_in_page = 0;  ///< rows whose SKU stands on the same page already: the supplier's own
    std::int64_t without_sku = 0;
    std::int64_t unknown = 0;
  };
  [[nodiscard]] Sums sums() const;

 private:
  struct Overlap {
    std::vector<std::uint64_t> skus;
    std::int64_t newest_reading = 0;
  };
  struct Span {
    std::int64_t first;
    std::int64_t last;
  };

  void settle_seams();
  bool overlap_shows_a_move(std::int64_t page);
  [[nodiscard]] Span span(std::int64_t page) const;
  [[nodiscard]] bool moved_within(Span span) const;
  [[nodiscard]] bool both_read(std::int64_t page) const;
  bool is_short(std::int64_t page);
  [[nodiscard]] bool is_outdated_last(std::int64_t page) const;

  const std::int64_t page_size_;
  const SkusOf skus_of_;
  std::map<std::int64_t, std::int64_t> totals_;  ///< by number of the reading
  std::int64_t largest_total_ = 0;
  std::map<std::int64_t, PageReading> newest_;  ///< by page, without `skus`
  std::set<std::int64_t> moved_before_;         ///< numbers of readings before which something moved
  std::set<std::int64_t> settled_;              ///< lower pages of the seams that hold
  std::map<std::int64_t, Overlap> overlaps_;
  std::set<std::int64_t> short_once_;
};

}  // namespace dsz
