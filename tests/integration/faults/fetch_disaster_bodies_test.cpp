// Rows for the table in fetch_disasters_test.cpp: whole answers that say the wrong thing.
#include "edited_answers.hpp"
#include "fetch_disaster.hpp"

#include <fmt/format.h>

namespace dsz::test {
namespace {

using sandbox::Fault;

constexpr auto kBodyDisasterName = [](const auto& row) { return row.param.name; };

std::vector<FetchDisaster> no_pages() {
  const std::string bom16 = std::string("\xFF\xFE{\0\"\0", 6);
  std::vector<FetchDisaster> rows = {
      passing("Html", Fault::html(200), "not JSON"),
      passing("Empty", Fault::empty(), "not JSON"),
      passing("Blanks", json_answer(" \r\n\t "), "not JSON"),
      passing("NulBytes", json_answer(std::string(500, '\0')), "not JSON"),
      passing("Utf16", json_answer(bom16), "not JSON"),
      passing("PhpNotice", Fault::php_notice(), "not JSON"),
      passing("AnErrorInA200", json_answer(R"({"code":"InternalServer","message":"boom!"})"), "boom!"),
      passing("AList", json_answer("[]"), "without \"result\""),
      passing("AWord", json_answer("\"maintenance\""), "is not"),
      passing("Null", json_answer("null"), "is not"),
      passing("NoResult", json_answer(R"({"total":60,"total_pages":6,"current_page":2})"), "without \"result\""),
      passing("AResultThatIsAnObject", json_answer(R"({"result":{},"total":60})"), "is not a list"),
      passing("AResultThatIsNull", json_answer(R"({"result":null,"total":60})"), "is not a list"),
      passing("TwoResults", with_first("\"total\":", R"("result":[],"total":)"), "two lists"),
      passing("TwoDocuments", Fault::edited([](const std::string& body) { return body + body; }), "not JSON"),
      passing("CommaAtTheEnd", with_first("\"total\":60", "\"total\":60,"), "not JSON"),
      passing("NaN", with_first("\"in_stock\":\"1\"", "\"in_stock\":NaN"), "not JSON"),
      passing("Infinity", with_first("\"in_stock\":\"1\"", "\"in_stock\":-Infinity"), "not JSON"),
      passing("AControlCharacter",
              with_first("Black",
                         "Bl\x01"
                         "ck"),
              "not JSON"),
      passing("InvalidUtf8InASku", with_first("SKU-10", "SKU\xC3-10"), "not JSON"),
      passing("InvalidUtf8InADescription",
              with_first("Black",
                         "Bl\xFF"
                         "ck"),
              "not JSON"),
      passing("ALoneSurrogate", with_first("\"in_stock\":\"1\"", "\"in_stock\":\"\\uD8001\""), "not JSON"),
      passing("ALoneSurrogateThatNobodyReads", with_first("Black", "Bl\\uD800ck"), ""),
      passing("NestingWithoutEnd", json_answer(nested_lists(100'000, 0)), "not JSON"),
      passing("NestingOfLists", with_first("\"spec\":[]", "\"spec\":" + nested_lists(100'000, 100'000)), "not JSON"),
      lasting("NestingForEver", json_answer(R"({"result":)" + nested_lists(100'000, 100'000) + "}"), 10, "not JSON"),
      lasting("HtmlForEver", Fault::html(200), 10, "not JSON"),
      lasting("EmptyForEver", Fault::empty(), 10, "not JSON"),
  };
  return rows;
}

INSTANTIATE_TEST_SUITE_P(NoPages, FetchDisasters, testing::ValuesIn(no_pages()), kBodyDisasterName);

std::vector<FetchDisaster> packings() {
  constexpr std::uint64_t kGiB = 1U << 30U;
  const std::string rows_without_end = R"({"result":[{"sku":"A","stock_qty":1,"title":")";
  return {
      passing("Gzipped", Fault::gzipped()),
      passing("SaysGzipButIsNot", Fault::labelled("Content-Encoding", "gzip")),
      passing("AnUnknownEncoding", Fault::labelled("Content-Encoding", "x-secret")),
      // Neither is asked for again: nobody sends a gibibyte by accident, and each attempt would cost its traffic.
      fatal("AGibibyteOfBlanks", Fault::endless(std::string(65'536, ' '), kGiB), 10, "larger than 67108864 bytes"),
      passing("AGibibyteOfBrackets", Fault::endless(std::string(65'536, '['), kGiB), "not JSON"),
      fatal("AGzipBomb", Fault::gzip_bomb(rows_without_end, 256U << 20U), 10, "larger than 67108864 bytes"),
  };
}

INSTANTIATE_TEST_SUITE_P(Packing, FetchDisasters, testing::ValuesIn(packings()), kBodyDisasterName);

}  // namespace
}  // namespace dsz::test
