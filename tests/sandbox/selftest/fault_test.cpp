#include "shop.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using sandbox::Fault;
using sandbox::HttpResult;

constexpr int kPartialAnswer = 18;
constexpr int kNoAnswer = 52;
constexpr int kReceiveError = 56;

class Faults : public testing::Test {
 protected:
  Faults() : client_(store_) { id_ = store_.put({.sku = "A", .stock_quantity = 5}); }

  [[nodiscard]] HttpResult get() const { return client_.get("/wc/v3/products?_fields=id,sku"); }
  [[nodiscard]] std::int64_t quantity() const { return store_.product(id_)->stock_quantity.value(); }

  sandbox::StoreService store_;
  StoreClient client_;
  std::int64_t id_ = 0;
};

TEST_F(Faults, MeetTheRequestsTheyAreMeantForAndAsOftenAsTold) {
  store_.faults().add(Fault::html(502).on({.method = "GET"}).after(1).repeat(2));
  EXPECT_EQ(client_.set(id_, 6).status, 200);
  EXPECT_EQ(get().status, 200);
  EXPECT_EQ(get().status, 502);
  EXPECT_EQ(get().status, 502);
  EXPECT_EQ(get().status, 200);
  EXPECT_EQ(store_.faults().strikes(), 2U);
}

TEST_F(Faults, CountAsAStrikeOnlyWhatHasChangedAnAnswer) {
  store_.faults().add(Fault::edited([](std::string body) { return body; }));
  static_cast<void>(get());
  EXPECT_EQ(store_.faults().strikes(), 0U);
  for (const Fault& fault : {Fault::bom(), Fault::truncated(0.5), Fault::closed(), Fault::html(200).done()}) {
    store_.faults().add(fault);
    static_cast<void>(get());
  }
  EXPECT_EQ(store_.faults().strikes(), 4U);
  store_.endpoint().at_nth({.method = "GET"}, 2, sandbox::Moment::before, [](const auto&) {});
  static_cast<void>(get());
  EXPECT_EQ(store_.endpoint().hooks_run(), 0U);
  static_cast<void>(get());
  EXPECT_EQ(store_.endpoint().hooks_run(), 1U);
}

TEST_F(Faults, LeaveTheWorkUndoneUnlessTold) {
  store_.faults().add(Fault::html(504));
  EXPECT_EQ(client_.set(id_, 6).status, 504);
  EXPECT_EQ(quantity(), 5);
  store_.faults().add(Fault::html(504).done());
  EXPECT_EQ(client_.set(id_, 7).status, 504);
  EXPECT_EQ(quantity(), 7);
}

TEST_F(Faults, EndTheConnectionWithoutAnAnswer) {
  store_.faults().add(Fault::closed());
  EXPECT_EQ(get().failure, kNoAnswer);
  store_.faults().add(Fault::closed().done());
  EXPECT_EQ(client_.set(id_, 8).failure, kNoAnswer);
  EXPECT_EQ(quantity(), 8);
}

TEST_F(Faults, ResetTheConnection) {
  store_.faults().add(Fault::reset().always());
  const HttpResult plain = sandbox::perform({.url = store_.http_url() + "/wp-json/"});
  EXPECT_EQ(plain.failure, kReceiveError);
  EXPECT_NE(get().failure, 0);
}

TEST_F(Faults, CutTheHead) {
  store_.faults().add(Fault::reset_in_head(0.5));
  EXPECT_NE(get().failure, 0);
  store_.faults().add(Fault::no_http("220 mail.example ESMTP\r\n"));
  EXPECT_NE(get().failure, 0);
  store_.faults().add(Fault::after_interim("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"));
  EXPECT_EQ(get().status, 200);
}

TEST_F(Faults, SendMoreThanAnybodyCanHold) {
  store_.faults().add(Fault::endless("[1,", 1'000'000));
  const HttpResult endless = get();
  EXPECT_EQ(endless.body.size(), 1'000'000U);
  EXPECT_TRUE(endless.body.starts_with("[1,[1,"));
  store_.faults().add(Fault::gzip_bomb("[1]", 5'000'000));
  const HttpResult bomb = get();
  EXPECT_EQ(bomb.body.size(), 5'000'003U);
  EXPECT_EQ(bomb.body.substr(0, 4), "[1] ");
}

TEST_F(Faults, CutTheBody) {
  const std::string whole = get().body;
  store_.faults().add(Fault::truncated(0.5));
  const HttpResult cut = get();
  EXPECT_EQ(cut.failure, kPartialAnswer);
  EXPECT_EQ(cut.body, whole.substr(0, whole.size() / 2));
  store_.faults().add(Fault::cut_json(0.5));
  const HttpResult complete = get();
  EXPECT_EQ(complete.failure, 0);
  EXPECT_EQ(complete.body, whole.substr(0, whole.size() / 2));
}

TEST_F(Faults, LieAboutTheLength) {
  const std::string whole = get().body;
  store_.faults().add(Fault::wrong_length(10));
  EXPECT_EQ(get().failure, kPartialAnswer);
  store_.faults().add(Fault::wrong_length(-5));
  EXPECT_EQ(get().body, whole.substr(0, whole.size() - 5));
}

TEST_F(Faults, ChangeTheBody) {
  const std::string whole = get().body;
  store_.faults().add(Fault::bom());
  EXPECT_EQ(get().body, "\xEF\xBB\xBF" + whole);
  store_.faults().add(Fault::php_notice());
  EXPECT_EQ(get().body, sandbox::php_notice_text() + whole);
  store_.faults().add(Fault::empty());
  EXPECT_EQ(get().body, "");
  store_.faults().add(Fault::gzipped());
  EXPECT_EQ(get().body, whole);
  store_.faults().add(Fault::dripping(std::chrono::milliseconds(1)));
  EXPECT_EQ(get().body, whole);
}

TEST_F(Faults, RedirectAndRefuse) {
  store_.faults().add(Fault::redirect("https://elsewhere.example/", 302));
  EXPECT_EQ(get().headers.at("location"), "https://elsewhere.example/");
  store_.faults().add(Fault::too_many(7));
  EXPECT_EQ(get().headers.at("retry-after"), "7");
  store_.faults().add(Fault::too_many(std::nullopt));
  EXPECT_EQ(get().headers.count("retry-after"), 0U);
  store_.faults().add(Fault::labelled("Age", "600"));
  EXPECT_EQ(get().headers.at("age"), "600");
  store_.faults().add(Fault::cloudflare_challenge());
  EXPECT_EQ(get().headers.at("cf-mitigated"), "challenge");
}

TEST_F(Faults, FailBatchesOfMoreItemsThanTheHostBears) {
  store_.faults().add(Fault::batch_limit(1));
  const json two = {{"update", {{{"id", id_}, {"stock_quantity", 6}}, {{"id", id_}, {"stock_quantity", 7}}}}};
  EXPECT_EQ(client_.post("/wc/v3/products/batch", two).status, 500);
  EXPECT_EQ(quantity(), 5);
  EXPECT_EQ(client_.set(id_, 6).status, 200);
  EXPECT_EQ(client_.post("/wc/v3/products/batch", two).status, 500);
}

TEST_F(Faults, ChangeTheItemsOfABatchAnswer) {
  const std::int64_t other = store_.put({.sku = "B"});
  const json both = {{"update", {{{"id", id_}, {"stock_quantity", 6}}, {{"id", other}, {"stock_quantity", 7}}}}};
  const auto answered = [&] { return json::parse(client_.post("/wc/v3/products/batch", both).body).at("update"); };
  store_.faults().add(Fault::items_reversed());
  EXPECT_EQ(answered().at(0).at("id"), other);
  store_.faults().add(Fault::item_missing(0));
  EXPECT_EQ(answered().size(), 1U);
  store_.faults().add(Fault::item_error(other, "db_update_error", "Could not update"));
  EXPECT_EQ(answered().at(1).at("error").at("code"), "db_update_error");
}

}  // namespace
}  // namespace dsz::test
