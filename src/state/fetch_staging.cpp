#include "dsz/state/fetch_staging.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>

namespace dsz {
namespace {

constexpr std::string_view kEmpty = "DELETE FROM staged_product; DELETE FROM staged_page; DELETE FROM staged_fetch";

constexpr std::int64_t kDigits = 16;

/// Hexadecimal digits, so that the column is text; a page has 200.
std::string packed(const std::vector<std::uint64_t>& hashes) {
  std::string text;
  text.reserve(hashes.size() * kDigits);
  for (const std::uint64_t hash : hashes) text += fmt::format("{:016x}", hash);
  return text;
}

std::vector<std::uint64_t> unpacked(std::string_view text) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(text.size() / kDigits);
  for (; text.size() >= kDigits; text.remove_prefix(kDigits)) {
    std::uint64_t hash = 0;
    std::from_chars(text.data(), text.data() + kDigits, hash, 16);
    hashes.push_back(hash);
  }
  return hashes;
}

}  // namespace

/// FNV-1a.
std::uint64_t sku_hash(std::string_view sku) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : sku) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

FetchStaging::FetchStaging(Database& database)
    : database_(database),
      put_(database.prepare("INSERT INTO staged_product (sku, stock, price, page, missing) VALUES (?, ?, ?, ?, ?)"
                            " ON CONFLICT (sku) DO UPDATE SET stock = excluded.stock, price = excluded.price,"
                            " page = excluded.page, missing = excluded.missing WHERE excluded.page >= page")) {}

void FetchStaging::start(std::string_view mode, WallTime now, std::string_view source) {
  Transaction transaction(database_);
  database_.execute(kEmpty);
  database_.prepare("INSERT INTO staged_fetch (mode, started_ms, source) VALUES (?, ?, ?)")
      .bind(1, mode)
      .bind(2, now.time_since_epoch().count())
      .bind(3, source)
      .run();
  transaction.commit();
}

std::optional<WallTime> FetchStaging::started(std::string_view mode, std::string_view source, WallTime since,
                                              WallTime now) const {
  Statement statement = database_.prepare("SELECT started_ms FROM staged_fetch WHERE mode = ? AND source = ?");
  if (!statement.bind(1, mode).bind(2, source).step()) return std::nullopt;
  const WallTime at{Millis{statement.integer(0)}};
  return at > since && at <= now ? std::optional(at) : std::nullopt;
}

void FetchStaging::put_page(std::int64_t page, std::span<const SupplierProduct> products) {
  Transaction transaction(database_);
  put(page, products);
  transaction.commit();
}

void FetchStaging::put_page(std::int64_t page, std::span<const SupplierProduct> products, const PageReading& reading) {
  Transaction transaction(database_);
  put(page, products);
  Statement statement = database_.prepare(
      "INSERT OR REPLACE INTO staged_page (page, number, total, rows, usable_rows, without_sku, unknown, skus)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  statement.bind(1, page).bind(2, reading.number).bind(4, reading.rows).bind(5, reading.usable_rows);
  statement.bind(6, reading.without_sku).bind(7, reading.unknown).bind(8, packed(reading.skus));
  if (reading.total) {
    statement.bind(3, *reading.total);
  } else {
    statement.bind_null(3);
  }
  statement.run();
  transaction.commit();
}

std::vector<StagedPage> FetchStaging::pages() const {
  Statement statement = database_.prepare(
      "SELECT page, number, total, rows, usable_rows, without_sku, unknown, length(skus) FROM staged_page ORDER BY "
      "page");
  std::vector<StagedPage> pages;
  while (statement.step()) {
    StagedPage& staged = pages.emplace_back();
    staged.page = statement.integer(0);
    staged.reading.number = statement.integer(1);
    if (!statement.is_null(2)) staged.reading.total = statement.integer(2);
    staged.reading.rows = statement.integer(3);
    staged.reading.usable_rows = statement.integer(4);
    staged.reading.without_sku = statement.integer(5);
    staged.reading.unknown = statement.integer(6);
    staged.reading.distinct = statement.integer(7) / kDigits;
  }
  return pages;
}

std::vector<std::uint64_t> FetchStaging::skus_of(std::int64_t page) const {
  Statement statement = database_.prepare("SELECT skus FROM staged_page WHERE page = ?");
  return statement.bind(1, page).step() ? unpacked(statement.text_view(0)) : std::vector<std::uint64_t>();
}

std::int64_t FetchStaging::page_count() const {
  Statement statement = database_.prepare("SELECT count(*) FROM staged_page");
  statement.step();
  return statement.integer(0);
}

std::int64_t FetchStaging::distinct() const {
  Statement statement = database_.prepare("SELECT count(*) FROM staged_product");
  statement.step();
  return statement.integer(0);
}

void FetchStaging::for_each(const std::function<void(const SupplierProduct&)>& visit) const {
  Statement statement = database_.prepare("SELECT sku, stock, price, missing FROM staged_product ORDER BY sku");
  SupplierProduct product;
  while (statement.step()) {
    product.sku = statement.text_view(0);
    product.stock = statement.is_null(1) ? StockLevel{} : StockLevel::of(statement.integer(1));
    product.price = statement.text_view(2);
    product.missing = statement.integer(3) != 0;
    visit(product);
  }
}

void FetchStaging::clear() {
  Transaction transaction(database_);
  database_.execute(kEmpty);
  transaction.commit();
}

void FetchStaging::clear_pages() {
  Transaction transaction(database_);
  database_.execute("DELETE FROM staged_product; DELETE FROM staged_page");
  transaction.commit();
}

void FetchStaging::put(std::int64_t page, std::span<const SupplierProduct> products) {
  for (const SupplierProduct& product : products) {
    put_.bind(1, product.sku).bind(3, product.price).bind(4, page).bind(5, std::int64_t{product.missing});
    if (product.stock.known()) {
      put_.bind(2, std::int64_t{product.stock.quantity()});
    } else {
      put_.bind_null(2);
    }
    put_.run();
  }
}

}  // namespace dsz
