#pragma once

#include "in_flight.hpp"
#include "listing.hpp"

#include <functional>
#include <optional>

namespace dsz {

/// Reads all pages of one listing, several at a time, until they fit together: all state the same total, and their ids
/// are as many as it says, each once. Where they do not, something was added or removed meanwhile, and what moved is
/// read again; after about three passes it is given up with Failure(store).
///
/// Pages are read from the last one down: a row that is removed meanwhile moves those after it to lower pages, which
/// are still to be read, so that nothing slips through.
class ListingReader {
 public:
  /// Gives what takes the rows of a page, counted from 0. The same page may come again: then it replaces what it was.
  using BeginPage = std::function<TakeRow(std::size_t page)>;
  using Progress = std::function<void(std::int64_t read, std::int64_t in_all)>;

  ListingReader(StoreApi& api, Log& log, Listing listing, BeginPage begin_page, Progress progress = {});
  /// The number of pages: what came beyond it does not count. nullopt when the store has no such route.
  std::optional<std::size_t> read();
  /// The same, with what page_request(…, 1) was answered.
  std::optional<std::size_t> read(const Outcome& first_page);

 private:
  struct Page {
    std::int64_t total = -1;  ///< what the page said; -1: not read yet
    std::vector<std::int64_t> ids;
  };

  void read_stale_pages();
  [[nodiscard]] std::vector<std::size_t> stale_pages() const;
  /// True when the page holds the ids that it held before.
  bool take(std::size_t page, const Outcome& outcome);
  void settle_below(std::size_t unchanged);
  [[nodiscard]] bool fits_together() const;
  [[noreturn]] void give_up() const;

  StoreApi& api_;
  Log& log_;
  const Listing listing_;
  const BeginPage begin_page_;
  const Progress progress_;
  std::vector<Page> pages_{1};
  std::int64_t rows_read_ = 0;  ///< in pages_
  std::int64_t total_ = 0;      ///< as the answer that came last says it
  std::size_t requests_ = 0;
  std::string cached_;
};

}  // namespace dsz
