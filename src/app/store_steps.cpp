#include "dsz/app/store_steps.hpp"

#include "dsz/base/failure.hpp"

#include <vector>

namespace dsz {
namespace {

/// With backorders allowed a product at 0 can still be bought: the owner must know, whatever the stock says.
void tell_what_stays_buyable(std::span<const PlannedChange> changes, Log& log) {
  constexpr std::size_t kSkusNamed = 20;
  std::size_t count = 0;
  std::string skus;
  for (const PlannedChange& planned : changes) {
    if (!planned.stays_buyable || ++count > kSkusNamed) continue;
    skus += (skus.empty() ? "" : ", ") + planned.change.sku;
  }
  if (count == 0) return;
  log.warning("{} products go to 0 but can still be bought, because they allow backorders: {}{}", count, skus,
              count > kSkusNamed ? ", …" : "");
}

SettledWrites settle(RunContext& context, const std::string& store) {
  Journal journal(context.database());
  std::vector<ProductId> products;
  for (const JournalEntry& entry : journal.pending(store)) products.push_back({entry.product, entry.parent});
  if (products.empty()) return {};
  const StoreCatalogue now = CatalogueReader(context.store().api(), context.log()).read_only(products);
  return settle_pending_writes(journal, store, now, context.log());
}

std::vector<std::int64_t> managing_stock(const StoreCatalogue& catalogue, const std::vector<std::int64_t>& ids) {
  std::vector<std::int64_t> managing;
  for (const std::int64_t id : ids) {
    const auto product = catalogue.find(id);
    if (product && product->manage == ManageStock::yes) managing.push_back(id);
  }
  return managing;
}

/// Of those that are still there; false when none is. While stock management is off, the stock report says what is kept
/// of each product, and the lists that none manages its stock.
bool none_manages_stock_now(const StoreCatalogue& catalogue, const std::vector<std::int64_t>& managed) {
  std::size_t there = 0;
  for (const std::int64_t id : managed) there += catalogue.find(id) ? 1 : 0;
  return there > 0 && managing_stock(catalogue, managed).empty();
}

}  // namespace

std::string connect_store(RunContext& context, SettledWrites& settled) {
  const StoreIdentity& store = context.store().api().connect();
  settled = settle(context, store.home);
  if (!store.stock_management) throw Failure(FailureKind::guard, std::string(kStockManagementOff));
  return store.home;
}

StoreCatalogue read_catalogue(RunContext& context, const MarkRules& marks) {
  CatalogueReader reader(context.store().api(), context.log());
  StoreCatalogue catalogue = reader.read(marks, [&](const CatalogueProgress& progress) {
    context.progress().update("Reading the store", "products", progress.read, progress.in_all);
  });
  context.progress().end();
  return catalogue;
}

void read_again(RunContext& context, StoreCatalogue& catalogue, const std::vector<std::int64_t>& ids) {
  const std::vector<std::int64_t> managed = managing_stock(catalogue, ids);
  StoreApi& api = context.store().api();
  CatalogueReader(api, context.log()).read_again(catalogue, ids);
  if (!api.identity().stock_management_read && none_manages_stock_now(catalogue, managed)) {
    throw Failure(FailureKind::guard, std::string(kStockManagementOff));
  }
}

WriteReport write_changes(RunContext& context, std::span<const StockChange> changes) {
  const World& world = context.world();
  Journal journal(context.database());
  StockWriter writer(context.store().api(), journal, context.config().store, world.clock, world.sleeper, world.signals,
                     context.log());
  WriteReport report = writer.write(context.run(), changes, [&](std::size_t done, std::size_t in_all) {
    context.progress().update("Writing to the store", "products", static_cast<std::int64_t>(done),
                              static_cast<std::int64_t>(in_all));
  });
  context.progress().end();
  return report;
}

WriteReport write_planned(RunContext& context, std::span<const PlannedChange> planned) {
  tell_what_stays_buyable(planned, context.log());
  std::vector<StockChange> changes;
  changes.reserve(planned.size());
  for (const PlannedChange& each : planned) changes.push_back(each.change);
  return write_changes(context, changes);
}

}  // namespace dsz
