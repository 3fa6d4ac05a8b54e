#include "dsz/monitor/status_file.hpp"

#include "monitor_sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dsz::test {
namespace {

using nlohmann::json;
using testing::StartsWith;

TEST(StatusFile, TellsWhatStands) {
  const std::string text = status_file_text(monitor_sample());
  EXPECT_THAT(text, StartsWith(std::string(kStatusFileBegin)));
  const json document = json::parse(text);
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_EQ(document.at("version"), "1.2.3");
  EXPECT_EQ(document.at("updated_at"), "2026-11-22T14:00:00Z");
  EXPECT_EQ(document.at("last_run"), json::parse(R"({"run": 2, "command": "sync", "ended_at": "2026-11-22T14:00:00Z",
    "seconds": 2.5, "exit_code": 13, "sentence": "the store cannot be reached"})"));
  EXPECT_EQ(document.at("last_failure"), document.at("last_run"));
  EXPECT_EQ(document.at("last_success").at("run"), 1);
  EXPECT_EQ(document.at("products"), json::parse(R"({"run": 1, "ended_at": "2026-11-22T08:00:00Z", "selected": 20,
    "unchanged": 10, "updated": 4, "failed": 3, "ignored": 2, "missing": 5, "unknown": 1})"));
  EXPECT_EQ(document.at("guards").at("run"), 1);
  EXPECT_EQ(document.at("guards").at("states").at(2),
            json::parse(R"({"name": "feed_drop", "tripped": true, "sentence": "the inventory shrank by 40%"})"));
  EXPECT_EQ(document.at("requests").at("supplier"), json::parse(R"({"ok": 40, "failed": 2, "throttled": 1})"));
  EXPECT_EQ(document.at("inventory"), json::parse(R"({"fetched_at": "2026-11-22T07:00:00Z", "mode": "full",
    "products": 990, "trouble": null})"));
  EXPECT_EQ(document.at("quota"), json::parse(R"({"left_this_hour": 557, "per_hour": 600})"));
}

TEST(StatusFile, SaysNullForWhatIsNotKnown) {
  const json document = json::parse(status_file_text({}));
  for (const char* member : {"last_run", "last_success", "last_failure", "products"}) {
    EXPECT_EQ(document.at(member), nullptr) << member;
  }
  EXPECT_EQ(document.at("guards").at("run"), nullptr);
  EXPECT_EQ(document.at("guards").at("states").size(), kGuardNames.size());
  EXPECT_EQ(document.at("inventory").at("fetched_at"), nullptr);
  EXPECT_EQ(document.at("quota").at("left_this_hour"), nullptr);
}

TEST(StatusFile, IsJsonWhateverTheWordsOfOthersAre) {
  MonitorFacts facts = monitor_sample();
  facts.standing.last_run->sentence = "\"},\n\x01</script>\\ \xff\xfe";
  facts.present.inventory_trouble = "line 7: \xc3\x28\"";
  const json document = json::parse(status_file_text(facts));
  EXPECT_THAT(document.at("last_run").at("sentence").get<std::string>(), StartsWith("\"},\n\x01</script>\\ "));
  EXPECT_THAT(document.at("inventory").at("trouble").get<std::string>(), StartsWith("line 7: "));
}

TEST(KeptStanding, IsReadAsItWasWritten) {
  const Standing standing = monitor_sample().standing;
  const std::string text = standing_text(standing);
  const std::optional<Standing> read = parse_standing(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(standing_text(*read), text);
  EXPECT_EQ(read->last_success->ended, at_hour(8));
  EXPECT_EQ(read->last_run->took, Millis{2'500});
  EXPECT_TRUE(read->guards.guards[2].tripped);
  EXPECT_EQ(standing_text(parse_standing(standing_text({})).value()), standing_text({}));
}

TEST(KeptStanding, ThatIsDamagedIsNoneAtAll) {
  const std::string text = standing_text(monitor_sample().standing);
  for (std::size_t length = 0; length < text.size(); ++length) EXPECT_FALSE(parse_standing(text.substr(0, length)));
  for (const char* odd : {"[]", "{}", "7", R"({"last_run": 7})"}) EXPECT_FALSE(parse_standing(odd)) << odd;
}

}  // namespace
}  // namespace dsz::test
