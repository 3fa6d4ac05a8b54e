// What is asked for before page 1 has said how much there is, when the last fetch has told.
#include "fetcher_test_base.hpp"

#include <algorithm>

namespace dsz {
namespace {

using test::answer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class FetcherAheadTest : public FetcherTestBase {
 protected:
  FetcherAheadTest() {
    on_products_ = [this](const Request& request) {
      return answer(200, catalogue_.page(request.url, 200), {}, kLatency);
    };
  }

  static constexpr Millis kLatency{5'000};
  ModelCatalogue catalogue_{200};
};

TEST_F(FetcherAheadTest, TheFirstPagesLeaveTogetherAndEachIsReadOnce) {
  pages_before_ = 20;
  const SteadyTime began = clock_.steady();
  EXPECT_EQ(fetch().distinct, 200);
  EXPECT_EQ(clock_.steady() - began, 3 * kLatency) << "twenty pages, eight at a time";
  EXPECT_THAT(staged(), SizeIs(200));
  std::vector<int> asked = pages_asked();
  EXPECT_THAT(std::vector<int>(asked.begin(), asked.begin() + 8), ElementsAre(3, 1, 5, 2, 7, 4, 9, 6));
  std::ranges::sort(asked);
  EXPECT_THAT(asked, SizeIs(20));
  EXPECT_EQ(std::ranges::adjacent_find(asked), asked.end());
}

TEST_F(FetcherAheadTest, NoMoreThanHalfOfWhatThereWasIsAskedFor) {
  pages_before_ = 8;
  catalogue_ = ModelCatalogue(30);
  EXPECT_EQ(fetch().distinct, 30);
  EXPECT_THAT(pages_asked(), ElementsAre(3, 1, 2));
}

TEST_F(FetcherAheadTest, ACatalogueThatHasShrunkIsReadWhole) {
  pages_before_ = 20;
  catalogue_ = ModelCatalogue(25);
  const FetchReport report = fetch();
  EXPECT_EQ(report.distinct, 25);
  EXPECT_EQ(report.stated_total, 25);
  EXPECT_THAT(staged(), SizeIs(25));
}

TEST_F(FetcherAheadTest, RowsBeyondTheStatedTotalMakeTheFeedUnusable) {
  pages_before_ = 20;
  on_products_ = [this](const Request& request) {
    std::string body = catalogue_.page(request.url, 200);
    body.replace(body.find(R"("total":200)"), 11, R"("total":40)");
    return answer(200, body);
  };
  EXPECT_THAT(fetch_failure(), HasSubstr("the supplier states 40 products, but there are more on page"));
}

TEST_F(FetcherAheadTest, AnUnusableFirstPageLeavesNothingUnderWay) {
  pages_before_ = 20;
  on_products_ = [this](const Request& request) {
    if (parameter(request.url, "page_no") == "1") return answer(200, R"({"result":[],"total":0})");
    return answer(200, catalogue_.page(request.url, 200), {}, kLatency);
  };
  EXPECT_THAT(fetch_failure(), HasSubstr("the supplier lists no products"));
  EXPECT_EQ(api_.under_way(), 0U);
}

TEST_F(FetcherAheadTest, AFirstPageThatComesEmptyIsAskedForAgain) {
  pages_before_ = 20;
  bool empty = false;
  on_products_ = [&](const Request& request) {
    if (parameter(request.url, "page_no") == "1" && !std::exchange(empty, true)) {
      return answer(200, R"({"result":[],"total":200})");
    }
    return answer(200, catalogue_.page(request.url, 200));
  };
  EXPECT_EQ(fetch().distinct, 200);
}

}  // namespace
}  // namespace dsz
