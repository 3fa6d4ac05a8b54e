#include "staged_inventory.hpp"

namespace dsz {

void write_staged_inventory(RunContext& context, FetchStaging& staging, InventoryHeader header, FetchResult& result) {
  result.inventory = context.config().inventory_file();
  header.fetched_at = result.fetched_at;
  header.source = context.config().supplier.base_url;
  header.mode = to_text(result.mode);
  InventoryWriter writer(context.world().files, result.inventory, header);
  staging.for_each([&](const SupplierProduct& product) {
    writer.add(product);
    ++(product.missing ? result.missing : result.products);
  });
  context.world().signals.throw_if_pending();
  writer.commit();
  staging.clear();
  context.log().info("wrote {} products to {}", result.products, result.inventory.string());
}

}  // namespace dsz
