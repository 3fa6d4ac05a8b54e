#include "state_workload.hpp"

#include <fmt/format.h>

#include <utility>

namespace dsz::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kWorkloadStore = "https://shop.example";

std::vector<std::string> texts(Database& database, const std::string& sql) {
  Statement statement = database.prepare(sql);
  std::vector<std::string> texts;
  while (statement.step()) texts.push_back(statement.text(0));
  return texts;
}

}  // namespace

StateWorkload::Rooms::Rooms(const std::filesystem::path& path, const Clock& clock)
    : database(Database::open(path)), ledger(*database, clock, {60'000, 3'600'000}, "account") {}

StateWorkload::StateWorkload(unsigned seed, std::filesystem::path path) : random_(seed), path_(std::move(path)) {}

void StateWorkload::begin() { rooms_.emplace(path_, clock_); }

void StateWorkload::step() {
  clock_.advance(1s);
  switch (below(18)) {
    case 0:
      return begin_run();
    case 1:
      return end_run();
    case 2:
    case 3:
      return open_batch();
    case 4:
    case 5:
      return settle_batch();
    case 6:
      return rooms_->staging.start("full", clock_.wall(), "there");
    case 7:
    case 8:
      return put_page();
    case 9:
      return below(2) == 0 ? rooms_->staging.clear() : rooms_->staging.clear_pages();
    case 10:
      return rooms_->known.add_staged(clock_.wall());
    case 11:
      return rooms_->known.add(some_skus(), clock_.wall());
    case 12:
      return rooms_->unlisted.note(some_skus(), clock_.wall());
    case 13:
      return rooms_->facts.set(kFactStanding, std::string(static_cast<std::size_t>(below(9'000)), 's'));
    case 14:
      return rooms_->journal.prune(clock_.wall() - std::chrono::seconds(below(60)));
    case 15:
      return rooms_->database->execute("PRAGMA wal_checkpoint");  // as SQLite does by itself in a longer file
    case 16:
      return begin();  // closed, and opened by the next run
    default:
      rooms_->ledger.acquire();
  }
}

std::string StateWorkload::content(Database& database) {
  std::string content;
  for (const std::string& table : texts(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")) {
    std::string columns;
    for (const std::string& column : texts(database, fmt::format("SELECT name FROM pragma_table_info('{}')", table))) {
      columns += fmt::format("{}quote({})", columns.empty() ? "" : " || ',' || ", column);
    }
    content += table + "\n";
    for (const std::string& row : texts(database, fmt::format("SELECT {} FROM {} ORDER BY 1", columns, table))) {
      content += row + "\n";
    }
  }
  return content;
}

void StateWorkload::begin_run() { run_ = rooms_->history.begin("sync", clock_.wall()); }

void StateWorkload::end_run() { rooms_->history.finish(run_, clock_.wall(), 0, "done", "{}"); }

void StateWorkload::open_batch() {
  std::vector<JournalEntry> entries(static_cast<std::size_t>(1 + below(50)));
  for (JournalEntry& entry : entries) {
    entry.run = run_;
    entry.store = kWorkloadStore;
    entry.product = below(10'000);
    entry.sku = fmt::format("SKU-{}", entry.product);
    entry.field = "stock_quantity";
    entry.old_value = "5";
    entry.new_value = std::to_string(below(100));
    entry.at = clock_.wall();
  }
  rooms_->journal.open_batch(entries);
}

void StateWorkload::settle_batch() {
  std::vector<JournalEntry> open = rooms_->journal.pending();
  if (open.size() > 50) open.resize(50);
  for (JournalEntry& entry : open) entry.outcome = below(3) == 0 ? WriteOutcome::failed : WriteOutcome::written;
  rooms_->journal.settle(open);
}

void StateWorkload::put_page() {
  PageReading reading;
  std::vector<SupplierProduct> products;
  for (const std::string& sku : some_skus()) {
    products.push_back({.sku = sku, .stock = StockLevel::of(below(100)), .price = "9.50"});
    reading.skus.push_back(sku_hash(sku));
  }
  rooms_->staging.put_page(1 + below(20), products, reading);
}

std::vector<std::string> StateWorkload::some_skus() {
  std::vector<std::string> skus;
  for (int count = 1 + below(100); count > 0; --count) skus.push_back(fmt::format("SKU-{}", below(2'000)));
  return skus;
}

int StateWorkload::below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

}  // namespace dsz::test
