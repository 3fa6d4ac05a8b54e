#pragma once

#include "dsz/base/log.hpp"
#include "dsz/http/url.hpp"
#include "dsz/store/store_api.hpp"

#include "row_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// What is listed: products, variations, terms.
struct Listing {
  std::string path;  ///< "wc/v3/products"
  Query query;       ///< without page and order
  bool retry_500 = true;
  bool fresh = false;  ///< must be as it is now: what a cache says of it will not do
};

/// One page of a listing as it was answered.
struct ListingPage {
  std::int64_t total = 0;  ///< rows in all pages, X-WP-Total
  std::size_t pages = 0;   ///< at least 1, X-WP-TotalPages
  std::vector<std::int64_t> ids;
};

/// Called before the rows of a page are handed over, and again where they have to be handed over anew: what came before
/// is to be forgotten.
using BeginRows = std::function<TakeRow()>;

/// "GET wc/v3/products page 3". Pages count from 1. Always ordered by id: no other order is stable.
Request page_request(StoreApi& api, const Listing& listing, std::size_t page);
std::string page_label(const Listing& listing, std::size_t page);

/// True for what a host says that does not bear so many rows at a time, among other things.
bool too_many_rows(const Outcome& outcome);

/// Page 1. Where the host does not bear that many rows, fewer are asked for, from then on for all lists of this run.
Outcome send_first_page(StoreApi& api, Log& log, const Listing& listing);

/// Hands over the rows that have ids. Failure(store) when the answer is not a list of such rows, or says no totals.
ListingPage page_of(const StoreApi& api, const Outcome& outcome, std::string_view label, const BeginRows& begin);
/// The same where the rows are not wanted.
ListingPage page_of(const StoreApi& api, const Outcome& outcome, std::string_view label);

/// The same of a list that a store may lack or fail at, where there is another way to read: nullopt then, with the
/// reason in the log unless it is that the store is too old. Failure(store) when nothing answered, or a firewall.
std::optional<ListingPage> page_if_usable(const StoreApi& api, Log& log, const Outcome& outcome,
                                          std::string_view label);

/// True when the ids are as many as the total says, each once.
bool whole(std::vector<std::int64_t> ids, std::int64_t total);

/// Says that an answer came from a cache, "" when it shows no sign of one.
std::string cached_answer(const Outcome& outcome);

/// Failure(store) when an answer came from a cache.
void require_fresh(const StoreApi& api, const Outcome& outcome, std::string_view label);

}  // namespace dsz
