#include "fetcher_test_base.hpp"
#include "worlds.hpp"

#include <optional>
#include <random>

namespace dsz {
namespace {

using test::answer;

/// A supplier whose catalogue changes while it is read.
class FetcherDriftTest : public FetcherTestBase {
 protected:
  using Change = std::function<void(ModelCatalogue&)>;

  void begin_world(std::size_t products, int page_size) {
    settings_.page_size = page_size;
    catalogue_ = ModelCatalogue(products);
    always_there_ = catalogue_.skus();
    changes_.clear();
    requests_ = 0;
    latest_answer_ = Millis{0};
    log_.clear();
    on_products_ = [this](const Request& request) { return next_answer(request); };
  }
  /// Just before the request of this number (the first is 1) is answered.
  void before_request(int number, Change change) { changes_.emplace(number, std::move(change)); }

  test::Scripted next_answer(const Request& request) {
    const auto [first, last] = changes_.equal_range(++requests_);
    for (auto each = first; each != last; ++each) {
      each->second(catalogue_);
      const std::set<std::string> now = catalogue_.skus();
      std::erase_if(always_there_, [&now](const std::string& sku) { return now.count(sku) == 0; });
    }
    const int page = std::stoi(parameter(request.url, "page_no"));
    highest_page_ = std::max(requests_ == 1 ? 0 : highest_page_, page);
    return answer(200, catalogue_.page(request.url, 200), {},
                  Millis{std::uniform_int_distribution<std::int64_t>(0, latest_answer_.count())(random_)});
  }
  /// False when the fetch failed; else no product may be lost that was there the whole time.
  bool fetch_loses_nothing(const std::string& world) {
    try {
      report_ = fetch();
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), FailureKind::supplier) << world << failure.what();
      return false;
    }
    const auto products = staged();
    for (const std::string& sku : always_there_) EXPECT_EQ(products.count(sku), 1U) << world << ": lost " << sku;
    return true;
  }

  /// A fetch that a signal ends while this request is under way.
  void cut_off_before(int request) {
    before_request(request, [this](ModelCatalogue&) { signals_.set(SIGTERM); });
    EXPECT_THROW(fetch(), Failure);
    signals_.set(0);
  }
  FetchReport go_on() { return Fetcher(api_, staging_, settings_, log_).fetch_full({}, pages_before_); }

  static Change remove_at(std::size_t at) {
    return [at](ModelCatalogue& catalogue) { catalogue.remove(at); };
  }
  static Change insert_at(std::size_t at) {
    return [at](ModelCatalogue& catalogue) { catalogue.insert(at); };
  }
  static Change append() {
    return [](ModelCatalogue& catalogue) { catalogue.append(); };
  }
  std::size_t any_below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

  /// In every other world the last fetch has found as many pages, or a few more or less.
  std::int64_t maybe_known(std::size_t products, int page_size) {
    if (any_below(2) == 0) return 0;
    return static_cast<std::int64_t>(products) / page_size + static_cast<std::int64_t>(any_below(5)) - 2;
  }

  /// One to `most` changes, each at its own moment, so that each changes the total.
  void change_at_random(std::size_t products, int page_size, std::size_t most) {
    const int requests = static_cast<int>(products) / page_size + 3;
    std::set<int> moments;
    const std::size_t count = 1 + any_below(most);
    while (moments.size() < count)
      moments.insert(2 + static_cast<int>(any_below(static_cast<std::size_t>(requests) + 4)));
    for (const int moment : moments) {
      const std::size_t at = any_below(products - most);
      const std::size_t kind = any_below(3);
      before_request(moment, kind == 0 ? remove_at(at) : kind == 1 ? insert_at(at) : append());
    }
  }

  /// Not where the pages lie that are being read just then: that one place is not watched when the total stays as it is
  /// (page_drift.hpp).
  void change_outside_the_window(ModelCatalogue& catalogue, int page_size) {
    const auto size = static_cast<std::size_t>(page_size);
    const std::size_t from = static_cast<std::size_t>(std::max(0, highest_page_ - 6)) * size;
    const std::size_t to = (static_cast<std::size_t>(highest_page_) + 1) * size;
    const std::size_t at = any_below(catalogue.size());
    if (any_below(4) == 0) {
      catalogue.append();
    } else if (at < from || at >= to) {
      any_below(2) == 0 ? catalogue.remove(at) : catalogue.insert(at);
    }
  }

  ModelCatalogue catalogue_;
  std::set<std::string> always_there_;
  std::multimap<int, Change> changes_;
  int requests_ = 0;
  Millis latest_answer_{0};
  int highest_page_ = 0;
  FetchReport report_;
};

TEST_F(FetcherDriftTest, ARowThatMovesToAPageAlreadyReadIsFoundThere) {
  begin_world(100, 10);
  before_request(6, remove_at(0));
  ASSERT_TRUE(fetch_loses_nothing("removed"));
  EXPECT_GT(report_.repaired_pages, 0);
  EXPECT_LE(report_.repaired_pages, 8);
}

TEST_F(FetcherDriftTest, ARowThatMovesPastAPageAlreadyReadIsFoundThere) {
  begin_world(100, 10);
  before_request(6, insert_at(0));
  EXPECT_TRUE(fetch_loses_nothing("inserted"));
  EXPECT_EQ(report_.stated_total, 101);
}

TEST_F(FetcherDriftTest, PagesThatAreAddedWhileReadingAreReadToo) {
  begin_world(100, 10);
  before_request(7, [](ModelCatalogue& catalogue) {
    for (int i = 0; i < 25; ++i) catalogue.append();
  });
  ASSERT_TRUE(fetch_loses_nothing("grown"));
  EXPECT_EQ(report_.distinct, 125);
}

TEST_F(FetcherDriftTest, OneProductOutAndOneInAtOnceIsNoticedThoughTheTotalStays) {
  for (int moment = 2; moment <= 12; ++moment) {
    begin_world(100, 10);
    before_request(moment, [](ModelCatalogue& catalogue) {
      catalogue.remove(0);
      catalogue.append();
    });
    EXPECT_TRUE(fetch_loses_nothing("moment " + std::to_string(moment)));
  }
}

TEST_F(FetcherDriftTest, NoProductIsLostInThousandsOfChangingCatalogues) {
  int failed = 0;
  for (int world = 0; world < test::worlds(1'000); ++world) {
    random_.seed(static_cast<std::uint64_t>(world));
    const int page_size = 6 + static_cast<int>(any_below(6));
    const std::size_t products = 10 + any_below(90);
    begin_world(products, page_size);
    pages_before_ = maybe_known(products, page_size);
    change_at_random(products, page_size, 4);
    if (!fetch_loses_nothing("world " + std::to_string(world))) ++failed;
  }
  EXPECT_EQ(failed, 0) << "repair gives up too easily";
}

TEST_F(FetcherDriftTest, NoProductIsLostWhenAnswersOvertakeEachOther) {
  int failed = 0;
  for (int world = 0; world < test::worlds(500); ++world) {
    random_.seed(static_cast<std::uint64_t>(world));
    const int page_size = 6 + static_cast<int>(any_below(6));
    const std::size_t products = 10 + any_below(90);
    begin_world(products, page_size);
    pages_before_ = maybe_known(products, page_size);
    latest_answer_ = Millis{3'000};
    change_at_random(products, page_size, 4);
    if (!fetch_loses_nothing("world " + std::to_string(world))) ++failed;
  }
  EXPECT_EQ(failed, 0) << "repair gives up too easily";
}

TEST_F(FetcherDriftTest, NoProductIsLostWhenManyComeAndGoInOnePause) {
  int failed = 0;
  for (int world = 0; world < test::worlds(500); ++world) {
    random_.seed(static_cast<std::uint64_t>(world));
    const int page_size = 6 + static_cast<int>(any_below(6));
    const std::size_t products = 60 + any_below(90);
    begin_world(products, page_size);
    pages_before_ = maybe_known(products, page_size);
    const int moment = 2 + static_cast<int>(any_below(products / static_cast<std::size_t>(page_size)));
    before_request(moment, [this, page_size](ModelCatalogue& catalogue) {
      for (int change = 0; change < 5; ++change) change_outside_the_window(catalogue, page_size);
    });
    if (!fetch_loses_nothing("world " + std::to_string(world))) ++failed;
  }
  EXPECT_EQ(failed, 0) << "repair gives up too easily";
}

TEST_F(FetcherDriftTest, AFetchThatWasCutOffGoesOn) {
  begin_world(400, 10);
  cut_off_before(20);
  const int before = requests_;
  report_ = go_on();
  EXPECT_LE(requests_ - before, 40 - 20 + 10);
  EXPECT_GE(report_.resumed_pages, 10);
  EXPECT_EQ(staged().size(), 400U);
}

TEST_F(FetcherDriftTest, ACatalogueThatIsAnotherOneMeanwhileIsReadAnew) {
  begin_world(400, 10);
  cut_off_before(20);
  for (int i = 0; i < 50; ++i) catalogue_.remove(0);
  report_ = go_on();
  EXPECT_EQ(report_.resumed_pages, 0);
  EXPECT_EQ(staged().size(), 350U);
}

TEST_F(FetcherDriftTest, NoProductIsLostWhenAFetchIsCutOffAndRowsMoveMeanwhile) {
  for (int world = 0; world < test::worlds(300); ++world) {
    random_.seed(static_cast<std::uint64_t>(world));
    const int page_size = 6 + static_cast<int>(any_below(6));
    const std::size_t products = 60 + any_below(90);
    begin_world(products, page_size);
    pages_before_ = maybe_known(products, page_size);
    cut_off_before(1 + static_cast<int>(any_below(products / static_cast<std::size_t>(page_size))));
    for (std::size_t change = any_below(8); change > 0; --change) {
      const std::size_t at = any_below(catalogue_.size());
      any_below(2) == 0 ? catalogue_.remove(at) : catalogue_.insert(at);
    }
    const std::set<std::string> now = catalogue_.skus();
    std::erase_if(always_there_, [&now](const std::string& sku) { return now.count(sku) == 0; });
    report_ = go_on();
    const auto products_now = staged();
    for (const std::string& sku : always_there_) ASSERT_EQ(products_now.count(sku), 1U) << world << ": lost " << sku;
  }
}

TEST_F(FetcherDriftTest, ACatalogueThatNeverRestsIsAFailureNotAGuess) {
  begin_world(600, 10);
  for (int moment = 2; moment < 2'000; ++moment) {
    before_request(moment,
                   [moment](ModelCatalogue& catalogue) { moment % 2 == 0 ? catalogue.remove(0) : catalogue.append(); });
  }
  EXPECT_FALSE(fetch_loses_nothing("restless"));
}

}  // namespace
}  // namespace dsz
