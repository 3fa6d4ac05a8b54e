#include "dsz/app/supplier_lookup.hpp"

#include "dsz/state/known_skus.hpp"
#include "dsz/state/run_history.hpp"

namespace dsz {

std::size_t skus_at_once(RunContext& context) {
  const std::optional<std::string> text = Facts(context.database()).get(kFactSkusAtOnce);
  return text == std::to_string(kFewSkusAtOnce) ? kFewSkusAtOnce : kManySkusAtOnce;
}

LookupReport look_up(RunContext& context, const std::vector<std::string>& skus, int max_requests) {
  KnownSkus known(context.database());
  SkuLookup lookup(context.supplier().api(), context.log(), skus_at_once(context),
                   [&known](std::string_view sku) { return known.spelling(sku); });
  LookupReport report = lookup.ask(skus, max_requests, [&](std::size_t settled) {
    context.progress().update("Asking the supplier by name", "products", static_cast<std::int64_t>(settled),
                              static_cast<std::int64_t>(skus.size()));
  });
  context.progress().end();
  if (report.skus_at_once) Facts(context.database()).set(kFactSkusAtOnce, std::to_string(*report.skus_at_once));
  return report;
}

}  // namespace dsz
