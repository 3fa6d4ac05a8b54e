#include "delta_fetch.hpp"

#include "dsz/app/fetch_planner.hpp"
#include "dsz/app/supplier_lookup.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/supplier/stock_changes.hpp"

#include "staged_inventory.hpp"
#include "targeted_fetch.hpp"

#include <unordered_map>
#include <utility>
#include <vector>

namespace dsz {
namespace {

constexpr std::size_t kLinesAtOnce = 1'000;

/// Carries the lines of the last inventory over, one after the other, with what changed.
class CarryOver {
 public:
  /// `read_at`: when the last inventory was fetched.
  CarryOver(FetchStaging& staging, const StockChanges& changes, WallTime read_at, const StoreTargets& targets)
      : staging_(staging), changes_(changes), read_at_(read_at) {
    for (const std::string& sku : targets.skus) uncovered_.emplace(fold_sku(sku), sku);
    for (const std::string& sku : targets.put_off) put_off_.emplace(fold_sku(sku), sku);
  }

  void take(SupplierProduct line) {
    const auto change = changes_.newest.find(line.sku);
    const bool changed = change != changes_.newest.end();
    const bool doubtful = changed && is_doubtful(line, change->second);
    auto target = uncovered_.extract(fold_sku(line.sku));
    if (doubtful && target.empty()) target = put_off_.extract(fold_sku(line.sku));  // the log speaks of it now
    if (doubtful && !target.empty()) {
      to_ask_.push_back(target.mapped());
      return;
    }
    if (doubtful && line.missing) return;  // not sold any more: the inventory need not speak of it
    if (changed) line.stock = doubtful ? StockLevel{} : change->second.stock;
    lines_.push_back(std::move(line));
    if (lines_.size() == kLinesAtOnce) flush();
  }

  /// What must be asked for by name. `uncovered`: also what the last inventory does not speak of.
  std::vector<std::string> finish(bool uncovered) {
    flush();
    if (uncovered) {
      for (auto& [folded, sku] : uncovered_) to_ask_.push_back(std::move(sku));
    }
    return std::move(to_ask_);
  }

 private:
  /// What the log cannot say for sure (delta_fetch.hpp).
  [[nodiscard]] bool is_doubtful(const SupplierProduct& line, const LatestStock& change) const {
    if (!change.stock.known() || line.missing || !line.stock.known()) return true;
    if (line.stock == StockLevel::of(0) && change.stock != StockLevel::of(0)) return true;
    return change.stock != line.stock && change.at <= read_at_;
  }

  void flush() {
    staging_.put_page(1, lines_);
    lines_.clear();
  }

  FetchStaging& staging_;
  const StockChanges& changes_;
  const WallTime read_at_;
  std::unordered_map<std::string, std::string> uncovered_;  ///< what the store sells, by folded SKU
  std::unordered_map<std::string, std::string> put_off_;    ///< and the supplier never had
  std::vector<SupplierProduct> lines_;
  std::vector<std::string> to_ask_;
};

StockChanges read_changes(RunContext& context, const InventoryHeader& last, WallTime now) {
  try {
    StockChanges changes = read_stock_changes(context.supplier().api(), delta_start(last), delta_end(now));
    if (!changes.doubt.empty()) changes.doubt = "the log of changes may not be whole: " + changes.doubt;
    return changes;
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::supplier) throw;
    StockChanges none;
    none.doubt = failure.what();
    return none;
  }
}

}  // namespace

std::optional<InventoryInfo> last_inventory(RunContext& context) {
  try {
    return inspect_inventory(context.world().files, context.config().inventory_file());
  } catch (const Failure&) {  // it could not be matched either; the fetch writes it anew
    return std::nullopt;
  }
}

std::optional<FetchResult> fetch_delta(RunContext& context, StoreReading& store, std::string& doubt) {
  const Config& config = context.config();
  const std::optional<InventoryInfo> last = last_inventory(context);
  FetchResult result;
  result.mode = FetchMode::delta;
  result.fetched_at = context.world().clock.wall();
  doubt = why_no_delta(last ? std::optional(last->header) : std::nullopt, config.supplier.base_url, result.fetched_at,
                       config.delta_max_age);
  if (!doubt.empty()) return std::nullopt;
  const StoreTargets targets = read_targets(context, store);
  const StockChanges changes = read_changes(context, last->header, result.fetched_at);
  doubt = changes.doubt;
  if (!doubt.empty()) return std::nullopt;

  FetchStaging staging(context.database());
  staging.start(to_text(result.mode), result.fetched_at);
  CarryOver carry(staging, changes, last->header.fetched_at, targets);
  read_inventory(context.world().files, config.inventory_file(),
                 [&](const SupplierProduct& line) { carry.take(line); });
  const bool partial = last->header.partial;
  const std::vector<std::string> to_ask = carry.finish(partial);
  context.log().info("{} changes in the supplier's log; asking for {} products by name", changes.rows, to_ask.size());
  const std::optional<LookupReport> report = ask_by_name(context, to_ask, doubt);
  if (!report) return std::nullopt;
  // A whole catalogue holds no missing lines: the match asks for what it does not list.
  staging.put_page(2, partial ? lines_of(context, *report) : report->listed);
  count_answers(*report, result);
  result.put_off = std::ssize(targets.put_off);
  result.report.pages += changes.pages;
  InventoryHeader header;
  header.partial = partial;
  header.rests_on = last->header.rests_on.value_or(last->header.fetched_at);
  write_staged_inventory(context, staging, header, result);
  return result;
}

}  // namespace dsz
