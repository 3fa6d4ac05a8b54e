#include "dsz/supplier/fetcher.hpp"

#include "fetcher_test_base.hpp"

namespace dsz {
namespace {

using test::answer;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class FetcherTest : public FetcherTestBase {
 protected:
  void serve_catalogue() {
    on_products_ = [this](const Request& request) { return answer(200, catalogue_.page(request.url, most_rows_)); };
  }
  void SetUp() override { serve_catalogue(); }

  ModelCatalogue catalogue_{95};
  std::size_t most_rows_ = 200;
};

TEST_F(FetcherTest, EveryProductIsReadWithOneRequestMoreThanThereArePages) {
  const FetchReport report = fetch();
  EXPECT_THAT(staged(), SizeIs(95));
  EXPECT_THAT(pages_asked(), ElementsAre(1, 3, 1, 5, 2, 7, 4, 9, 6, 10, 8));
  EXPECT_EQ(report.pages, 11);
  EXPECT_EQ(report.distinct, 95);
  EXPECT_EQ(report.stated_total, 95);
  EXPECT_EQ(report.duplicates, 0);
  EXPECT_EQ(report.repaired_pages, 0);
}

TEST_F(FetcherTest, ACatalogueOfOnePageNeedsOneRequest) {
  catalogue_ = ModelCatalogue(7);
  EXPECT_EQ(fetch().distinct, 7);
  EXPECT_THAT(pages_asked(), ElementsAre(1));
}

TEST_F(FetcherTest, CataloguesOfAnySizeAreReadWhole) {
  for (std::size_t size = 1; size <= 65; ++size) {
    catalogue_ = ModelCatalogue(size);
    EXPECT_EQ(fetch().distinct, static_cast<std::int64_t>(size));
    EXPECT_THAT(staged(), SizeIs(size));
  }
}

TEST_F(FetcherTest, ASupplierThatCapsThePageIsReadInItsOwnPages) {
  settings_.page_size = 200;
  most_rows_ = 40;
  EXPECT_EQ(fetch().distinct, 95);
  EXPECT_THAT(pages_asked(), ElementsAre(1, 3, 1, 2));
}

TEST_F(FetcherTest, ASupplierThatGivesSoFewAtATimeThatItWouldTakeDaysIsAFailureAtOnce) {
  catalogue_ = ModelCatalogue(12'000);
  most_rows_ = 1;
  EXPECT_THAT(fetch_failure(),
              HasSubstr("gives 1 product a page where 10 were asked for, which would take 12000 requests"));
  EXPECT_THAT(pages_asked(), SizeIs(1));
  most_rows_ = 2;
  settings_.page_size = 2;
  catalogue_ = ModelCatalogue(100);
  EXPECT_EQ(fetch().distinct, 100) << "what the owner asked for is no fault of the supplier's";
}

TEST_F(FetcherTest, ASupplierThatGivesMoreThanAskedIsReadInItsOwnPages) {
  on_products_ = [this](const Request& request) {  // at least 50 a page
    std::string url = request.url;
    url.replace(url.find("limit=10"), 8, "limit=50");
    return answer(200, catalogue_.page(url, 200));
  };
  EXPECT_EQ(fetch().distinct, 95);
  EXPECT_THAT(pages_asked(), ElementsAre(1, 2, 1));
}

TEST_F(FetcherTest, AFirstPageThatIsCutByAccidentIsAskedForAgain) {
  int asked = 0;
  on_products_ = [&](const Request& request) {
    return ++asked == 1 ? answer(200, R"({"result":[{"sku":"S1","stock_qty":5}],"total":95})")
                        : answer(200, catalogue_.page(request.url, most_rows_));
  };
  EXPECT_EQ(fetch().distinct, 95);
  EXPECT_EQ(pages_asked().size(), 12U);
}

TEST_F(FetcherTest, SeveralPagesAreInFlightAtATime) {
  on_products_ = [this](const Request& request) {
    return answer(200, catalogue_.page(request.url, most_rows_), {}, Millis{2'000});
  };
  fetch();
  EXPECT_EQ(http_.most_in_flight(), 8U);
}

TEST_F(FetcherTest, ProgressIsToldForEachPage) {
  std::vector<FetchProgress> told;
  fetch([&told](const FetchProgress& progress) { told.push_back(progress); });
  ASSERT_THAT(told, SizeIs(11));
  EXPECT_EQ(told.back().pages_done, 11);
  EXPECT_THAT(told, Each(Field(&FetchProgress::pages_in_all, ::testing::AnyOf(10, 11))));
  EXPECT_EQ(told.back().products, 105);
}

TEST_F(FetcherTest, UnknownStockIsNamedCountedAndStaysUnknown) {
  catalogue_.append_row(R"({"sku":"ODD","stock_qty":"many"})");
  const FetchReport report = fetch();
  EXPECT_EQ(report.unknown, 1);
  EXPECT_FALSE(staged().at("ODD").stock.known());
  EXPECT_TRUE(log_.contains(LogLevel::warning, "ODD: stock_qty \"many\""));
}

TEST_F(FetcherTest, OnlyTheFirstTwentyOfUnknownStockAreNamed) {
  for (int i = 0; i < 60; ++i) catalogue_.append_row(R"({"sku":"ODD)" + std::to_string(i) + R"(","stock_qty":null})");
  EXPECT_EQ(fetch().unknown, 60);
  const auto named = std::count_if(log_.lines().begin(), log_.lines().end(), [](const auto& line) {
    return line.message.find("stock_qty is null") != std::string::npos;
  });
  EXPECT_EQ(named, 20);
  EXPECT_TRUE(log_.contains(LogLevel::warning, "60 products have an unknown stock"));
}

TEST_F(FetcherTest, RowsWithoutASkuAreCountedAndDoNotCountAsShort) {
  catalogue_.append_row(R"({"sku":null,"stock_qty":5})");
  const FetchReport report = fetch();
  EXPECT_EQ(report.without_sku, 1);
  EXPECT_EQ(report.distinct, 95);
}

TEST_F(FetcherTest, AProductThatOnePageRepeatsIsMerged) {
  catalogue_.append_row(R"({"sku":"S95","stock_qty":5})");
  const FetchReport report = fetch();
  EXPECT_EQ(report.distinct, 95);
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(staged().at("S95").stock, StockLevel::of(5));
}

TEST_F(FetcherTest, AProductThatOnePageRepeatsWithAnotherStockIsUnknownAndReported) {
  catalogue_.append_row(R"({"sku":"S95","stock_qty":0})");
  EXPECT_EQ(fetch().distinct, 95);
  EXPECT_FALSE(staged().at("S95").stock.known());
  EXPECT_TRUE(log_.contains(LogLevel::warning, "S95: it comes twice with different stock"));
}

TEST_F(FetcherTest, AProductThatTheSupplierListsOnTwoPagesIsNoDrift) {
  catalogue_ = ModelCatalogue(0);
  settings_.page_size = 100;
  for (int i = 0; i < 100; ++i) catalogue_.append();
  catalogue_.append_row(catalogue_.rows().at(99));  // the first row of page 2 is the last of page 1
  for (int i = 0; i < 1'200; ++i) catalogue_.append();
  const FetchReport report = fetch();
  EXPECT_EQ(report.distinct, 1'300);
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_LE(report.repaired_pages, 7);
  EXPECT_TRUE(log_.contains(LogLevel::warning, "under 0.1%"));
}

TEST_F(FetcherTest, AFeedThatIsShortOfItsTotalIsAFailureWithBothNumbers) {
  on_products_ = [this](const Request& request) {
    std::string body = catalogue_.page(request.url, most_rows_);
    body.replace(body.find(R"("total":95)"), 10, R"("total":97)");
    return answer(200, body);
  };
  const std::string sentence = fetch_failure();
  EXPECT_THAT(sentence, HasSubstr("97"));
  EXPECT_THAT(sentence, HasSubstr("95"));
  EXPECT_THAT(sentence, HasSubstr("stays as it is"));
}

TEST_F(FetcherTest, ATotalBelowWhatThePagesHoldIsAFailure) {
  on_products_ = [this](const Request& request) {
    std::string body = catalogue_.page(request.url, most_rows_);
    body.replace(body.find(R"("total":95)"), 10, R"("total":80)");
    return answer(200, body);
  };
  EXPECT_THAT(fetch_failure(), HasSubstr("states 80 products, but there are more on page 9"));
}

TEST_F(FetcherTest, ANumberOfPagesThatIsTooHighCostsOneRequest) {
  on_products_ = [this](const Request& request) {
    std::string body = catalogue_.page(request.url, most_rows_);
    body.replace(body.find(R"("total_pages":10)"), 16, R"("total_pages":99)");
    return answer(200, body);
  };
  EXPECT_EQ(fetch().distinct, 95);
  EXPECT_THAT(pages_asked(), testing::Contains(11).Times(1));
}

TEST_F(FetcherTest, ATotalFarAboveWhatThePagesHoldEndsTheFetchEarly) {
  for (const std::string total : {"4000000", "5000001", "2147483647"}) {
    SCOPED_TRACE(total);
    on_products_ = [this, &total](const Request& request) {
      std::string body = catalogue_.page(request.url, most_rows_);
      body.replace(body.find(R"("total":95)"), 10, R"("total":)" + total);
      return answer(200, body);
    };
    EXPECT_THAT(fetch_failure(), HasSubstr("states " + total + " products"));
  }
  EXPECT_LT(pages_asked().size(), 40U);
}

TEST_F(FetcherTest, ASupplierThatAnswersEveryPageWithTheFirstIsAFailure) {
  on_products_ = [this](const Request&) {
    std::string body = catalogue_.page("?page_no=1&limit=10", most_rows_);
    return answer(200, body.substr(0, body.find(R"(,"current_page")")) + "}");
  };
  fetch_failure();
}

TEST_F(FetcherTest, AHugeCatalogueWhoseLaterPagesRepeatTheFirstIsAFailureAfterOneReading) {
  catalogue_ = ModelCatalogue(4'000);
  on_products_ = [this](const Request&) {
    std::string body = catalogue_.page("?page_no=1&limit=10", most_rows_);
    return answer(200, body.substr(0, body.find(R"(,"current_page")")) + "}");
  };
  EXPECT_THAT(fetch_failure(), HasSubstr("moved on 400 of 400 pages"));
  EXPECT_EQ(pages_asked().size(), 401U);
}

TEST_F(FetcherTest, AWrongPageIsAskedForAgainThenAFailure) {
  int wrong = 2;
  on_products_ = [&](const Request& request) {
    std::string body = catalogue_.page(request.url, most_rows_);
    const std::size_t echo = body.find(R"("current_page":4)");
    if (echo != std::string::npos && wrong-- > 0) body.replace(echo, 16, R"("current_page":1)");
    return answer(200, body);
  };
  EXPECT_EQ(fetch().distinct, 95);
  wrong = 1'000;
  EXPECT_THAT(fetch_failure(), HasSubstr("asked for page 4"));
}

TEST_F(FetcherTest, WithoutATotalNothingIsProvedComplete) {
  for (const char* body : {R"({"result":[{"sku":"A","stock_qty":1}]})", R"({"result":[{"sku":"A"}],"total":null})",
                           R"({"result":[{"sku":"A"}],"total":"many"})"}) {
    on_products_ = [=](const Request&) { return answer(200, body); };
    EXPECT_THAT(fetch_failure(), HasSubstr("total")) << body;
  }
}

TEST_F(FetcherTest, AnEmptyCatalogueIsAFailure) {
  catalogue_ = ModelCatalogue(0);
  EXPECT_THAT(fetch_failure(), HasSubstr("no products"));
  on_products_ = [](const Request&) { return answer(200, R"({"result":[],"total":95})"); };
  EXPECT_THAT(fetch_failure(), HasSubstr("page 1"));
  on_products_ = [](const Request&) { return answer(200, R"({"result":[{"id":1}],"total":1})"); };
  EXPECT_THAT(fetch_failure(), HasSubstr("usable SKU"));
}

TEST_F(FetcherTest, AShortPageIsReadAgain) {
  int cut = 1;
  on_products_ = [&](const Request& request) {
    if (parameter(request.url, "page_no") == "6" && cut-- > 0) {
      return answer(200, R"({"result":[{"sku":"S51","stock_qty":5}],"total":95,"current_page":6})");
    }
    return answer(200, catalogue_.page(request.url, most_rows_));
  };
  const FetchReport report = fetch();
  EXPECT_EQ(report.distinct, 95);
  EXPECT_EQ(report.repaired_pages, 1);
}

TEST_F(FetcherTest, APageThatCannotBeReadEndsTheFetch) {
  on_products_ = [this](const Request& request) {
    return parameter(request.url, "page_no") == "6" ? answer(502, "<html>bad gateway</html>")
                                                    : answer(200, catalogue_.page(request.url, most_rows_));
  };
  EXPECT_THAT(fetch_failure(), HasSubstr("page 6"));
}

}  // namespace
}  // namespace dsz
