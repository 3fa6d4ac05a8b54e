#include "dsz/cli/text_table.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

const Surface kPipe{};

Surface terminal(std::size_t width) { return {true, width, false}; }

std::vector<TableColumn> columns() { return {{"NAME", false, 4}, {"N", true, 0}, {"WHY", false, 4}}; }

TEST(TextTable, AlignsColumnsOnAPipe) {
  EXPECT_EQ(render_table(columns(), {{{"chair", "5", "sold"}}, {{"table", "100", ""}}}, kPipe),
            "NAME     N  WHY\n"
            "chair    5  sold\n"
            "table  100\n");
}

TEST(TextTable, IsWholeOnAPipeHoweverLong) {
  const std::string name(300, 'x');
  EXPECT_EQ(render_table({{"NAME", false, 4}}, {{{name}}}, kPipe), "NAME\n" + name + "\n");
}

TEST(TextTable, CutsTheWidestColumnsToATerminal) {
  EXPECT_EQ(render_table(columns(), {{{"a long armchair", "100", "sold out"}}}, terminal(20)),
            "NAME      N  WHY\n"
            "a lon…  100  sold o…\n");
}

TEST(TextTable, CutsTheLineWhenNoColumnMayGetNarrower) {
  EXPECT_EQ(render_table(columns(), {{{"a long armchair", "100", "sold out"}}}, terminal(8)),
            "NAME   …\n"
            "a l…  1…\n");
}

TEST(TextTable, ShowsControlCharactersOfForeignTextInsteadOfSendingThem) {
  EXPECT_EQ(render_table({{"NAME", false, 4}}, {{{"\x1b[2Jx\n"}}}, kPipe), "NAME\n\\x1b[2Jx\\n\n");
}

TEST(TextTable, AlignsWideCharacters) {
  EXPECT_EQ(render_table({{"NAME", false, 4}, {"N", true, 0}}, {{{"椅子", "1"}}, {{"abcd", "2"}}}, kPipe),
            "NAME  N\n"
            "椅子  1\n"
            "abcd  2\n");
}

TEST(TextTable, ColoursWholeLinesAfterCuttingThem) {
  const Surface coloured_terminal{true, 6, true};
  EXPECT_EQ(render_table({{"NAME", false, 4}}, {{{"armchair"}, Colour::red}}, coloured_terminal),
            "NAME\n\x1b[31marmch…\x1b[0m\n");
}

}  // namespace
}  // namespace dsz
