#include "dsz/app/missing_skus.hpp"

#include "dsz/app/supplier_lookup.hpp"
#include "dsz/base/failure.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

Confirmation confirmation_of(const SkuAnswer& answer) {
  switch (answer.presence) {
    case Presence::listed:
      return {Confirmation::Kind::listed, answer.product.stock};
    case Presence::disabled:
    case Presence::absent:
      return {Confirmation::Kind::missing, {}};
    case Presence::unasked:
      break;
  }
  return {};
}

Confirmations all_missing(const std::vector<std::string>& skus) {
  Confirmations confirmations;
  for (const std::string& sku : skus) confirmations[sku].kind = Confirmation::Kind::missing;
  return confirmations;
}

}  // namespace

Confirmations confirm_missing(RunContext& context, const std::vector<std::string>& skus,
                              const std::filesystem::path& inventory) {
  if (skus.empty()) return {};
  if (!context.config().match.confirm_missing) return all_missing(skus);
  if (context.config().supplier.email.empty() || context.config().supplier.password.empty()) {
    throw Failure(FailureKind::usage,
                  fmt::format("{} selected products are not in the inventory, and there is no account to ask the "
                              "supplier for them: set dropshipzone.email and dropshipzone.password, or "
                              "match.confirm_missing to false",
                              skus.size()));
  }
  context.log().info("{} selected products are not in the inventory: asking the supplier for them by name",
                     skus.size());
  // The ledger paces the requests: right after a full fetch they wait for places, an hour's worth at the most.
  Confirmations confirmations;
  std::size_t unasked = 0;
  const LookupReport report = look_up(context, skus, context.config().quota.per_hour, inventory);
  for (const auto& [sku, answer] : report.answers) {
    confirmations.emplace(sku, confirmation_of(answer));
    if (answer.presence == Presence::unasked) ++unasked;
  }
  if (report.failure) context.log().warning("products could not be asked for by name: {}", report.failure->what());
  if (unasked > 0) {
    context.log().warning("{} of them could not be asked for: they are left as they are until the next run", unasked);
  }
  return confirmations;
}

}  // namespace dsz
