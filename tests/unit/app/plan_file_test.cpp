#include "dsz/app/plan_file.hpp"

#include "dsz/base/failure.hpp"

#include "saved_plan_sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace dsz {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The sentence of the refusal; "" when it was taken.
std::string refusal_of_plan(std::string_view text) {
  try {
    parse_plan(text, "plan.json");
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::usage);
    EXPECT_THAT(failure.what(), StartsWith("plan.json "));
    return failure.what();
  }
  return "";
}

/// The sample's text up to its seal, with `from` once replaced by `to`, and sealed again.
std::string forged(const std::string& from, const std::string& to) {
  std::string text = plan_text(test::sample_plan_file());
  text.erase(text.rfind("\n\"sha256\""));
  const std::size_t at = text.find(from);
  if (at == std::string::npos) {
    ADD_FAILURE() << from << " is not in " << text;
    return text;
  }
  return sealed_plan(text.replace(at, from.size(), to));
}

TEST(PlanFile, ReadsWhatItWrote) {
  const SavedPlan plan = test::sample_plan_file();
  const std::string text = plan_text(plan);
  const SavedPlan read = parse_plan(text, "plan.json");
  EXPECT_EQ(plan_text(read), text);
  EXPECT_EQ(read.store, plan.store);
  EXPECT_EQ(read.made_at, plan.made_at);
  EXPECT_EQ(read.run, 12);
  EXPECT_EQ(read.configuration, plan.configuration);
  EXPECT_EQ(read.inventory.products, 165'000);
  ASSERT_EQ(read.changes.size(), 3U);
  EXPECT_EQ(read.changes[0].planned.change.old_quantity, 9);
  EXPECT_EQ(read.changes[0].planned.change.quantity, 5U);
  EXPECT_FALSE(read.changes[0].planned.change.start_managing);
  EXPECT_EQ(read.changes[1].type, ProductType::variation);
  EXPECT_EQ(read.changes[1].planned.change.parent, 3);
  EXPECT_EQ(read.changes[1].planned.change.old_quantity, 2.5);
  EXPECT_EQ(read.changes[1].planned.change.old_manage, ManageStock::parent);
  EXPECT_TRUE(read.changes[1].planned.change.start_managing);
  EXPECT_FALSE(read.changes[2].planned.change.quantity);
  EXPECT_EQ(read.changes[2].planned.change.status, StockStatus::outofstock);
  EXPECT_EQ(read.changes[2].planned.why, Why::missing);
}

TEST(PlanFile, OfNoChangesIsAPlan) {
  SavedPlan plan = test::sample_plan_file();
  plan.changes.clear();
  EXPECT_TRUE(parse_plan(plan_text(plan), "plan.json").changes.empty());
}

TEST(PlanFile, EachChangedByteIsNoticed) {
  const std::string text = plan_text(test::sample_plan_file());
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string edited = text;
    edited[at] = edited[at] == '7' ? '8' : '7';
    EXPECT_NE(refusal_of_plan(edited), "") << at;
  }
  EXPECT_THAT(refusal_of_plan(text.substr(0, 1) + " " + text.substr(1)), HasSubstr("is not a plan"));
  EXPECT_NE(refusal_of_plan(text + "\n"), "");
}

TEST(PlanFile, APartOfAPlanIsNone) {
  const std::string text = plan_text(test::sample_plan_file());
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_NE(refusal_of_plan(text.substr(0, size)), "") << size;
}

TEST(PlanFile, OfAnotherFormatNamesBoth) {
  EXPECT_THAT(refusal_of_plan(forged("dsz-plan/1", "dsz-plan/2")),
              AllOf(HasSubstr("dsz-plan/1"), HasSubstr("dsz-plan/2")));
  EXPECT_THAT(refusal_of_plan("{\"format\": \"dsz-inventory/1\"}"), HasSubstr("is not a plan"));
  EXPECT_THAT(refusal_of_plan(""), HasSubstr("is not a plan"));
}

TEST(PlanFile, WithARightChecksumMustStillBeAPlan) {
  const std::vector<std::pair<std::string, std::string>> forgeries = {
      {R"("id":7)", R"("id":0)"},
      {R"("id":7)", R"("id":-7)"},
      {R"("id":7)", R"("id":7.0)"},
      {R"("id":7)", R"("id":18446744073709551615)"},
      {R"("id":7)", R"("id":"7")"},
      {R"("id":7)", R"("id":7,"id":70)"},
      {R"("id":7)", R"("id":8)"},  // twice the same product
      {R"("id":7,)", ""},
      {R"("id":7)", R"("id":7,"price":1)"},
      {R"("parent":0)", R"("parent":3)"},
      {R"("parent":3)", R"("parent":0)"},
      {R"("parent":3)", R"("parent":8)"},
      {R"("type":"simple")", R"("type":"bundle")"},
      {R"("sku":"SKU-7")", R"("sku":"  ")"},
      {R"("effect":"to_zero")", R"("effect":"none")"},
      {R"("why":"missing")", R"("why":3)"},
      {R"("new":{"quantity":5})", R"("new":{"quantity":-1})"},
      {R"("new":{"quantity":5})", R"("new":{"quantity":2147483648})"},
      {R"("new":{"quantity":5})", R"("new":{"quantity":1e400})"},
      {R"("new":{"quantity":5})", R"("new":{"quantity":2.5})"},
      {R"("new":{"quantity":5})", R"("new":{"quantity":null})"},
      {R"("new":{"quantity":5})", R"("new":{})"},
      {R"("new":{"quantity":5})", R"("new":{"quantity":5,"managed":true})"},
      {R"("new":{"quantity":5})", R"("new":{"status":"outofstock"})"},
      {R"("new":{"quantity":5})", R"("new":[5])"},
      {R"("managed":true}})", R"("managed":false}})"},
      {R"("new":{"status":"outofstock"})", R"("new":{"status":"onbackorder"})"},
      {R"("new":{"status":"outofstock"})", R"("new":{"status":"outofstock","quantity":0})"},
      {R"("old":{"quantity":9)", R"("old":{"quantity":"9")"},
      {R"("count": 3)", R"("count": 2)"},
      {R"("count": 3)", R"("count": 3, "more": 1)"},
      {R"("run": 12)", R"("run": 0)"},
      {"2026-11-22T08:00:00Z", "yesterday"},
      {R"("https://shop.example")", R"("")"},
      {R"("configured":true)", R"("configured":1)"},
      {"dsz-inventory/1", "dsz-inventory/9"},
      {"aaaa", "zzzz"},
      {R"({"match.buffer":2,)", "[["},
      {R"("match.buffer":2)", R"("match.buffer":[[[[[[[[[[[[]]]]]]]]]]]])"},
      {"Chair", "\xff"},
      {"],\n\"count\"", "\"count\""},
  };
  for (const auto& [from, to] : forgeries) EXPECT_NE(refusal_of_plan(forged(from, to)), "") << from << " → " << to;
}

TEST(PlanFile, ARefusalSaysWhereAndWhatToDo) {
  EXPECT_THAT(refusal_of_plan(forged(R"("new":{"quantity":5})", R"("new":{"quantity":-1})")),
              AllOf(HasSubstr("change 1"), HasSubstr("quantity"), HasSubstr("--plan FILE")));
}

}  // namespace
}  // namespace dsz
