#include "stock_writer_test_base.hpp"

#include "product_rows.hpp"

#include <algorithm>

namespace dsz::test {

using nlohmann::json;

StockWriterTestBase::StockWriterTestBase()
    : database_(Database::open(folder_.path() / "state.db")), journal_(*database_) {
  shop.intercept = [this](const Call& call) -> std::optional<Scripted> {
    if (call.method == Method::post) {
      check_journal(call);
      return on_post ? on_post(call) : std::nullopt;
    }
    if (!settings_readable && call.path.starts_with("wc/v3/settings")) {
      return error_answer(403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
    }
    if (!call.get("include").empty() && on_reading_again) return on_reading_again(call);
    return std::nullopt;
  };
}

StockChange StockWriterTestBase::to_quantity(std::int64_t id, std::uint32_t quantity) {
  const StoreProduct product = product_of(*shop.find(id), shop.parent_of(id));
  StockChange change;
  change.product = id;
  change.parent = product.parent;
  change.sku = product.sku;
  change.quantity = quantity;
  change.old_quantity = product.quantity;
  change.old_manage = product.manage;
  change.old_status = product.status;
  return change;
}

StockChange StockWriterTestBase::to_status(std::int64_t id, StockStatus status) {
  StockChange change = to_quantity(id, 0);
  change.quantity.reset();
  change.status = status;
  return change;
}

void StockWriterTestBase::plan_quantities(std::int64_t first, std::int64_t last, std::uint32_t quantity) {
  for (std::int64_t id = first; id <= last; ++id) {
    add_simple(id);
    plan.push_back(to_quantity(id, quantity));
  }
}

WriteReport StockWriterTestBase::write() {
  StockWriter writer(connected(), journal_, settings, clock, sleeper, signals, log);
  report = writer.write(kRun, plan, [this](std::size_t done, std::size_t) { progress.push_back(done); });
  return report;
}

WriteOutcome StockWriterTestBase::outcome_of(std::int64_t id) const {
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (plan[i].product == id) return report.results.at(i).outcome;
  }
  ADD_FAILURE() << id << " is not in the plan";
  return WriteOutcome::pending;
}

std::string StockWriterTestBase::detail_of(std::int64_t id) const {
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (plan[i].product == id) return report.results.at(i).detail;
  }
  return "";
}

json StockWriterTestBase::in_shop(std::int64_t id, const char* field) { return shop.find(id)->at(field); }

std::map<std::string, WriteOutcome> StockWriterTestBase::journaled() {
  std::map<std::string, WriteOutcome> found;
  for (const JournalEntry& entry : journal_.of_run(kRun)) {
    found[std::to_string(entry.product) + " " + entry.field + " " + entry.old_value + ">" + entry.new_value] =
        entry.outcome;
  }
  return found;
}

std::vector<const Call*> StockWriterTestBase::posts() const {
  std::vector<const Call*> found;
  for (const Call& call : shop.calls()) {
    if (call.method == Method::post) found.push_back(&call);
  }
  return found;
}

Scripted StockWriterTestBase::carried_out(const Call& call) {
  Request request;
  request.method = Method::post;
  request.url = "https://shop.example/wp-json/" + call.path;
  request.body = call.body.dump();
  FakeShop copy = shop;
  copy.intercept = nullptr;
  Scripted answer = copy.answer_to(request);
  shop.products = copy.products;
  shop.variations = copy.variations;
  return answer;
}

void StockWriterTestBase::check_journal(const Call& post) {
  const auto entries = journal_.of_run(kRun);
  for (const json& item : post.body.at("update")) {
    for (const char* field : {"stock_quantity", "stock_status", "manage_stock"}) {
      if (!item.contains(field)) continue;
      const bool there = std::any_of(entries.begin(), entries.end(), [&](const JournalEntry& entry) {
        return entry.product == item.at("id") && entry.field == field && entry.new_value == item.at(field).dump() &&
               entry.outcome == WriteOutcome::pending;
      });
      EXPECT_TRUE(there) << "sent before it was in the journal: " << item;
    }
  }
}

}  // namespace dsz::test
