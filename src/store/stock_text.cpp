#include "dsz/store/stock_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace dsz {
namespace {

constexpr double kLargestWhole = 9e15;  // beyond it a double does not hold every whole number

}  // namespace

std::string quantity_text(std::optional<double> quantity) {
  if (!quantity) return "null";
  if (std::trunc(*quantity) == *quantity && std::abs(*quantity) < kLargestWhole) {
    return fmt::format("{}", static_cast<std::int64_t>(*quantity));
  }
  return fmt::format("{}", *quantity);
}

std::string manage_text(ManageStock manage) {
  switch (manage) {
    case ManageStock::no:
      return "false";
    case ManageStock::yes:
      return "true";
    case ManageStock::parent:
      return "\"parent\"";
  }
  return "null";
}

std::string status_text(StockStatus status) { return fmt::format("\"{}\"", to_text(status)); }

}  // namespace dsz
