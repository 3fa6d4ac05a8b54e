#include "dsz/http/http_client.hpp"

#include "letter_case.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
std::string_view ResponseHead::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [name](const Header& header) { return equal_ignoring_case(header.name, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::string Outcome::describe() const { return response ? fmt::format("HTTP {}", response->status) : error.message; }

}  // namespace dsz
