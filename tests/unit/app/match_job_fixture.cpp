#include "match_job_fixture.hpp"

#include "dsz/http/url.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/state/journal.hpp"
#include "dsz/state/run_history.hpp"

#include <algorithm>

namespace dsz::test {

using nlohmann::json;

MatchJobTest::MatchJobTest()
    : world_{clock,
             sleeper_,
             signals,
             *files_,
             [this](const CurlSettings&) {
               return std::make_unique<ScriptedHttpClient>(
                   clock, [this](const Request& request) { return answer_to(request); }, &signals);
             },
             1} {
  config.state_dir = folder_.path();
  config.supplier.base_url = "https://supplier.example";
  config.supplier.email = "me@example.com";
  config.supplier.password = "pass-word-1";
  config.retries = 0;
  config.store.url = *parse_url("https://shop.example");
  config.store.consumer_key = "ck_0123456789";
  config.store.consumer_secret = "cs_9876543210";
}

Scripted MatchJobTest::answer_to(const Request& request) {
  if (watch) watch(request);
  return request.url.starts_with(config.supplier.base_url) ? supplier_answer(request) : shop.answer_to(request);
}

Scripted MatchJobTest::supplier_answer(const Request& request) {
  ++supplier_requests;
  if (!supplier_answers) return no_answer(TransferErrorKind::connect, "connection refused");
  if (request.method == Method::post) return answer(200, R"({"iat": 1000, "exp": 29800, "token": "a.b.c"})");
  json products = json::array();
  const bool lists = !supplier_hides_all && request.url.find("enabled=false") == std::string::npos;
  const std::string names = "%2C" + request.url.substr(request.url.rfind("skus=") + 5) + "%2C";
  Stock listing = in_inventory_;
  listing.insert(supplier_listing.begin(), supplier_listing.end());
  for (const auto& [sku, quantity] : listing) {
    if (lists && names.find("%2C" + percent_encode(sku) + "%2C") != std::string::npos) {
      products.push_back({{"sku", sku}, {"stock_qty", quantity}, {"in_stock", "1"}, {"status", "In Stock"}});
    }
  }
  const std::size_t total = products.size();
  return answer(200, json{{"result", products}, {"total", total}, {"total_pages", 1}, {"current_page", 1}}.dump());
}

void MatchJobTest::put_inventory(const Stock& stock) {
  InventoryWriter writer(*files_, config.inventory_file(), {clock.wall(), config.supplier.base_url, "full"});
  for (const auto& [sku, quantity] : stock) writer.add({sku, StockLevel::of(quantity), "1.00"});
  writer.commit();
  in_inventory_ = stock;
}

void MatchJobTest::put_partial_inventory(const Stock& stock, const std::vector<std::string>& missing) {
  InventoryHeader header{clock.wall(), config.supplier.base_url, "targeted"};
  header.partial = true;
  InventoryWriter writer(*files_, config.inventory_file(), header);
  for (const auto& [sku, quantity] : stock) writer.add({sku, StockLevel::of(quantity), "1.00"});
  for (const std::string& sku : missing) writer.add({.sku = sku, .stock = {}, .price = "", .missing = true});
  writer.commit();
}

MatchJobTest::Stock MatchJobTest::stocked(int count) {
  Stock stock;
  for (int i = 1; i <= count; ++i) stock["A-" + std::to_string(i)] = 5;
  return stock;
}

MatchJobTest::Stock MatchJobTest::emptied(int count) {
  Stock stock = stocked(count);
  for (auto& [sku, quantity] : stock) quantity = 0;
  return stock;
}

std::vector<json> MatchJobTest::sold(int count, double quantity) {
  std::vector<json> rows;
  for (int i = 1; i <= count; ++i) rows.push_back(product_row(i, "A-" + std::to_string(i), quantity));
  return rows;
}

MatchReport MatchJobTest::match(const MatchOptions& options) {
  MatchReport report;
  match_into(report, options);
  return report;
}

void MatchJobTest::match_into(MatchReport& report, const MatchOptions& options) {
  RunContext context(world_, config, masker_, log_, progress_, {"match", Millis{0}});
  StoreReading store(context);
  run_match(context, options, store, report);
}

UndoReport MatchJobTest::undo(UndoOptions options) {
  if (!options.confirm) options.confirm = [](const UndoReport&) { return true; };
  RunContext context(world_, config, masker_, log_, progress_, {"undo", Millis{0}});
  UndoReport report;
  run_undo(context, options, report);
  return report;
}

ApplyReport MatchJobTest::apply(bool dry_run) {
  RunContext context(world_, config, masker_, log_, progress_, {"apply", Millis{0}});
  ApplyReport report;
  run_apply(context, {.plan = plan_file(), .dry_run = dry_run}, report);
  return report;
}

Failure MatchJobTest::failed_match() {
  try {
    match();
  } catch (const Failure& failure) {
    return failure;
  }
  ADD_FAILURE() << "no failure";
  return {FailureKind::unexpected, ""};
}

void MatchJobTest::leave_pending(std::int64_t product, const char* old_value, const char* new_value,
                                 const char* store) {
  const auto database = Database::open(config.database_file());
  JournalEntry entry;
  entry.run = RunHistory(*database).begin("match", clock.wall());
  entry.store = store;
  entry.product = product;
  entry.field = "stock_quantity";
  entry.old_value = old_value;
  entry.new_value = new_value;
  Journal(*database).open_batch(std::span(&entry, 1));
}

std::size_t MatchJobTest::posts() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      shop.calls(), [](const Call& call) { return call.method == Method::post && !call.body.empty(); }));
}

void MatchJobTest::put_baseline(std::int64_t products) {
  const auto database = Database::open(config.database_file());
  Facts(*database).set(kFactFeedBaseline, std::to_string(products));
}

std::string MatchJobTest::baseline(std::string_view fact) const {
  const auto database = Database::open(config.database_file());
  return Facts(*database).get(fact).value_or("");
}

}  // namespace dsz::test
