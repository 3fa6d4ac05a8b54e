#include "dsz/state/unlisted_skus.hpp"

#include "dsz/base/sku.hpp"

namespace dsz {

UnlistedSkus::UnlistedSkus(Database& database)
    : database_(database), find_(database.prepare("SELECT asked_ms FROM unlisted_sku WHERE folded = ?")) {}

void UnlistedSkus::note(std::span<const std::string> skus, WallTime now) {
  Transaction transaction(database_);
  Statement insert = database_.prepare("INSERT OR REPLACE INTO unlisted_sku (folded, asked_ms) VALUES (?, ?)");
  insert.bind(2, now.time_since_epoch().count());
  for (const std::string& sku : skus) insert.bind(1, fold_sku(sku)).run();
  transaction.commit();
}

void UnlistedSkus::forget(std::span<const std::string> skus) {
  Transaction transaction(database_);
  Statement remove = database_.prepare("DELETE FROM unlisted_sku WHERE folded = ?");
  for (const std::string& sku : skus) remove.bind(1, fold_sku(sku)).run();
  transaction.commit();
}

bool UnlistedSkus::asked(std::string_view sku, WallTime since, WallTime now) {
  find_.bind(1, fold_sku(sku));
  const bool found = find_.step();
  const WallTime at{Millis{found ? find_.integer(0) : 0}};
  find_.reset();
  return found && at > since && at <= now;
}

}  // namespace dsz
