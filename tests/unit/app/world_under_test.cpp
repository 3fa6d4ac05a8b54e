#include "world_under_test.hpp"

#include "dsz/state/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

namespace dsz::test {
namespace {

using nlohmann::json;

constexpr const char* kElsewhere = "https://elsewhere.example/wp-json/";

Scripted redirection() { return answer(307, "", {{"Location", std::string(kElsewhere) + "wc/v3/products"}}); }

/// As a client that follows redirects answers.
Scripted answer_from_elsewhere(const std::string& index) {
  Scripted scripted = answer(200, index);
  scripted.outcome.response->final_url = kElsewhere;
  return scripted;
}

std::string value_of(const StockChange& change) {
  return change.quantity ? std::to_string(*change.quantity) : std::string(to_text(*change.status));
}

/// S7: the value that one item gives.
std::string value_in(const json& item) {
  std::string given;
  for (const auto& [field, value] : item.items()) {
    if (field == "id" || field == "_fields") continue;
    if (field == "stock_quantity") {
      EXPECT_TRUE(value.is_number_unsigned()) << "S7: " << item;
      given = value.dump();
    } else if (field == "manage_stock") {
      EXPECT_EQ(value, true) << "S7: " << item;
    } else {
      EXPECT_EQ(field, "stock_status") << "S7: " << item;
      EXPECT_TRUE(value == "instock" || value == "outofstock") << "S7: " << item;
      given = value.get<std::string>();
    }
  }
  return given;
}

/// S4: each field of `item` is in the journal and open.
void check_journal(const std::vector<JournalEntry>& pending, const json& item) {
  for (const auto& [field, value] : item.items()) {
    if (field == "id" || field == "_fields") continue;
    const auto is_this = [&name = field, id = item.at("id").get<std::int64_t>(),
                          text = value.dump()](const JournalEntry& entry) {
      return entry.product == id && entry.field == name && entry.new_value == text;
    };
    EXPECT_TRUE(std::any_of(pending.begin(), pending.end(), is_this)) << "S4: " << item << " " << field;
  }
}

}  // namespace

WorldUnderTest::WorldUnderTest(RandomShop world) : world_(std::move(world)) {
  shop.products = world_.products;
  shop.variations = world_.variations;
  shop.bulk_variations = !world_.old_store;
  shop.manages_stock = world_.trouble != Trouble::stock_management_off;
  supplier_listing = world_.by_name;
  supplier_answers = world_.trouble != Trouble::supplier_away;
  put_inventory(world_.inventory);
  if (world_.trouble == Trouble::stale_inventory) clock.advance(config.match.max_inventory_age + Millis{1'000});
  if (world_.feed_baseline) put_baseline(*world_.feed_baseline);
  if (world_.by_prefix) config.match.select.sku_prefixes = {"S-"};
  config.match.rules = world_.rules;
  config.match.guards = world_.guards;
  config.store.batch_size = world_.batch_size;
  watch = [this](const Request& request) { check_request(request); };
  shop.intercept = [this](const Call& call) { return meet(call); };
}

bool WorldUnderTest::run(const Expected& model) {
  const Stocks before = stocks_of(shop);
  model_ = model;
  report_ = {};
  sent_.clear();
  times_sent_.clear();
  not_read_since_.clear();
  bool ended = true;
  try {
    match_into(report_, {.dry_run = world_.dry_run, .inventory = {}, .allow_missing = model.allow_missing});
  } catch (const Failure&) {
    ended = false;
  }
  check_plan();
  check_baseline(ended);
  if (ended) check_report(before);
  return ended;
}

void WorldUnderTest::clear_trouble() {
  if (world_.trouble == Trouble::stale_inventory) put_inventory(world_.inventory);
  world_.trouble = Trouble::none;
  world_.dry_run = false;
  if (world_.allowance != Allowance::right) world_.allowance = Allowance::none;
  supplier_answers = true;
  shop.manages_stock = true;
  signals.set(0);
}

/// Only a run that passed every guard and could write moves the measure of the feed.
void WorldUnderTest::check_baseline(bool ended) {
  const std::optional<std::int64_t> before = world_.feed_baseline;
  if (const std::string noted = baseline(); !noted.empty()) world_.feed_baseline = std::stoll(noted);
  if (!ended || world_.dry_run || model_.guarded) {
    EXPECT_EQ(world_.feed_baseline, before);
  } else if (!struck_) {
    EXPECT_EQ(world_.feed_baseline, static_cast<std::int64_t>(world_.inventory.size()));
  }
}

int WorldUnderTest::most_often_sent() const {
  int most = 0;
  for (const auto& [id, times] : times_sent_) most = std::max(most, times);
  return most;
}

std::string WorldUnderTest::verdict() const {
  std::string text;
  for (const GuardResult& guard : report_.guards) text += (guard.tripped ? "TRIPPED " : "") + guard.sentence + "\n";
  return text;
}

/// Whatever comes after it, a plan is the model's, whole.
void WorldUnderTest::check_plan() const {
  if (!report_.plan) return;
  Stocks planned;
  for (const PlannedChange& each : report_.plan->changes) planned[each.change.product] = value_of(each.change);
  EXPECT_EQ(planned, model_.changes);
  if (!report_.guards.empty()) {
    EXPECT_EQ(report_.guard_tripped(), model_.guarded) << verdict();
  }
}

/// What the report says of a product is what the store has.
void WorldUnderTest::check_report(const Stocks& before) const {
  if (!report_.written) return;
  const Stocks after = stocks_of(shop);
  for (std::size_t i = 0; i < report_.plan->changes.size(); ++i) {
    const StockChange& change = report_.plan->changes[i].change;
    const WriteOutcome outcome = report_.written->results[i].outcome;
    const std::string& now = after.at(change.product);
    if (outcome == WriteOutcome::written) {
      EXPECT_EQ(now, value_of(change)) << change.sku << " is said to be written";
    }
    if (outcome == WriteOutcome::not_sent && sold_.count(change.product) == 0) {
      EXPECT_EQ(now, before.at(change.product)) << change.sku << " is said not to be sent";
    }
  }
}

/// S8: nothing goes to another host, and only the store's public index may be redirected. S5.
void WorldUnderTest::check_request(const Request& request) const {
  const bool to_store = request.url.starts_with("https://shop.example/");
  EXPECT_TRUE(to_store || request.url.starts_with("https://supplier.example/")) << "S8: " << request.url;
  if (to_store && world_.dry_run) {
    EXPECT_EQ(request.method, Method::get) << "S5: " << request.url;
  }
  if (!request.follow_redirects) return;
  EXPECT_EQ(request.method, Method::get) << "S8: " << request.url;
  EXPECT_EQ(request.url.find("consumer_"), std::string::npos) << "S8: " << request.url;
  EXPECT_EQ(request.url.find("oauth_"), std::string::npos) << "S8: " << request.url;
  for (const Header& header : request.headers) EXPECT_NE(header.name, "Authorization") << "S8: " << request.url;
}

std::optional<Scripted> WorldUnderTest::meet(const Call& call) {
  if (call.method == Method::post && !call.body.empty()) {
    check_write(call);
    return strikes_writes(world_.trouble) && writes_++ == world_.at ? strike_write(call) : std::nullopt;
  }
  if (call.path.empty() && world_.trouble == Trouble::redirected_index) {
    struck_ = true;
    return answer_from_elsewhere(shop.index);
  }
  if (call.path != "wc/v3/products" && call.path.find("variations") == std::string::npos) return std::nullopt;
  note_reading(call);
  return reads_++ >= world_.at ? strike_read() : std::nullopt;
}

void WorldUnderTest::note_reading(const Call& call) {
  const std::string ids = "," + call.get("include") + ",";
  std::erase_if(not_read_since_,
                [&](std::int64_t id) { return ids.find(fmt::format(",{},", id)) != std::string::npos; });
}

/// S1, S2, S4, S6, S7, of one request as the store gets it.
void WorldUnderTest::check_write(const Call& call) {
  const auto database = Database::open(config.database_file());
  const std::vector<JournalEntry> pending = Journal(*database).pending("https://shop.example");
  EXPECT_FALSE(model_.guarded) << "S3\n" << verdict();
  for (const json& item : call.body.at("update")) {
    const json* const row = shop.find(item.at("id"));
    ASSERT_NE(row, nullptr);
    check_item(call, item, *row);
    check_journal(pending, item);
  }
}

/// It is one of the model's writes, needed still, and not a blind repetition.
void WorldUnderTest::check_item(const Call& call, const json& item, const json& row) {
  const std::int64_t id = item.at("id");
  const std::string sku = row.at("sku");
  EXPECT_TRUE(selects(world_, sku)) << "S1: " << sku;
  const std::int64_t parent = shop.parent_of(id);
  EXPECT_EQ(call.path, parent == 0 ? "wc/v3/products/batch" : fmt::format("wc/v3/products/{}/variations/batch", parent))
      << "S6: " << sku;
  const std::string value = value_in(item);
  const auto change = model_.changes.find(id);
  ASSERT_NE(change, model_.changes.end()) << sku << " is not to be written";
  EXPECT_EQ(value, change->second) << sku;
  EXPECT_NE(value, stock_of(row)) << sku << " is written though it stands already";
  EXPECT_TRUE(not_read_since_.insert(id).second) << sku << " is sent again and was not read in between";
  sent_[id] = value;
  ++times_sent_[id];
}

std::optional<Scripted> WorldUnderTest::strike_read() {
  switch (world_.trouble) {
    case Trouble::read_once:
      if (std::exchange(struck_, true)) return std::nullopt;
      return no_answer(TransferErrorKind::broken);
    case Trouble::read_for_good:
      struck_ = true;
      return answer(403, "<html>Request blocked</html>", {{"Content-Type", "text/html"}});
    case Trouble::odd_list:
      if (std::exchange(struck_, true)) return std::nullopt;
      return answer(200, R"({"code":"odd"})");
    case Trouble::redirected_read:
      if (std::exchange(struck_, true)) return std::nullopt;
      return redirection();
    default:
      return std::nullopt;
  }
}

std::optional<Scripted> WorldUnderTest::strike_write(const Call& call) {
  struck_ = true;
  switch (world_.trouble) {
    case Trouble::sale:
      sell(call.body.at("update").at(0).at("id"));
      return std::nullopt;
    case Trouble::write_lost:
      return no_answer(TransferErrorKind::broken);
    case Trouble::write_done_no_answer:
      do_items(call, call.body.at("update").size());
      return no_answer(TransferErrorKind::timeout);
    case Trouble::write_done_504:
      do_items(call, call.body.at("update").size());
      return answer(504, "<html>504</html>");
    case Trouble::write_not_done_504:
      return answer(504, "<html>504</html>");
    case Trouble::write_done_odd_answer:
      do_items(call, call.body.at("update").size());
      return answer(200, json::array({shop.products.front()}).dump());
    case Trouble::write_half_done:
      do_items(call, call.body.at("update").size() / 2);
      return error_answer(500, "internal_server_error", "There has been a critical error on this website.");
    case Trouble::item_error: {
      json echoed = do_items(call, 0);
      for (const json& item : call.body.at("update")) {
        echoed.push_back({{"id", item.at("id")}, {"error", {{"code", "db_error"}, {"message", "Could not save."}}}});
      }
      return answer(200, json{{"update", echoed}}.dump());
    }
    case Trouble::item_left_out: {
      json echoed = do_items(call, call.body.at("update").size());
      echoed.erase(0);
      return answer(200, json{{"update", echoed}}.dump());
    }
    case Trouble::write_refused:
      return error_answer(401, "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.");
    case Trouble::redirected_write:
      return redirection();
    case Trouble::signal:
      signals.set(SIGTERM);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

json WorldUnderTest::do_items(const Call& call, std::size_t count) {
  json echoed = json::array();
  for (std::size_t i = 0; i < count; ++i) {
    echoed.push_back(shop.update(call.body.at("update").at(i), shop.parent_of(call.body.at("update").at(i).at("id"))));
  }
  return echoed;
}

void WorldUnderTest::sell(std::int64_t id) {
  json& row = *shop.find(id);
  if (row.at("manage_stock") != true) return;
  row["stock_quantity"] = row.at("stock_quantity").get<std::int64_t>() + 40;  // a return: no other write looks like it
  sold_.insert(id);
}

}  // namespace dsz::test
