#include "answer_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace dsz {
namespace {

using nlohmann::json;

/// Notices are a few lines; a page of HTML is not searched to its end.
constexpr std::size_t kSearchedBytes = 64U << 10U;
constexpr int kTries = 200;

/// Far deeper than anything that a store answers. What writes JSON out calls itself for each level: 100,000 of them
/// would exhaust the stack.
constexpr int kMostDepth = 100;

/// Of the value that a text begins with, told before anything is made of it.
struct Extent {
  bool too_large = false;
  std::optional<std::size_t> end;  ///< behind its last bracket; nullopt when that is not there
};

Extent extent_of(std::string_view json_text) {
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
      if (++values > kMostValues || (c != ',' && ++depth > kMostDepth)) return {true, {}};
    } else if (c == ']' || c == '}') {
      if (--depth <= 0) return {false, i + 1};
    }
  }
  return {};
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

/// Comments of caches and notices at the end of a script; anything else is not passed over.
enum class Behind { nothing, markup, other };

Behind behind(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Behind::nothing;
  return text[first] == '<' ? Behind::markup : Behind::other;
}

}  // namespace

std::optional<json> answer_json(std::string_view body) {
  std::vector<json> before_markup;
  std::size_t broken_until = 0;  // what lies inside of something broken may well be whole, but it is not the answer
  std::size_t from = 0;
  for (int tries = 0; tries < kTries; ++tries) {
    from = body.find_first_of("{[", from);
    if (from > kSearchedBytes) break;  // npos is, too
    const std::string_view rest = body.substr(from);
    const Extent extent = extent_of(rest);
    if (extent.too_large) return std::nullopt;
    const std::size_t end = extent.end.value_or(rest.size());
    Attempt attempt = parse(rest.substr(0, end));
    if (attempt.cut_off) return std::nullopt;
    const Behind follows = behind(rest.substr(end));
    if (attempt.value && follows == Behind::nothing) return std::move(attempt.value);
    if (attempt.value) {
      if (follows == Behind::markup && from >= broken_until) before_markup.push_back(std::move(*attempt.value));
      from += end;
    } else {
      broken_until = std::max(broken_until, from + end);
      ++from;
    }
  }
  if (before_markup.size() != 1) return std::nullopt;  // of several, nobody can tell which is the answer
  return std::move(before_markup.front());
}

}  // namespace dsz
