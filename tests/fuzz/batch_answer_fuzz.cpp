// The answers to batches of stock, and to what is read again after them, for a plan of six changes.

#include "dsz/state/journal.hpp"
#include "dsz/store/stock_writer.hpp"

#include "fuzz_store.hpp"
#include "promises.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace dsz::fuzz {
namespace {

using nlohmann::json;

constexpr std::int64_t kRun = 1;

/// One for all inputs: making it costs a hundred times as much as using it.
Database& state() {
  static const test::TemporaryFolder folder;
  static const auto database = [] {
    auto made = Database::open(folder.path() / "state.db");
    made->execute("PRAGMA synchronous = OFF");
    return made;
  }();
  return *database;
}

StockChange quantity(std::int64_t product, std::int64_t parent, std::uint32_t wanted, double old) {
  StockChange change;
  change.product = product;
  change.parent = parent;
  change.sku = "AES-" + std::to_string(product);
  change.quantity = wanted;
  change.old_quantity = old;
  change.old_manage = ManageStock::yes;
  change.old_status = StockStatus::instock;
  return change;
}

std::vector<StockChange> plan() {
  StockChange managed_anew = quantity(22, 20, 9, 0);
  managed_anew.start_managing = true;
  managed_anew.old_quantity.reset();
  managed_anew.old_manage = ManageStock::parent;
  StockChange status = quantity(13, 0, 0, 0);
  status.quantity.reset();
  status.old_quantity.reset();
  status.status = StockStatus::outofstock;
  status.old_manage = ManageStock::no;
  return {quantity(11, 0, 7, 5),         quantity(12, 0, 0, 3),  status,
          quantity(14, 0, 1'000'000, 2), quantity(21, 20, 4, 2), managed_anew};
}

const StockChange* change_of(const std::vector<StockChange>& changes, std::int64_t product) {
  const auto found = std::find_if(changes.begin(), changes.end(),
                                  [product](const StockChange& change) { return change.product == product; });
  return found == changes.end() ? nullptr : &*found;
}

/// Watches what is sent: only what is planned (S7), in the journal before (S4), and never twice blindly.
class Watch {
 public:
  Watch(const std::vector<StockChange>& changes, Journal& journal) : changes_(changes), journal_(journal) {}

  void request(const Request& request) {
    if (request.method == Method::get) {
      for (auto& [product, open] : open_) open = false;
      return;
    }
    hold(++posts_ <= 64, "the writer comes to an end");
    const json body = json::parse(request.body);
    hold(body.size() == 1 && !body.at("update").empty(), "a batch updates and does nothing else", request.body);
    const auto entries = journal_.of_run(kRun);
    for (const json& item : body.at("update")) hold_item(item, path_of(request), entries);
  }

 private:
  void hold_item(const json& item, const std::string& path, const std::vector<JournalEntry>& entries) {
    const StockChange* const change = change_of(changes_, item.at("id"));
    hold(change != nullptr, "only what is planned is sent", item.dump());
    const std::string right_path = change->parent == 0
                                       ? "wc/v3/products/batch"
                                       : "wc/v3/products/" + std::to_string(change->parent) + "/variations/batch";
    hold(path == right_path, "a variation is written under its parent (S6)", path);
    for (const auto& [name, value] : item.items()) {
      if (name == "id" || name == "_fields") continue;
      const bool planned = (name == "stock_quantity" && change->quantity && value == *change->quantity) ||
                           (name == "stock_status" && change->status && value == to_text(*change->status)) ||
                           (name == "manage_stock" && change->start_managing && value == true);
      hold(planned, "only planned stock fields are sent (S7)", item.dump());
      hold(std::any_of(entries.begin(), entries.end(),
                       [&, &field = name, &sent = value](const JournalEntry& entry) {
                         return entry.product == change->product && entry.field == field &&
                                entry.new_value == sent.dump() && entry.outcome == WriteOutcome::pending;
                       }),
           "what is sent is in the journal before (S4)", item.dump());
    }
    hold(!std::exchange(open_[change->product], true), "nothing is sent again before it was read again", item.dump());
  }

  const std::vector<StockChange>& changes_;
  Journal& journal_;
  std::map<std::int64_t, bool> open_;  ///< sent, and nothing was read since
  int posts_ = 0;
};

bool shows(const json& row, const StockChange& change) {
  if (change.status) return row.contains("stock_status") && row.at("stock_status") == to_text(*change.status);
  if (!row.contains("stock_quantity") || !row.contains("manage_stock")) return false;
  const json& quantity = row.at("stock_quantity");
  const double wanted = *change.quantity;
  if (quantity.is_number()) return quantity.get<double>() == wanted;
  return quantity.is_string() && std::strtod(quantity.get<std::string>().c_str(), nullptr) == wanted;
}

void hold_result(const StockChange& change, const ChangeResult& result, const FuzzStore& store) {
  if (result.outcome != WriteOutcome::written) return;
  const auto& rows = store.rows();
  hold(std::any_of(rows.begin(), rows.end(),
                   [&change](const auto& row) { return row.id == change.product && shows(row.row, change); }),
       "what counts as written was shown by the store", change.sku);
}

void hold_report(const WriteReport& report, const std::vector<StockChange>& changes) {
  hold(report.results.size() == changes.size(), "every change has a result");
  std::map<WriteOutcome, std::int64_t> counts;
  for (const ChangeResult& result : report.results) ++counts[result.outcome];
  hold(counts[WriteOutcome::written] == report.written && counts[WriteOutcome::ignored] == report.ignored &&
           counts[WriteOutcome::failed] == report.failed && counts[WriteOutcome::not_sent] == report.not_sent &&
           counts[WriteOutcome::pending] == report.unknown,
       "the counts are those of the results");
  const bool all_sent = report.not_sent == 0;
  hold(all_sent || !report.stopped_because.empty(), "what is not sent has a reason");
}

void hold_journal(const WriteReport& report, const std::vector<StockChange>& changes, Journal& journal) {
  for (const JournalEntry& entry : journal.of_run(kRun)) {
    const StockChange* const change = change_of(changes, entry.product);
    const WriteOutcome outcome = report.results.at(static_cast<std::size_t>(change - changes.data())).outcome;
    const bool took_effect = entry.field == "manage_stock" && outcome == WriteOutcome::ignored;
    hold(entry.outcome == outcome || (took_effect && entry.outcome == WriteOutcome::written),
         "the journal says what the report says", entry.sku + ' ' + entry.field);
  }
}

void run(const FuzzInput& input) {
  constexpr std::array<int, 4> kBatchSizes = {50, 1, 2, 3};
  FuzzStore store(input, kBatchSizes.at(input.steer(0) % kBatchSizes.size()));
  state().execute("DELETE FROM journal");
  Journal journal(state());
  const std::vector<StockChange> changes = plan();
  Watch watch(changes, journal);
  store.on_request = [&watch](const Request& request) { watch.request(request); };

  WriteReport report;
  test::FakeSleeper sleeper(store.clock);
  StockWriter writer(store.api(), journal, store.settings, store.clock, sleeper, store.signals, store.log);
  const auto failure =
      failure_of({FailureKind::store, FailureKind::credentials}, [&] { report = writer.write(kRun, changes, {}); });
  std::vector<std::string> words = {report.stopped_because};
  for (const ChangeResult& result : report.results) words.push_back(result.detail);
  if (failure) words.emplace_back(failure->what());
  store.hold_words(words);
  if (failure) return;
  hold_report(report, changes);
  hold_journal(report, changes, journal);
  for (std::size_t i = 0; i < changes.size(); ++i) hold_result(changes[i], report.results[i], store);
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
