#include "dsz/app/supplier_lookup.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/state/run_history.hpp"

#include "feed_baseline.hpp"

#include <algorithm>
#include <bit>

namespace dsz {
namespace {

/// The first, the last and one of the second half: products that go tend to go together, and so do their SKUs.
std::vector<std::string> some_listed(FileSystem& files, const std::filesystem::path& inventory) {
  std::string first;
  std::string middle;
  std::string last;
  std::uint64_t count = 0;
  try {
    read_inventory(files, inventory, [&](const SupplierProduct& product) {
      if (product.missing) return;
      if (++count == 1) first = product.sku;
      if (std::has_single_bit(count)) middle = product.sku;
      last = product.sku;
    });
  } catch (const Failure&) {  // there is none, or none that can be read
    return {};
  }
  return {first, middle, last};
}

std::size_t page_size(RunContext& context) { return static_cast<std::size_t>(context.config().supplier.page_size); }

}  // namespace

std::size_t skus_at_once(RunContext& context) {
  const std::optional<std::string> text = Facts(context.database()).get(kFactSkusAtOnce);
  const auto learnt = static_cast<std::size_t>(whole_fact(text.value_or("")).value_or(kManySkusAtOnce));
  return std::min(std::clamp(learnt, kFewestSkusAtOnce, kManySkusAtOnce), page_size(context));
}

LookupReport look_up(RunContext& context, const std::vector<std::string>& skus, int max_requests,
                     const std::filesystem::path& inventory) {
  KnownSkus known(context.database());
  SkuLookup lookup(context.supplier().api(), context.log(),
                   {.skus_at_once = skus_at_once(context),
                    .page_size = page_size(context),
                    .spelling = [&known](std::string_view sku) { return known.spelling(sku); },
                    .witnesses = [&] { return some_listed(context.world().files, inventory); }});
  LookupReport report = lookup.ask(skus, max_requests, [&](std::size_t settled) {
    context.progress().update("Asking the supplier by name", "products", static_cast<std::int64_t>(settled),
                              static_cast<std::int64_t>(skus.size()));
  });
  context.progress().end();
  if (report.skus_at_once) Facts(context.database()).set(kFactSkusAtOnce, std::to_string(*report.skus_at_once));
  return report;
}

}  // namespace dsz
