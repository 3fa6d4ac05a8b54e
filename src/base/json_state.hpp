#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace dsz {

/// What may come next in a JSON text, or what it stands in.
enum class JsonState : std::uint8_t {
  mark,  ///< the byte order mark, if any
  value,
  first_element,
  first_name,
  name,
  colon,
  comma,
  end,
  in_name,
  in_string,
  number,
  literal,
};

/// "where ':' should stand". `in_object`: of the innermost container. `word`: the literal in hand.
inline std::string json_place(JsonState state, bool in_object, std::string_view word) {
  switch (state) {
    case JsonState::mark:
    case JsonState::value:
      return "where a value should start";
    case JsonState::first_element:
      return "where a value or ']' should stand";
    case JsonState::first_name:
      return "where a name or '}' should stand";
    case JsonState::name:
      return "where a name should start";
    case JsonState::colon:
      return "where ':' should stand";
    case JsonState::comma:
      return in_object ? "where ',' or '}' should stand" : "where ',' or ']' should stand";
    case JsonState::end:
      return "after the end of the value";
    case JsonState::in_name:
    case JsonState::in_string:
      return "inside a string";
    case JsonState::number:
      return "inside a number";
    case JsonState::literal:
      return fmt::format("inside '{}'", word);
  }
  return {};
}

}  // namespace dsz
