#include "dsz/app/fetch_job.hpp"

#include "dsz/inventory/inventory_file.hpp"
#include "dsz/state/fetch_staging.hpp"
#include "dsz/state/known_skus.hpp"

namespace dsz {
namespace {

FetchReport read_supplier(RunContext& context, FetchStaging& staging) {
  Fetcher fetcher(context.supplier().api(), staging, context.config().supplier, context.log());
  FetchReport report = fetcher.fetch_full([&](const FetchProgress& progress) {
    context.progress().update("Reading the supplier", "pages", progress.pages_done, progress.pages_in_all);
  });
  context.progress().end();
  return report;
}

std::int64_t write_inventory(RunContext& context, const FetchStaging& staging, const std::filesystem::path& target,
                             WallTime fetched_at) {
  InventoryHeader header;
  header.fetched_at = fetched_at;
  header.source = context.config().supplier.base_url;
  InventoryWriter writer(context.world().files, target, header);
  staging.for_each([&](const SupplierProduct& product) { writer.add(product); });
  context.world().signals.throw_if_pending();
  return writer.commit();
}

}  // namespace

FetchResult run_fetch(RunContext& context) {
  FetchResult result;
  result.inventory = context.config().inventory_file();
  result.fetched_at = context.world().clock.wall();
  FetchStaging staging(context.database());
  staging.start("full", result.fetched_at);
  result.report = read_supplier(context, staging);
  KnownSkus(context.database()).add_staged(context.world().clock.wall());
  result.products = write_inventory(context, staging, result.inventory, result.fetched_at);
  staging.clear();
  context.log().info("wrote {} products to {}", result.products, result.inventory.string());
  return result;
}

}  // namespace dsz
