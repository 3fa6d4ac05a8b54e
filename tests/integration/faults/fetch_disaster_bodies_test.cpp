// Rows for the table in fetch_disasters_test.cpp: whole answers that say the wrong thing.
#include "fetch_disaster.hpp"

#include <fmt/format.h>

namespace dsz::test {
namespace {

using sandbox::Fault;

constexpr auto kBodyDisasterName = [](const auto& row) { return row.param.name; };

Fault json_text(std::string text) { return Fault::answer(200, std::move(text), "application/json"); }

/// Replaces the first `from` of the body; a body without it stays.
Fault replacing(std::string from, std::string to) {
  return Fault::edited([from = std::move(from), to = std::move(to)](std::string body) {
    const auto at = body.find(from);
    if (at != std::string::npos) body.replace(at, from.size(), to);
    return body;
  });
}

std::string nested(int depth, char open, char close) {
  return std::string(static_cast<std::size_t>(depth), open) + std::string(static_cast<std::size_t>(depth), close);
}

std::vector<FetchDisaster> no_pages() {
  const std::string bom16 = std::string("\xFF\xFE{\0\"\0", 6);
  std::vector<FetchDisaster> rows = {
      passing("Html", Fault::html(200), "not JSON"),
      passing("Empty", Fault::empty(), "not JSON"),
      passing("Blanks", json_text(" \r\n\t "), "not JSON"),
      passing("NulBytes", json_text(std::string(500, '\0')), "not JSON"),
      passing("Utf16", json_text(bom16), "not JSON"),
      passing("PhpNotice", Fault::php_notice(), "not JSON"),
      passing("AnErrorInA200", json_text(R"({"code":"InternalServer","message":"boom!"})"), "boom!"),
      passing("AList", json_text("[]"), "without \"result\""),
      passing("AWord", json_text("\"maintenance\""), "is not"),
      passing("Null", json_text("null"), "is not"),
      passing("NoResult", json_text(R"({"total":60,"total_pages":6,"current_page":2})"), "without \"result\""),
      passing("AResultThatIsAnObject", json_text(R"({"result":{},"total":60})"), "is not a list"),
      passing("AResultThatIsNull", json_text(R"({"result":null,"total":60})"), "is not a list"),
      passing("TwoResults", replacing("\"total\":", R"("result":[],"total":)"), "two lists"),
      passing("TwoDocuments", Fault::edited([](const std::string& body) { return body + body; }), "not JSON"),
      passing("CommaAtTheEnd", replacing("\"total\":60", "\"total\":60,"), "not JSON"),
      passing("NaN", replacing("\"in_stock\":\"1\"", "\"in_stock\":NaN"), "not JSON"),
      passing("Infinity", replacing("\"in_stock\":\"1\"", "\"in_stock\":-Infinity"), "not JSON"),
      passing("AControlCharacter",
              replacing("Black",
                        "Bl\x01"
                        "ck"),
              "not JSON"),
      passing("InvalidUtf8InASku", replacing("SKU-10", "SKU\xC3-10"), "not JSON"),
      passing("InvalidUtf8InADescription",
              replacing("Black",
                        "Bl\xFF"
                        "ck"),
              "not JSON"),
      passing("ALoneSurrogate", replacing("\"SKU-10", "\"\\uD800SKU-10"), "not JSON"),
      passing("NestingWithoutEnd", json_text(std::string(100'000, '[')), "not JSON"),
      passing("NestingOfLists", replacing("\"spec\":[]", "\"spec\":" + nested(100'000, '[', ']')), "not JSON"),
      lasting("NestingForEver", json_text(R"({"result":)" + nested(100'000, '[', ']') + "}"), 10, "not JSON"),
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
