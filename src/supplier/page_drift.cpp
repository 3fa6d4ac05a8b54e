#include "page_drift.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dsz {

PageReading PageDrift::reading_of(std::int64_t number, const ProductPage& answer) {
  PageReading reading;
  reading.number = number;
  reading.total = answer.total;
  reading.rows = answer.rows;
  reading.usable_rows = static_cast<std::int64_t>(answer.products.size());
  reading.without_sku = answer.without_sku;
  reading.unknown = answer.unknown;
  reading.skus.reserve(answer.products.size());
  for (const SupplierProduct& product : answer.products) reading.skus.push_back(sku_hash(product.sku));
  std::sort(reading.skus.begin(), reading.skus.end());
  reading.skus.erase(std::unique(reading.skus.begin(), reading.skus.end()), reading.skus.end());
  reading.distinct = std::ssize(reading.skus);
  return reading;
}

void PageDrift::record(std::int64_t page, PageReading reading) {
  if (reading.total) {
    totals_[reading.number] = *reading.total;
    largest_total_ = std::max(largest_total_, *reading.total);
  }
  reading.skus = std::vector<std::uint64_t>();
  newest_[page] = std::move(reading);
}

void PageDrift::interrupted_before(std::int64_t number) {
  settle_seams();
  moved_before_.insert(number);
}

std::int64_t PageDrift::last_page() const {
  return std::max<std::int64_t>(1, (largest_total_ + page_size_ - 1) / page_size_);
}

std::vector<std::int64_t> PageDrift::unsettled_pages() {
  settle_seams();
  std::vector<std::int64_t> pages;
  for (std::int64_t page = 1; page <= last_page(); ++page) {
    const bool lower_seam = page > 1 && settled_.count(page - 1) == 0;
    const bool upper_seam = page < last_page() && settled_.count(page) == 0;
    if (is_short(page) || lower_seam || upper_seam || is_outdated_last(page)) pages.push_back(page);
  }
  return pages;
}

void PageDrift::settle_seams() {
  for (auto each = totals_.begin(); each != totals_.end(); ++each) {
    const auto next = std::next(each);
    if (next != totals_.end() && next->second != each->second) moved_before_.insert(next->first);
  }
  std::set<std::int64_t> moved;
  for (std::int64_t page = 1; page < last_page(); ++page) {
    if (settled_.count(page) != 0 || !both_read(page) || !overlap_shows_a_move(page)) continue;
    moved.insert(page);
    const Span when = span(page);
    for (std::int64_t number = when.first + 1; number <= when.last; ++number) moved_before_.insert(number);
  }
  for (std::int64_t page = 1; page < last_page(); ++page) {
    if (both_read(page) && moved.count(page) == 0 && !moved_within(span(page))) settled_.insert(page);
  }
}

bool PageDrift::overlap_shows_a_move(std::int64_t page) {
  Overlap now{{}, span(page).last};
  std::ranges::set_intersection(skus_of_(page), skus_of_(page + 1), std::back_inserter(now.skus));
  if (now.skus.empty()) return false;
  // The same rows again, when both pages have been read anew: the supplier lists them twice.
  const Overlap before = std::exchange(overlaps_[page], now);
  return before.skus != now.skus || span(page).first <= before.newest_reading;
}

PageDrift::Span PageDrift::span(std::int64_t page) const {
  const auto [first, last] = std::minmax(newest_.at(page).number, newest_.at(page + 1).number);
  return {first, last};
}

bool PageDrift::moved_within(Span span) const {
  const auto found = moved_before_.upper_bound(span.first);
  return found != moved_before_.end() && *found <= span.last;
}

bool PageDrift::both_read(std::int64_t page) const { return newest_.count(page) != 0 && newest_.count(page + 1) != 0; }

bool PageDrift::is_short(std::int64_t page) {
  const auto found = newest_.find(page);
  if (found == newest_.end() || !found->second.total) return false;
  const std::int64_t expected = std::clamp<std::int64_t>(*found->second.total - (page - 1) * page_size_, 0, page_size_);
  return found->second.rows < expected && short_once_.insert(page).second;
}

bool PageDrift::is_outdated_last(std::int64_t page) const {
  if (page != last_page()) return false;
  const auto found = newest_.find(page);
  return found != newest_.end() && found->second.total && *found->second.total < total();
}

PageDrift::Sums PageDrift::sums() const {
  Sums sums;
  for (const auto& [page, reading] : newest_) {
    sums.usable_rows += reading.usable_rows;
    sums.repeated_in_page += reading.usable_rows - reading.distinct;
    sums.without_sku += reading.without_sku;
    sums.unknown += reading.unknown;
  }
  return sums;
}

}  // namespace dsz
