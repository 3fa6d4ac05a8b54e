#include "listing_reader.hpp"

#include "product_rows.hpp"
#include "store_test_base.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace dsz::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

/// Reads wc/v3/products of a shop that changes while it is read.
class ListingReaderTest : public StoreTestBase {
 protected:
  ListingReaderTest() {
    for (std::int64_t id = 1; id <= 1000; ++id) add(id);
  }

  void add(std::int64_t id) { shop.products.push_back({{"id", id}}); }

  std::set<std::int64_t> read() {
    std::vector<std::set<std::int64_t>> pages;
    const auto begin_page = [&pages](std::size_t page) {
      if (pages.size() <= page) pages.resize(page + 1);
      pages[page].clear();
      return [&pages, page](const json& row) { pages[page].insert(*id_of(row)); };
    };
    connected();
    requests_before_ = client.started().size();
    const auto progress = [this](std::int64_t read, std::int64_t in_all) { progress_ = {read, in_all}; };
    const std::size_t count =
        ListingReader(api(), log, {"wc/v3/products", {{"status", "any"}, {"_fields", "id"}}}, begin_page, progress)
            .read()
            .value();
    pages.resize(count);
    std::set<std::int64_t> ids;
    for (const auto& page : pages) ids.insert(page.begin(), page.end());
    return ids;
  }
  [[nodiscard]] std::size_t requests() const { return client.started().size() - requests_before_; }

  /// `change` happens just before the `nth` request for a page is answered.
  void before_page_request(int nth, const std::function<void()>& change) {
    shop.intercept = [this, nth, change](const Call& call) -> std::optional<Scripted> {
      if (call.get("status") == "any" && ++page_requests_ == nth) change();
      return std::nullopt;
    };
  }

  /// The pages of the whole shop, with text around each.
  void every_page_is(const std::string& before, const std::string& behind) {
    shop.intercept = [before, behind](const Call& call) -> std::optional<Scripted> {
      if (call.get("status") != "any") return std::nullopt;
      const std::int64_t page = std::stoll(call.get("page"));
      json rows = json::array();
      for (std::int64_t id = page * 100 - 99; id <= page * 100; ++id) rows.push_back({{"id", id}});
      Scripted scripted = page_answer(rows, 1000, 10);
      std::string& body = scripted.outcome.response->body;
      body = before + body + behind;
      return scripted;
    };
  }

  void remove(std::int64_t id) {
    std::erase_if(shop.products, [id](const json& row) { return row.at("id") == id; });
  }

  void expect_all_is_read() {
    const auto ids = read();
    EXPECT_TRUE(ids == in_shop());
    EXPECT_EQ(progress_, std::pair(std::ssize(ids), std::ssize(ids))) << "what was told at the end";
  }

  std::set<std::int64_t> in_shop() const {
    std::set<std::int64_t> ids;
    for (const json& row : shop.products) ids.insert(row.at("id").get<std::int64_t>());
    return ids;
  }

  int page_requests_ = 0;
  std::size_t requests_before_ = 0;
  std::pair<std::ptrdiff_t, std::ptrdiff_t> progress_;
};

TEST_F(ListingReaderTest, ReadsEveryPageOnce) {
  expect_all_is_read();
  EXPECT_EQ(requests(), 10U);
}

TEST_F(ListingReaderTest, AsksForAStableOrderAndWholePages) {
  read();
  const Call& call = shop.calls().back();
  EXPECT_EQ(call.get("orderby"), "id");
  EXPECT_EQ(call.get("order"), "asc");
  EXPECT_EQ(call.get("per_page"), "100");
  EXPECT_EQ(call.get("status"), "any");
}

TEST_F(ListingReaderTest, KeepsWithinTheConfiguredConcurrency) {
  settings.concurrency = 3;
  read();
  EXPECT_EQ(client.most_in_flight(), 3U);
}

TEST_F(ListingReaderTest, AnEmptyListIsOneRequest) {
  shop.products.clear();
  EXPECT_TRUE(read().empty());
  EXPECT_EQ(requests(), 1U);
}

TEST_F(ListingReaderTest, AShortPageIsNotTheLast) {
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.get("status") != "any") return std::nullopt;
    json rows = json::array();
    const int page = std::stoi(call.get("page"));
    for (int i = 0; i < (page == 1 ? 1 : 2); ++i) rows.push_back({{"id", page * 10 + i}});
    return page_answer(rows, 5, 3);
  };
  EXPECT_EQ(read(), (std::set<std::int64_t>{10, 20, 21, 30, 31}));
}

TEST_F(ListingReaderTest, AProductThatIsAddedCostsOnlyAFewPagesMore) {
  before_page_request(6, [this] { add(1001); });
  expect_all_is_read();
  EXPECT_LE(requests(), 14U);
}

TEST_F(ListingReaderTest, AProductThatIsRemovedHidesNoOther) {
  for (const int nth : {1, 2, 3, 6, 10}) {
    for (const std::int64_t id : {5, 450, 999}) {
      const auto products = shop.products;
      page_requests_ = 0;
      before_page_request(nth, [this, id] { remove(id); });
      SCOPED_TRACE("product " + std::to_string(id) + " removed before request " + std::to_string(nth));
      expect_all_is_read();
      shop.products = products;
    }
  }
}

TEST_F(ListingReaderTest, AListThatBecomesShorterHasFewerPages) {
  before_page_request(4, [this] {
    for (std::int64_t id = 300; id < 620; ++id) remove(id);
  });
  expect_all_is_read();
}

TEST_F(ListingReaderTest, ProductsAddedAllTheTimeDoNotStopIt) {
  std::int64_t next = 1001;
  shop.intercept = [&](const Call& call) -> std::optional<Scripted> {
    if (call.get("status") == "any" && ++page_requests_ % 4 == 0) add(next++);
    return std::nullopt;
  };
  EXPECT_GE(read().size(), 1000U);
}

TEST_F(ListingReaderTest, AListThatNeverHoldsStillIsGivenUp) {
  shop.intercept = [&](const Call& call) -> std::optional<Scripted> {
    if (call.get("status") == "any") remove(++page_requests_);
    return std::nullopt;
  };
  const Failure failure = failure_of([this] { read(); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("does not hold still"));
  EXPECT_LE(requests(), 45U);
}

TEST_F(ListingReaderTest, ACacheThatAnswersEveryPageWithTheFirstIsNoticed) {
  shop.intercept = [this](const Call& call) -> std::optional<Scripted> {
    if (call.get("status") != "any") return std::nullopt;
    json rows = json::array();
    for (int i = 0; i < 100; ++i) rows.push_back({{"id", shop.products[static_cast<std::size_t>(i)].at("id")}});
    Scripted page = page_answer(rows, 1000, 10);
    page.outcome.response->headers.push_back({"Age", "300"});
    return page;
  };
  const Failure failure = failure_of([this] { read(); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("A cache answered"));
  EXPECT_TRUE(log.contains(LogLevel::warning, "cache"));
  EXPECT_EQ(requests(), 30U);
}

TEST_F(ListingReaderTest, AnAnswerOfAnyCacheIsToldOnce) {
  for (const Header& hit : {Header{"X-LiteSpeed-Cache", "hit"}, Header{"CF-Cache-Status", "HIT"}}) {
    SCOPED_TRACE(hit.name);
    log.clear();
    shop.intercept = [&](const Call& call) -> std::optional<Scripted> {
      if (call.get("status") != "any") return std::nullopt;
      const std::size_t from = (std::stoul(call.get("page")) - 1) * 100;
      json rows = json::array();
      for (std::size_t i = from; i < from + 100; ++i) rows.push_back(shop.products[i]);
      Scripted page = page_answer(rows, 1000, 10);
      page.outcome.response->headers.push_back(hit);
      return page;
    };
    expect_all_is_read();
    EXPECT_EQ(std::ranges::count_if(log.lines(),
                                    [](const auto& line) {
                                      return line.level == LogLevel::warning &&
                                             line.message.find("exempt /wp-json/ from page caching") !=
                                                 std::string::npos;
                                    }),
              1);
  }
}

TEST_F(ListingReaderTest, FewerRowsThanTheTotalSaysIsNoCatalogue) {
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.get("status") != "any") return std::nullopt;
    return page_answer(json::parse(R"([{"id":1},{"id":2}])"), 3, 1);
  };
  EXPECT_EQ(failure_of([this] { read(); }).kind(), FailureKind::store);
}

TEST_F(ListingReaderTest, MissingTotalsAreAFailureThatNamesThem) {
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.get("status") != "any") return std::nullopt;
    return answer(200, "[]");
  };
  const Failure failure = failure_of([this] { read(); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("X-WP-Total"));
  EXPECT_THAT(failure.what(), HasSubstr("proxy"));
}

TEST_F(ListingReaderTest, ARowWithoutAnIdMakesTheListUnusable) {
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.get("status") != "any") return std::nullopt;
    return page_answer(json::parse(R"([{"id":1},{"sku":"x"},{"sku":"y"}])"), 3, 1);
  };
  EXPECT_THAT(failure_of([this] { read(); }).what(), HasSubstr("no usable id: {\"sku\":\"x\"}"));
}

TEST_F(ListingReaderTest, JsonThatIsNoListIsAFailure) {
  every_page_is("{\"rows\":", "}");
  EXPECT_THAT(failure_of([this] { read(); }).what(), HasSubstr("not a list"));
}

TEST_F(ListingReaderTest, AFailedPageIsAFailureAndLeavesNothingUnderWay) {
  shop.intercept = [](const Call& call) -> std::optional<Scripted> {
    if (call.get("page") != "7") return std::nullopt;
    Scripted page = page_answer(json::parse(R"([{"id":1}])"), 1000, 10);
    page.outcome.response->status = 500;  // a list all the same
    return page;
  };
  const Failure failure = failure_of([this] { read(); });
  EXPECT_EQ(failure.kind(), FailureKind::store);
  EXPECT_THAT(failure.what(), HasSubstr("page 7"));
  EXPECT_EQ(client.in_flight(), 0U);
}

TEST_F(ListingReaderTest, AMissingRouteIsAValue) {
  connected();
  const auto begin_page = [](std::size_t) { return [](const json&) {}; };
  EXPECT_EQ(ListingReader(api(), log, {"wc/v3/nonesuch", {}}, begin_page).read(), std::nullopt);
}

/// The rows of a list are handed over before its end is seen.
TEST_F(ListingReaderTest, RowsOfAListThatIsNotTheAnswerAreForgotten) {
  every_page_is("[{\"id\":4711}] Notice: x\n", "");
  expect_all_is_read();
}

TEST_F(ListingReaderTest, MarkupBehindAListIsNoHindrance) {
  every_page_is("", "<!-- cached -->");
  expect_all_is_read();
}

}  // namespace
}  // namespace dsz::test
