#include "listing_reader.hpp"

#include "store_errors.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {

ListingReader::ListingReader(StoreApi& api, Log& log, Listing listing, BeginPage begin_page, Progress progress)
    : api_(api),
      log_(log),
      listing_(std::move(listing)),
      begin_page_(std::move(begin_page)),
      progress_(std::move(progress)) {}

std::optional<std::size_t> ListingReader::read() { return read(send_first_page(api_, log_, listing_)); }

std::optional<std::size_t> ListingReader::read(const Outcome& first_page) {
  constexpr std::size_t kPasses = 3;
  if (no_such_route(first_page)) return std::nullopt;
  take(0, first_page);
  for (;;) {
    while (!stale_pages().empty()) {
      if (requests_ >= kPasses * pages_.size()) give_up();
      read_stale_pages();
    }
    if (fits_together()) return pages_.size();
    log_.info("{}: the pages do not fit together; all are read again", listing_.path);
    for (Page& page : pages_) page.total = -1;
  }
}

void ListingReader::read_stale_pages() {
  const std::vector<std::size_t> stale = stale_pages();
  const std::int64_t before = total_;
  InFlight<std::size_t> in_flight(api_);
  auto next = stale.rbegin();
  std::optional<std::size_t> unchanged;
  const auto start_more = [&] {
    while (!unchanged && next != stale.rend() && in_flight.size() < api_.concurrency()) {
      const std::size_t page = *next++;
      in_flight.start(page_request(api_, listing_, page + 1), page);
    }
  };
  start_more();
  while (in_flight.size() > 0) {
    const auto [page, outcome] = in_flight.next();
    start_more();  // the store is at work while this page is read
    if (take(page, outcome)) unchanged = unchanged ? std::min(*unchanged, page) : page;
  }
  if (unchanged) settle_below(*unchanged);
  if (before != total_)
    log_.info("{}: {} rows, {} a moment ago; what moved is read again", listing_.path, total_, before);
}

std::vector<std::size_t> ListingReader::stale_pages() const {
  std::vector<std::size_t> stale;
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    if (pages_[i].total != total_) stale.push_back(i);
  }
  return stale;
}

bool ListingReader::take(std::size_t page, const Outcome& outcome) {
  ++requests_;
  if (listing_.fresh) require_fresh(api_, outcome, page_label(listing_, page + 1));
  if (const std::string cached = cached_answer(outcome); !cached.empty() && cached_.empty()) {
    cached_ = cached;
    log_.warning("{}: {}", page_label(listing_, page + 1), cached);
  }
  ListingPage answer =
      page_of(api_, outcome, page_label(listing_, page + 1), [this, page] { return begin_page_(page); });
  total_ = answer.total;
  for (; pages_.size() > answer.pages; pages_.pop_back()) rows_read_ -= std::ssize(pages_.back().ids);
  pages_.resize(answer.pages);
  if (page >= pages_.size()) return false;  // the listing has become shorter

  Page& known = pages_[page];
  const bool unchanged = known.total >= 0 && known.ids == answer.ids;
  known.total = answer.total;
  rows_read_ += std::ssize(answer.ids) - std::ssize(known.ids);
  known.ids = std::move(answer.ids);
  if (progress_) progress_(rows_read_, total_);
  return unchanged;
}

/// Rows are ordered by id: as long as nothing is added or removed before it, a page stays as it is. So where one page
/// has not moved, none below it has.
void ListingReader::settle_below(std::size_t unchanged) {
  for (std::size_t i = 0; i < std::min(unchanged, pages_.size()); ++i) {
    if (pages_[i].total >= 0) pages_[i].total = total_;
  }
}

bool ListingReader::fits_together() const {
  std::vector<std::int64_t> ids;
  for (const Page& page : pages_) ids.insert(ids.end(), page.ids.begin(), page.ids.end());
  return whole(std::move(ids), total_);
}

void ListingReader::give_up() const {
  throw Failure(FailureKind::store,
                fmt::format("store {}: the list {} does not hold still: after {} requests its pages still do not fit "
                            "together ({} rows by the store's count); {}",
                            api_.identity().base, listing_.path, requests_, total_,
                            cached_.empty() ? "if nobody adds or removes products just now, a page cache or a plugin "
                                              "alters the lists under /wp-json/"
                                            : cached_));
}

}  // namespace dsz
