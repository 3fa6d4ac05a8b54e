#include "answer_json.hpp"

#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using nlohmann::json;

/// Notices are a few lines; a page of HTML is not searched to its end.
constexpr std::size_t kSearchedBytes = 64U << 10U;
constexpr int kTries = 200;

/// Far deeper than anything that a store answers. What writes JSON out calls itself for each level: 100,000 of them
/// would exhaust the stack.
constexpr int kMostDepth = 100;

/// Five times what 100 whole products with all their meta data have. A value takes up to ten times its text in memory.
constexpr std::size_t kMostValues = 1'000'000;

/// What its first value would take, told before anything is made of it.
bool too_large(std::string_view json_text) {
  int depth = 0;
  std::size_t values = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json_text.size(); ++i) {
    const char c = json_text[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == ',' || c == '[' || c == '{') {  // before each value stands one of these, or the name of a member
      if (++values > kMostValues || (c != ',' && ++depth > kMostDepth)) return true;
    } else if (c == ']' || c == '}') {
      if (--depth <= 0) return false;
    }
  }
  return false;
}

struct Attempt {
  std::optional<json> value;
  bool cut_off = false;  ///< it was JSON up to the end of the text
};

Attempt parse(std::string_view text) {
  try {
    return {json::parse(text), false};
  } catch (const json::parse_error& error) {
    return {std::nullopt, error.byte > text.size()};
  } catch (const json::out_of_range&) {  // a number beyond every double: JSON, but not to be read
    return {std::nullopt, false};
  }
}

}  // namespace

std::optional<json> answer_json(std::string_view body) {
  std::size_t from = 0;
  for (int tries = 0; tries < kTries; ++tries) {
    from = body.find_first_of("{[", from);
    if (from > kSearchedBytes) return std::nullopt;  // npos is, too
    if (too_large(body.substr(from))) return std::nullopt;
    Attempt attempt = parse(body.substr(from));
    if (attempt.value) return std::move(attempt.value);
    // What lies inside of a cut-off list may well be whole, but it is not the answer.
    if (attempt.cut_off) return std::nullopt;
    ++from;
  }
  return std::nullopt;
}

}  // namespace dsz
