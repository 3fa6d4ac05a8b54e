// Whole runs of `match` in random worlds, in which one thing goes wrong, held to a plain model that shares no code with
// the product: 10,000 worlds in all, or DSZ_WORLDS for each of the four seeds.

#include "dsz/state/journal.hpp"

#include "random_shop.hpp"
#include "worlds.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace dsz::test {
namespace {

using nlohmann::json;
using Random = std::mt19937_64;

const int kWorlds = worlds(2'500);  // for each seed

bool strikes_writes(Trouble trouble) { return trouble >= Trouble::sale; }

/// One world: the shop as it is, and runs of the real job on it.
class WorldUnderTest : public MatchJobTest {
 public:
  explicit WorldUnderTest(RandomShop world) : world_(std::move(world)) {
    shop.products = world_.products;
    shop.variations = world_.variations;
    shop.bulk_variations = !world_.old_store;
    shop.manages_stock = world_.trouble != Trouble::stock_management_off;
    supplier_listing = world_.by_name;
    supplier_answers = world_.trouble != Trouble::supplier_away;
    put_inventory(world_.inventory);
    if (world_.by_prefix) config.match.select.sku_prefixes = {"S-"};
    config.match.rules = world_.rules;
    config.match.guards = world_.guards;
    config.store.batch_size = world_.batch_size;
    shop.intercept = [this](const Call& call) { return meet(call); };
  }

  void TestBody() override {}
  using MatchJobTest::posts;
  using MatchJobTest::shop;

  /// A run; true when it came to its end.
  bool run() {
    const Stocks before = stocks_of(shop);
    report_ = {};
    try {
      match_into(report_);
    } catch (const Failure&) {
      return false;
    }
    check_report(before);
    return true;
  }

  void clear_trouble() {
    world_.trouble = Trouble::none;
    supplier_answers = true;
    shop.manages_stock = true;
    signals.set(0);
  }

  /// What the guards said, for a failing test.
  [[nodiscard]] std::string verdict() const {
    std::string text;
    for (const GuardResult& guard : report_.guards) text += (guard.tripped ? "TRIPPED " : "") + guard.sentence + "\n";
    return text;
  }

  [[nodiscard]] const RandomShop& world() const { return world_; }
  [[nodiscard]] bool struck() const { return struck_; }
  [[nodiscard]] std::set<std::int64_t> sold() const { return sold_; }

 private:
  /// What the report says of a product is what the store has.
  void check_report(const Stocks& before) {
    if (!report_.written) return;
    const Stocks after = stocks_of(shop);
    for (std::size_t i = 0; i < report_.plan->changes.size(); ++i) {
      const StockChange& change = report_.plan->changes[i].change;
      const WriteOutcome outcome = report_.written->results[i].outcome;
      const std::string wanted =
          change.quantity ? std::to_string(*change.quantity) : std::string(to_text(*change.status));
      const std::string& now = after.at(change.product);
      if (outcome == WriteOutcome::written) {
        EXPECT_EQ(now, wanted) << change.sku << " is said to be written";
      }
      if (outcome == WriteOutcome::not_sent && sold_.count(change.product) == 0) {
        EXPECT_EQ(now, before.at(change.product)) << change.sku << " is said not to be sent";
      }
    }
  }

  std::optional<Scripted> meet(const Call& call) {
    if (call.method == Method::post && !call.body.empty()) {
      check_write(call);
      return strikes_writes(world_.trouble) && writes_++ == world_.at ? strike_write(call) : std::nullopt;
    }
    if (call.path != "wc/v3/products" && call.path.find("variations") == std::string::npos) return std::nullopt;
    return reads_++ >= world_.at ? strike_read() : std::nullopt;
  }

  /// S1, S4, S6, S7, of one request as the store gets it.
  void check_write(const Call& call) {
    const auto database = Database::open(config.database_file());
    const std::vector<JournalEntry> pending = Journal(*database).pending("https://shop.example");
    for (const json& item : call.body.at("update")) {
      const std::int64_t id = item.at("id");
      const json* const row = shop.find(id);
      ASSERT_NE(row, nullptr);
      const std::string sku = row->at("sku");
      EXPECT_TRUE(world_.by_prefix ? sku.starts_with("S-") : world_.inventory.count(sku) == 1) << "S1: " << sku;
      const std::int64_t parent = shop.parent_of(id);
      EXPECT_EQ(call.path,
                parent == 0 ? "wc/v3/products/batch" : fmt::format("wc/v3/products/{}/variations/batch", parent))
          << "S6: " << sku;
      for (const auto& [field, value] : item.items()) {
        if (field == "id" || field == "_fields") continue;
        check_field(sku, field, value);
        const auto is_this = [&name = field, id, text = value.dump()](const JournalEntry& entry) {
          return entry.product == id && entry.field == name && entry.new_value == text;
        };
        EXPECT_TRUE(std::any_of(pending.begin(), pending.end(), is_this)) << "S4: " << sku << " " << field;
      }
    }
  }

  static void check_field(const std::string& sku, const std::string& field, const json& value) {
    if (field == "stock_quantity") {
      EXPECT_TRUE(value.is_number_unsigned()) << "S7: " << sku << " " << value;
    } else if (field == "manage_stock") {
      EXPECT_EQ(value, true) << "S7: " << sku;
    } else {
      EXPECT_EQ(field, "stock_status") << "S7: " << sku;
      EXPECT_TRUE(value == "instock" || value == "outofstock") << "S7: " << sku;
    }
  }

  std::optional<Scripted> strike_read() {
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
      default:
        return std::nullopt;
    }
  }

  std::optional<Scripted> strike_write(const Call& call) {
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
      case Trouble::signal:
        signals.set(SIGTERM);
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  json do_items(const Call& call, std::size_t count) {
    json echoed = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      echoed.push_back(
          shop.update(call.body.at("update").at(i), shop.parent_of(call.body.at("update").at(i).at("id"))));
    }
    return echoed;
  }

  void sell(std::int64_t id) {
    json& row = *shop.find(id);
    if (row.at("manage_stock") != true) return;
    row["stock_quantity"] =
        row.at("stock_quantity").get<std::int64_t>() + 40;  // a return: no other write looks like it
    sold_.insert(id);
  }

  RandomShop world_;
  MatchReport report_;
  int reads_ = 0;
  int writes_ = 0;
  bool struck_ = false;
  std::set<std::int64_t> sold_;
};

/// Each product has its old stock, or the wanted one where it may be written; S2 among others.
void expect_old_or_wanted(const Stocks& before, const Stocks& after, const Expected& model,
                          const std::set<std::int64_t>& touched_by_others) {
  for (const auto& [id, stock] : after) {
    const auto wanted = model.wanted.find(id);
    if (wanted != model.wanted.end() && stock == wanted->second) continue;
    if (touched_by_others.count(id) == 0) {
      EXPECT_EQ(stock, before.at(id)) << "product " << id;
    }
  }
}

Stocks whole(Stocks before, const Expected& model) {
  for (const auto& [id, stock] : model.wanted) before[id] = stock;
  return before;
}

class MatchJobProperty : public testing::TestWithParam<unsigned> {
 protected:
  /// Ten thousand databases: in memory, where the system has a place for that.
  MatchJobProperty() {
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 1);
  }
};

TEST_P(MatchJobProperty, EachRunEndsAsThePlainModelSaysOrStopsSafely) {
  Random random(GetParam());
  int guarded = 0;
  std::map<Trouble, int> struck;
  for (int number = 0; number < kWorlds; ++number) {
    WorldUnderTest world(random_shop(random));
    SCOPED_TRACE(
        fmt::format("world {} of seed {}, trouble {}", number, GetParam(), static_cast<int>(world.world().trouble)));
    const Stocks before = stocks_of(world.shop);
    const Expected model = expected(world.world(), world.shop);
    guarded += model.guarded ? 1 : 0;

    const bool ended = world.run();
    const Stocks after = stocks_of(world.shop);
    struck[world.world().trouble] += world.struck() ? 1 : 0;
    if (model.guarded) {
      EXPECT_EQ(world.posts(), 0U) << "S3\n" << world.verdict();
    }
    if (world.posts() == 0) {
      EXPECT_EQ(after, before) << "S3";
    }
    expect_old_or_wanted(before, after, model, world.sold());
    if (!world.struck() && world.world().trouble != Trouble::stock_management_off && !model.guarded) {
      EXPECT_TRUE(ended);
      EXPECT_EQ(after, whole(before, model));
    }

    // The next run, with nothing in its way, ends where an undisturbed one ends.
    world.clear_trouble();
    const Expected next = expected(world.world(), world.shop);
    const Stocks between = stocks_of(world.shop);
    EXPECT_TRUE(world.run());
    EXPECT_EQ(stocks_of(world.shop), next.guarded ? between : whole(between, next)) << world.verdict();
    if (HasFailure()) return;
  }
  EXPECT_GE(guarded, kWorlds / 50) << "the worlds must trip guards";
  EXPECT_GE(struck.size(), static_cast<std::size_t>(kWorlds < 100 ? 1 : kTroubles - 3)) << "every trouble must strike";
}

INSTANTIATE_TEST_SUITE_P(Seeds, MatchJobProperty, testing::Values(1U, 2U, 3U, 4U));

}  // namespace
}  // namespace dsz::test
