#include "row_stream.hpp"

#include "answer_json.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace dsz::test {
namespace {

using nlohmann::json;

struct Streamed {
  bool list = false;
  std::vector<json> rows;
};

Streamed stream(std::string_view body) {
  Streamed streamed;
  streamed.list = stream_rows(body, [&](const json& row) { streamed.rows.push_back(row); });
  return streamed;
}

/// Kinds of numbers count: 1 and 1.0 are equal, and not the same.
std::string described(const json& value) {
  if (!value.is_structured())
    return std::string(value.type_name()) + (value.is_number_float() ? "." : "") + value.dump();
  std::string all;
  for (const auto& [name, member] : value.items()) all += name + "=" + described(member) + ";";
  return (value.is_array() ? "[" : "{") + all + (value.is_array() ? "]" : "}");
}

class RowsThatAreTheSame : public ::testing::TestWithParam<const char*> {};

TEST_P(RowsThatAreTheSame, AsInTheWholeAnswer) {
  const auto answer = answer_json(GetParam());
  ASSERT_TRUE(answer && answer->is_array());
  const Streamed streamed = stream(GetParam());
  EXPECT_TRUE(streamed.list);
  ASSERT_EQ(streamed.rows.size(), answer->size());
  for (std::size_t i = 0; i < streamed.rows.size(); ++i) {
    EXPECT_EQ(described(streamed.rows[i]), described(answer->at(i)));
    EXPECT_EQ(streamed.rows[i].is_number_unsigned(), answer->at(i).is_number_unsigned());
  }
}

INSTANTIATE_TEST_SUITE_P(
    RowStream, RowsThatAreTheSame,
    ::testing::Values(
        "[]", " [ ] ", "\xEF\xBB\xBF[{\"id\":1}]\r\n", R"([{"id":1,"sku":"A"},{"id":2},{}])", R"([{"id":1,"id":2}])",
        R"([{"a":{"b":[1,[2,{"c":null}],{}]},"d":[]},[1,[2]],[],"x",true,null])",
        R"([{"meta_data":[{"key":"k","value":{"deep":[{"er":"v"}]}},{"key":"l"}],"id":7}])",
        "[0, 1, -1, -0, 12.0, -3.5, 1e3, 9223372036854775807, 9223372036854775808, -9223372036854775808, "
        "-9223372036854775809, 18446744073709551615, 18446744073709551616, 123456789012345678901234567890, "
        "1e-999, 0.1]",
        R"(["\u00e4\ud83d\ude00\n\"\\", "ä", "", {"\u006bey":1}])"));

class NoListOfItsOwn : public ::testing::TestWithParam<const char*> {};

TEST_P(NoListOfItsOwn, IsLeftToOthers) { EXPECT_FALSE(stream(GetParam()).list); }

INSTANTIATE_TEST_SUITE_P(RowStream, NoListOfItsOwn,
                         ::testing::Values("", " ", R"({"id":1})", R"({"rows":[{"id":1}]})", "7", "\"[]\"", "null",
                                           "[{\"id\":1}", "[{\"id\":1},]", "[{\"id\":1}] <!-- cached -->",
                                           "<b>Notice</b>[{\"id\":1}]", "[1][2]", "[{\"id\":1e999}]", "[-1e999]",
                                           "[\"\\ud800\"]", "[\"\xFF\"]"));

TEST(RowStream, HandsOverRowsAsTheyAreRead) {
  const Streamed cut_off = stream(R"([{"id":1},{"id":2},{"id":3,)");
  EXPECT_FALSE(cut_off.list);
  EXPECT_THAT(cut_off.rows, ::testing::ElementsAre(json({{"id", 1}}), json({{"id", 2}})));
}

TEST(RowStream, HandsOverNothingOfAnObject) { EXPECT_TRUE(stream(R"({"a":[{"id":1}],"b":2})").rows.empty()); }

TEST(RowStream, MakesNoMoreValuesThanAnAnswerMayHave) {
  std::string list = "[[0";
  for (std::size_t i = 2; i < kMostValues; ++i) list += ",0";  // the inner list is a value, too
  EXPECT_TRUE(stream(list + "]]").list);
  const Streamed refused = stream(list + ",0]]");
  EXPECT_FALSE(refused.list);
  EXPECT_TRUE(refused.rows.empty());
}

TEST(RowStream, RefusesWhatIsNestedTooDeep) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_FALSE(stream(deep).list) << "answer_json() reads that, slower";
}

}  // namespace
}  // namespace dsz::test
