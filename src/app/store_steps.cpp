#include "dsz/app/store_steps.hpp"

#include "dsz/base/failure.hpp"

namespace dsz {

std::string connect_store(RunContext& context) {
  const StoreIdentity& store = context.store().api().connect();
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

WriteReport write_changes(RunContext& context, std::span<const StockChange> changes) {
  const World& world = context.world();
  Journal journal(context.database());
  StockWriter writer(context.store().api(), journal, context.config().store, world.clock, world.signals, context.log());
  WriteReport report = writer.write(context.run(), changes, [&](std::size_t done, std::size_t in_all) {
    context.progress().update("Writing to the store", "products", static_cast<std::int64_t>(done),
                              static_cast<std::int64_t>(in_all));
  });
  context.progress().end();
  return report;
}

}  // namespace dsz
