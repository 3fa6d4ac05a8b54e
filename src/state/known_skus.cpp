#include "dsz/state/known_skus.hpp"

#include "dsz/base/sku.hpp"

namespace dsz {
namespace {

constexpr const char* kAdd =
    "INSERT INTO known_sku (folded, first_seen_ms, sku) VALUES (?, ?, ?)"
    " ON CONFLICT (folded) DO UPDATE SET sku = excluded.sku WHERE sku <> excluded.sku";

}  // namespace

KnownSkus::KnownSkus(Database& database)
    : database_(database), find_(database.prepare("SELECT sku FROM known_sku WHERE folded = ?")) {}

bool KnownSkus::contains(std::string_view sku) {
  find_.bind(1, fold_sku(sku));
  const bool found = find_.step();
  find_.reset();
  return found;
}

std::string KnownSkus::spelling(std::string_view sku) {
  find_.bind(1, fold_sku(sku));
  std::string spelling(find_.step() ? find_.text_view(0) : std::string_view());
  find_.reset();
  return spelling;
}

void KnownSkus::add_staged(WallTime now) {
  Transaction transaction(database_);
  Statement staged = database_.prepare("SELECT sku FROM staged_product WHERE missing = 0");
  Statement insert = database_.prepare(kAdd);
  insert.bind(2, now.time_since_epoch().count());
  while (staged.step()) insert.bind(1, fold_sku(staged.text_view(0))).bind(3, staged.text_view(0)).run();
  transaction.commit();
}

void KnownSkus::add(std::span<const std::string> skus, WallTime now) {
  Transaction transaction(database_);
  Statement insert = database_.prepare(kAdd);
  insert.bind(2, now.time_since_epoch().count());
  for (const std::string& sku : skus) insert.bind(1, fold_sku(sku)).bind(3, sku).run();
  transaction.commit();
}

std::int64_t KnownSkus::count() {
  Statement statement = database_.prepare("SELECT count(*) FROM known_sku");
  statement.step();
  return statement.integer(0);
}

}  // namespace dsz
