// The file of `match --dry-run --plan`: as it stands, or with a right checksum put below it, as nobody makes by hand.

#include "dsz/app/plan_file.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/base/stock_level.hpp"

#include "fuzz_input.hpp"
#include "promises.hpp"

#include <set>

namespace dsz::fuzz {
namespace {

/// S7, S6: only stock fields, whole numbers from 0 up, each product once.
void hold_changes(const SavedPlan& plan) {
  std::set<std::int64_t> products;
  for (const SavedChange& saved : plan.changes) {
    const StockChange& change = saved.planned.change;
    hold(change.product > 0 && products.insert(change.product).second, "each product is named once", change.sku);
    hold(change.parent >= 0 && change.parent != change.product &&
             (change.parent > 0) == (saved.type == ProductType::variation),
         "a variation has a parent", change.sku);
    hold(usable_sku(change.sku), "a SKU can stand for a product", change.sku);
    hold(change.quantity.has_value() != change.status.has_value(), "a quantity or a status", change.sku);
    if (change.quantity) hold(*change.quantity <= StockLevel::kMax, "a quantity is in its range", change.sku);
    if (change.status) {
      hold(*change.status == StockStatus::instock || *change.status == StockStatus::outofstock,
           "a status is one that is written", change.sku);
      hold(!change.start_managing, "only what gets a quantity is managed anew", change.sku);
    }
    hold(!change.start_managing || change.old_manage != ManageStock::yes, "managed anew what was not", change.sku);
  }
}

void run(const FuzzInput& input) {
  constexpr const char* kName = "plan.json";
  const std::string text(input.text);
  const std::string file = input.steer(0) % 2 == 0 ? sealed_plan(text) : text;
  SavedPlan plan;
  const auto failure = failure_of({FailureKind::usage}, [&] { plan = parse_plan(file, kName); });
  if (failure) {
    hold(std::string_view(failure->what()).starts_with(kName), "a refusal names the file", failure->what());
    return;
  }
  hold_changes(plan);
  const std::string written = plan_text(plan);
  hold(plan_text(parse_plan(written, kName)) == written, "what is written is read again as it was", written);

  // What was not changed by a right checksum is refused (the last line but one holds it).
  std::string edited = file;
  edited[text.size() * input.steer(1) / 256] ^= 1;
  hold(failure_of({FailureKind::usage}, [&] { parse_plan(edited, kName); }).has_value(), "an edited plan is refused",
       edited);
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
