#include "dsz/notify/message.hpp"

#include "dsz/base/text.hpp"
#include "dsz/notify/webhook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dsz::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kHostile =
    "<script>alert(1)</script>\r\nBcc: all@shop.example \x1b[31m \"&' @everyone <!channel>";

Event guard_event() {
  Event event;
  event.occasion = Occasion::guard;
  event.run = 12;
  event.command = "sync";
  event.store = "https://shop.example";
  event.now = event.since = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
  event.code = ExitCode::guard_stopped;
  event.sentence = "45 of 100 selected products (45%) are missing; nothing was written";
  event.report.match.emplace();
  event.report.match->plan.emplace();
  event.report.match->plan->counts.selected = 100;
  event.report.match->plan->counts.missing = 45;
  event.report.match->guards = {{"missing", true, "45 of 100 …"}, {"zeroed", false, "fine"}};
  event.summary_json = R"({"match":{"counts":{"missing":45}}})";
  event.log = {"2026-11-22T00:00:00Z info run 12: sync"};
  return event;
}

TEST(Message, OfAGuardSaysWhatHappenedAndWhatToDo) {
  const Message message = compose(guard_event());
  EXPECT_EQ(message.subject, "dsz-sync: stopped, 45% of products missing at the supplier");
  EXPECT_THAT(message.text, HasSubstr("45 of 100 selected products (45%) are missing; nothing was written\n"));
  EXPECT_THAT(message.text, HasSubstr("dsz-sync match --dry-run"));
  EXPECT_THAT(message.text, HasSubstr("Shop: https://shop.example\n"));
  EXPECT_THAT(message.text, HasSubstr("Missing at the supplier: 45\n"));
  EXPECT_THAT(message.text, HasSubstr("log:\n2026-11-22T00:00:00Z info run 12: sync\n"));
  const auto json = nlohmann::json::parse(message.json);
  EXPECT_EQ(json.at("occasion"), "guard");
  EXPECT_EQ(json.at("exit_code"), 4);
  EXPECT_EQ(json.at("report").at("match").at("counts").at("missing"), 45);
  EXPECT_EQ(json.at("text"), message.text);
}

TEST(Message, TheSubjectNamesEachOccasion) {
  Event event = guard_event();
  event.sentence = "the supplier cannot be reached: timed out; the old inventory stands";
  event.occasion = Occasion::failure;
  EXPECT_EQ(compose(event).subject, "dsz-sync: sync failed, the supplier cannot be reached: timed out");
  event.occasion = Occasion::partly;
  event.sentence = "1 of 2 products written, 1 refused by the store";
  EXPECT_EQ(compose(event).subject, "dsz-sync: sync only partly done, 1 of 2 products written, 1 refused by the store");
  event.occasion = Occasion::recovery;
  EXPECT_EQ(compose(event).subject, "dsz-sync: sync works again");
  event.occasion = Occasion::digest;
  EXPECT_EQ(compose(event).subject, "dsz-sync: sync done, 1 of 2 products written, 1 refused by the store");
  event.occasion = Occasion::cut_off;
  event.cut_off.resize(1);
  event.cut_off[0].id = 11;
  event.cut_off[0].command = "sync --mode full";
  const Message cut_off = compose(event);
  EXPECT_EQ(cut_off.subject, "dsz-sync: run 11 (sync --mode full) was cut off");
  EXPECT_THAT(cut_off.text, HasSubstr("never came to its end"));
  EXPECT_THAT(cut_off.text, Not(HasSubstr("1 of 2")));
}

TEST(Message, AFailureThatLastsSaysSinceWhen) {
  Event event = guard_event();
  event.runs = 5;
  EXPECT_THAT(compose(event).text, HasSubstr("This lasts since 2026-11-22T00:00:00Z: 5 runs in a row."));
}

/// A plan of three changes and a product that was held.
Event digest_event(const std::string& name) {
  Event event = guard_event();
  event.occasion = Occasion::digest;
  event.code = ExitCode::done;
  Plan& plan = *event.report.match->plan;
  for (const auto& [sku, effect, why] : {std::tuple{"OUT", Effect::to_zero, Why::supplier_out_of_stock},
                                         std::tuple{"GONE", Effect::to_zero, Why::missing},
                                         std::tuple{"BACK", Effect::back_in_stock, Why::supplier_quantity}}) {
    PlannedChange change;
    change.change.sku = sku;
    change.effect = effect;
    change.why = why;
    change.name = name;
    plan.changes.push_back(change);
  }
  plan.left_alone = {{7, "TWICE", Left::duplicate_in_store}, {8, "BOX", Left::not_stockable}};
  event.report.match->written.emplace();
  event.report.match->written->results.assign(3, {WriteOutcome::written, ""});
  event.report.match->written->written = 3;
  return event;
}

TEST(Message, ADigestNamesWhatWentCameAndWasHeld) {
  const std::string text = compose(digest_event("Lamp")).text;
  EXPECT_THAT(text, HasSubstr("Went out of stock (1):\n- OUT Lamp\n"));
  EXPECT_THAT(text, HasSubstr("Discontinued: gone from the supplier, set to 0 (1):\n- GONE Lamp\n"));
  EXPECT_THAT(text, HasSubstr("Came back in stock (1):\n- BACK Lamp\n"));
  EXPECT_THAT(text, HasSubstr("Held: left as they are (1):\n- TWICE: two products of the shop have this SKU\n"));
}

TEST(Message, WhatTheShopRefusedIsNotToldAsDone) {
  Event event = digest_event("Lamp");
  event.report.match->written->results[0] = {WriteOutcome::failed, "no such product"};
  const std::string text = compose(event).text;
  EXPECT_THAT(text, HasSubstr("Not written (1):\n- OUT Lamp: no such product\n"));
  EXPECT_THAT(text, Not(HasSubstr("Went out of stock")));
}

TEST(Message, OfAnApplyNamesWhatWasNotWritten) {
  Event event = digest_event("Lamp");
  ApplyReport& apply = event.report.apply.emplace();
  apply.plan.emplace();
  apply.plan->changes = event.report.match->plan->changes;
  apply.plan->skipped = {{9, "SOLD", "its stock changed since"}};
  apply.written = event.report.match->written;
  apply.written->results[2] = {WriteOutcome::ignored, "the shop kept 0"};
  event.report.match.reset();
  const std::string text = compose(event).text;
  EXPECT_THAT(text, HasSubstr("Discontinued: gone from the supplier, set to 0 (1):\n- GONE Lamp\n"));
  EXPECT_THAT(text, HasSubstr("Not written (1):\n- BACK Lamp: the shop kept 0\n"));
  EXPECT_THAT(text, HasSubstr("Left out: changed since (1):\n- SOLD: its stock changed since\n"));
}

TEST(Message, OfAnUndoNamesWhatWasNotWritten) {
  Event event = guard_event();
  event.occasion = Occasion::partly;
  event.report.match.reset();
  UndoReport& undo = event.report.undo.emplace();
  undo.plan.emplace();
  undo.plan->changes.resize(2);
  undo.plan->changes[0].change.sku = "LAMP";
  undo.plan->changes[0].effect = Effect::to_zero;
  undo.plan->changes[1].change.sku = "CHAIR";
  undo.plan->conflicts = {{9, "SOLD", "has 3 now"}};
  undo.written.emplace();
  undo.written->results = {{WriteOutcome::written, ""}, {WriteOutcome::failed, "no such product"}};
  const std::string text = compose(event).text;
  EXPECT_THAT(text, HasSubstr("Went out of stock (1):\n- LAMP"));
  EXPECT_THAT(text, HasSubstr("Not written (1):\n- CHAIR: no such product\n"));
  EXPECT_THAT(text, HasSubstr("Left out: changed since (1):\n- SOLD: has 3 now\n"));
}

TEST(Message, AListOfHundredsIsCut) {
  Event event = digest_event("Lamp");
  Plan& plan = *event.report.match->plan;
  plan.changes.assign(300, plan.changes.front());
  event.report.match->written->results.assign(300, {WriteOutcome::written, ""});
  const std::string text = compose(event).text;
  EXPECT_THAT(text, HasSubstr("Went out of stock (300)"));
  EXPECT_THAT(text, HasSubstr("- … and 280 more\n"));
  EXPECT_LT(text.size(), 4000U);
}

TEST(Message, HostileTextStaysText) {
  Event event = digest_event(kHostile);
  event.sentence = kHostile;
  const Message message = compose(event);
  EXPECT_THAT(message.html, Not(HasSubstr("<script>")));
  EXPECT_THAT(message.html, HasSubstr("&lt;script&gt;alert(1)"));
  for (const std::string* text : {&message.subject, &message.text, &message.html, &message.sentence}) {
    EXPECT_THAT(*text, Not(HasSubstr("\r")));
    EXPECT_THAT(*text, Not(HasSubstr("\nBcc:")));
    EXPECT_THAT(*text, Not(HasSubstr("\x1b")));
    EXPECT_TRUE(valid_utf8(*text));
  }
  EXPECT_TRUE(nlohmann::json::accept(message.json));
}

TEST(Message, TextIsCutBetweenCharacters) {
  EXPECT_EQ(shortened("ab", 4), "ab");
  EXPECT_EQ(shortened("ab\u00e4\u00e4\u00e4", 6), "ab…");
  EXPECT_TRUE(valid_utf8(shortened(std::string(100, 'x') + "\u00e4\u00e4", 103)));
}

WebhookSettings shape(WebhookShape shape, std::string url = "https://hooks.example/T/abc") {
  return {.url = std::move(url), .shape = shape};
}

TEST(WebhookBody, GenericIsTheMessageItself) {
  const Message message = compose(guard_event());
  const WebhookBody body = webhook_body(shape(WebhookShape::generic), message);
  EXPECT_EQ(body.url, "https://hooks.example/T/abc");
  EXPECT_EQ(body.json, message.json);
}

TEST(WebhookBody, SlackCallsNobody) {
  const auto json =
      nlohmann::json::parse(webhook_body(shape(WebhookShape::slack), compose(digest_event("<!channel>"))).json);
  EXPECT_THAT(json.at("text"), HasSubstr("&lt;!channel&gt;"));
  EXPECT_THAT(json.at("text"), Not(HasSubstr("<")));
}

TEST(WebhookBody, DiscordTakesTwoThousandCharactersAndCallsNobody) {
  Event event = digest_event(kHostile);
  event.log.assign(20, std::string(400, 'x'));
  const auto json = nlohmann::json::parse(webhook_body(shape(WebhookShape::discord), compose(event)).json);
  EXPECT_LE(json.at("content").get<std::string>().size(), 2000U);
  EXPECT_EQ(json.at("allowed_mentions").at("parse"), nlohmann::json::array());
}

TEST(WebhookBody, DiscordGetsNoLinksAndNoFormats) {
  Event event = guard_event();
  event.sentence = "**gone** [look here](https://evil.example)";
  const auto json = nlohmann::json::parse(webhook_body(shape(WebhookShape::discord), compose(event)).json);
  EXPECT_THAT(json.at("content").get<std::string>(),
              HasSubstr(R"(\*\*gone\*\* \[look here\]\(https://evil.example\))"));
}

TEST(WebhookBody, NtfyGetsItsTopicFromTheAddress) {
  const Message message = compose(guard_event());
  const WebhookBody body = webhook_body(shape(WebhookShape::ntfy, "https://ntfy.sh/my-topic?auth=QmVh"), message);
  EXPECT_EQ(body.url, "https://ntfy.sh/?auth=QmVh");
  const auto json = nlohmann::json::parse(body.json);
  EXPECT_EQ(json.at("topic"), "my-topic");
  EXPECT_EQ(json.at("title"), message.subject);
  EXPECT_EQ(json.at("priority"), 4);
}

}  // namespace
}  // namespace dsz::test
