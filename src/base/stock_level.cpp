#include "dsz/base/stock_level.hpp"

#include "ascii.hpp"

#include <algorithm>
#include <charconv>

namespace dsz {

StockLevel StockLevel::parse(std::string_view text) {
  text = trim_ascii(text);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit)) return {};
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos) return {};
  }
  std::int64_t quantity = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), quantity);
  return error == std::errc{} ? of(quantity) : StockLevel{};
}

}  // namespace dsz
