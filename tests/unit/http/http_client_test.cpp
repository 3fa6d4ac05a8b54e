#include "dsz/http/http_client.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

TEST(ResponseHead, FindsAHeaderWhateverItsLetterCase) {
  ResponseHead head;
  head.headers = {{"X-WP-Total", "164875"}, {"x-wp-totalpages", "1649"}};
  EXPECT_EQ(head.header("x-wp-total"), "164875");
  EXPECT_EQ(head.header("X-WP-TotalPages"), "1649");
  EXPECT_EQ(head.header("X-WP"), "");
}

TEST(Outcome, IsOkForEvery2xxAndNothingElse) {
  for (const int status : {200, 201, 204, 299}) {
    Outcome outcome;
    outcome.response.emplace().status = status;
    EXPECT_TRUE(outcome.ok()) << status;
  }
  for (const int status : {100, 199, 300, 404, 500}) {
    Outcome outcome;
    outcome.response.emplace().status = status;
    EXPECT_FALSE(outcome.ok()) << status;
  }
  EXPECT_FALSE(Outcome().ok());
}

TEST(Outcome, DescribesAnAnswerByItsStatusAndAFailureByItsCause) {
  Outcome outcome;
  outcome.error = {TransferErrorKind::timeout, "api.example.com: timed out after 1 min", true};
  EXPECT_EQ(outcome.describe(), "api.example.com: timed out after 1 min");
  outcome.response.emplace().status = 503;
  EXPECT_EQ(outcome.describe(), "HTTP 503");
}

}  // namespace
}  // namespace dsz
