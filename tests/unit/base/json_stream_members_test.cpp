#include "json_events.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <functional>

namespace dsz::test {
namespace {

struct Member {
  std::string_view text;
  std::string_view event;  ///< of its value
};

constexpr std::array kMembers = {
    Member{R"("a":"plain",)", "string plain"},
    Member{R"("b":"",)", "string "},
    Member{R"("":"no name",)", "string no name"},
    Member{R"("c":1234567,)", "number 1234567"},
    Member{R"("d":null,)", "null"},
    Member{R"("e":"say \"hi\"",)", "string say \"hi\""},
    Member{R"("f":"caf\u00e9, \\",)", "string caf\u00e9, \\"},
    Member{R"("g" : "spaces" ,)", "string spaces"},
    Member{R"("h":-1.5e3,)", "number -1.5e3"},
    Member{R"("i":":,",)", "string :,"},
    Member{R"("j\n":false,)", "false"},
    Member{R"("a name that may end in the next block":"x",)", "string x"},
};

/// A member and each other one behind it, at each place of the blocks of bytes that are looked at together.
class JsonStreamMembers : public testing::TestWithParam<Member> {
 protected:
  /// Calls `expect` with the bytes before the two, the other one and what is reported, but for the names.
  static void read_each(bool skip, const std::function<void(std::size_t, const Member&, const JsonResult&)>& expect) {
    for (const Member& other : kMembers) {
      for (std::size_t before = 0; before < 70; ++before) {
        const std::string document =
            fmt::format(R"({{"first":"{:~>{}}",{}{}"last":"{:.>70}"}})", "", before, GetParam().text, other.text, "");
        JsonResult result = read_json(document, {}, skip);
        ASSERT_TRUE(result.accepted) << document << ": " << result.error;
        ASSERT_EQ(std::erase_if(result.events, is_name), 4U) << document;
        expect(before, other, result);
      }
    }
  }

 private:
  static bool is_name(const std::string& event) { return event.starts_with("key "); }
};

TEST_P(JsonStreamMembers, AreHandedOverWhereverTheyStand) {
  read_each(false, [](std::size_t before, const Member& other, const JsonResult& result) {
    ASSERT_EQ(result.events,
              (std::vector<std::string>{"{", "string " + std::string(before, '~'), std::string(GetParam().event),
                                        std::string(other.event), "string " + std::string(70, '.'), "}"}));
  });
}

TEST_P(JsonStreamMembers, ArePassedOverWhereverTheyStand) {
  read_each(true, [](std::size_t /*before*/, const Member& /*other*/, const JsonResult& result) {
    ASSERT_EQ(result.events, (std::vector<std::string>{"{", "}"}));
  });
}

TEST_P(JsonStreamMembers, AreNotWhatIsWrongBehindThemWhereverItStands) {
  for (const std::string_view wrong : {R"("a\:"b",)", "\"a\t:\"b\",", R"("a":"b\,)", "\"a\":\"b\t,", R"("a" "b",)",
                                       R"("a":nil,)", R"("a":01,)", R"("a":"b":)", R"(a":"b",)", R"("a":,)", ","}) {
    for (std::size_t before = 0; before < 70; ++before) {
      const std::string document =
          fmt::format(R"({{"first":"{:~>{}}",{}{}"last":"{:.>70}"}})", "", before, GetParam().text, wrong, "");
      for (const bool skip : {false, true}) EXPECT_FALSE(read_json(document, {}, skip).accepted) << document;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(One, JsonStreamMembers, testing::ValuesIn(kMembers));

}  // namespace
}  // namespace dsz::test
