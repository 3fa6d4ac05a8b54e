#include "dsz/supplier/stock_changes.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

namespace dsz {
namespace {

constexpr std::int64_t kChangesOnAPage = 160;
/// An hour of the supplier's quota: any other way to fetch is as cheap by then.
constexpr std::int64_t kMostPages = 600;
/// So many pages may be read again because rows moved to them.
constexpr std::size_t kMostRepetitions = 50;

/// "2026-11-22 00:00:00"
std::string stock_time(WallTime time) {
  std::string text = format_utc(time);
  text.resize(std::string_view("2026-11-22T00:00:00").size());
  text[text.find('T')] = ' ';
  return text;
}

class ChangeReader {
 public:
  ChangeReader(SupplierApi& api, WallTime from, WallTime to)
      : api_(api), from_(stock_time(from)), to_(stock_time(to)) {}

  StockChanges read() {
    ask(1);
    drive();
    if (changes_.doubt.empty()) read_further_pages();
    for (const auto& [page, reading] : read_) changes_.rows += reading.rows;
    if (changes_.doubt.empty() && changes_.rows < first_total_) {
      changes_.doubt = fmt::format("it states {} changes, and its pages hold {}", first_total_, changes_.rows);
    }
    return std::move(changes_);
  }

 private:
  /// Of one page; when it was read twice, and little moved between, of both.
  struct Reading {
    std::int64_t rows = 0;
    std::int64_t least_total = 0;
    std::int64_t most_total = 0;
  };

  /// The total may grow meanwhile, because changes go on; a supplier with smaller pages than asked for shows it by the
  /// first one.
  void read_further_pages() {
    const std::int64_t page_size = first_total_ > read_[1].rows ? read_[1].rows : kChangesOnAPage;
    if (page_size == 0) {
      changes_.doubt = fmt::format("it states {} changes, and its first page holds none", first_total_);
      return;
    }
    if (total_ / page_size >= kMostPages) {
      changes_.doubt = fmt::format("it states {} changes, too many to be asked for", total_);
      return;
    }
    std::size_t repetitions = 0;
    for (std::int64_t page = 2; changes_.doubt.empty();) {
      std::vector<std::int64_t> pages = overtaken_pages();
      repetitions += pages.size();
      if (repetitions > kMostRepetitions) {
        changes_.doubt = "it changes faster than its pages can be read";
        return;
      }
      for (; page <= kMostPages && (page - 1) * page_size < total_; ++page) pages.push_back(page);
      if (pages.empty()) return;
      for (const std::int64_t each : pages) ask(each);
      drive();
    }
  }

  /// In what order the log lists changes is not documented. Where the newest come first, the others move on: what a
  /// page had given up before it was read is on the next one, and not read yet if that was read earlier.
  [[nodiscard]] std::vector<std::int64_t> overtaken_pages() const {
    std::vector<std::int64_t> pages;
    std::int64_t before = 0;
    for (const auto& [page, reading] : read_) {
      if (reading.most_total < before) pages.push_back(page);
      before = reading.least_total;
    }
    return pages;
  }

  void drive() {
    while (api_.under_way() > 0) api_.drive();
  }

  void ask(std::int64_t page) {
    const nlohmann::json body{{"start_time", from_}, {"end_time", to_}, {"page_no", page}, {"limit", kChangesOnAPage}};
    api_.request_changes(body.dump(), fmt::format("POST /stock page {}", page),
                         [this, page](StockChangePage& answer) { take(page, answer); });
  }

  void take(std::int64_t page, const StockChangePage& answer) {
    ++changes_.pages;
    note(page, answer.rows, answer.total.value_or(-1));
    if (page == 1) first_total_ = answer.total.value_or(-1);
    total_ = std::max(total_, answer.total.value_or(-1));
    if (!answer.total) {
      changes_.doubt = "an answer states no total";
    } else if (*answer.total < first_total_) {
      changes_.doubt = fmt::format("it stated {} changes first and {} later", first_total_, *answer.total);
    } else if (answer.page_no.value_or(page) != page) {
      changes_.doubt = fmt::format("asked for page {}, it answered with page {}", page, *answer.page_no);
    } else if (answer.unreadable > 0) {
      changes_.doubt = fmt::format("{} changes on page {} cannot be read", answer.unreadable, page);
    }
    for (const StockNews& news : answer.news) take(news);
  }

  void note(std::int64_t page, std::int64_t rows, std::int64_t total) {
    const auto [entry, is_new] = read_.try_emplace(page, Reading{rows, total, total});
    if (is_new) return;
    Reading& reading = entry->second;
    const bool joined = std::abs(total - reading.most_total) <= rows && std::abs(total - reading.least_total) <= rows;
    reading = {rows, joined ? std::min(total, reading.least_total) : total,
               joined ? std::max(total, reading.most_total) : total};
  }

  void take(const StockNews& news) {
    const auto [entry, is_new] = changes_.newest.try_emplace(news.sku, LatestStock{news.at, news.stock});
    if (is_new || news.at < entry->second.at) return;
    const bool contradicts = news.at == entry->second.at && news.stock != entry->second.stock;
    entry->second = {news.at, contradicts ? StockLevel{} : news.stock};
  }

  SupplierApi& api_;
  const std::string from_;
  const std::string to_;
  StockChanges changes_;
  std::map<std::int64_t, Reading> read_;  ///< by page
  std::int64_t first_total_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace

StockChanges read_stock_changes(SupplierApi& api, WallTime from, WallTime to) {
  return ChangeReader(api, from, to).read();
}

}  // namespace dsz
