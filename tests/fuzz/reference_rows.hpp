#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsz::fuzz {

/// One object of the list "result", as another parser than the program's reads it: its own fields in their order, those
/// that come twice too. A list or an object as a value has no text.
struct ReferenceRow {
  std::vector<std::pair<std::string, std::optional<std::string>>> fields;
  /// As they were written, in their order.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
};

/// The rows of an answer of the supplier, read by nlohmann/json; nullopt when that one says that the text is no JSON,
/// or has a number that is beyond a double.
std::optional<std::vector<ReferenceRow>> reference_rows(std::string_view body);

/// The same, read by JsonStream, with each number as it was written: for what the program reads with nlohmann/json.
std::optional<std::vector<ReferenceRow>> literal_rows(std::string_view body);

std::string without_space(std::string_view text);

/// The number that a text clearly states: decimal digits, perhaps with space around and a fraction of zeros.
std::optional<std::int64_t> clear_number(std::string_view text);

/// True when the row says by another field than its quantity that the product cannot be had.
bool says_gone(const ReferenceRow& row);

}  // namespace dsz::fuzz
