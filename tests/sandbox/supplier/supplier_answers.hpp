#pragma once

#include "sandbox/supplier/supplier_catalogue.hpp"
#include "sandbox/wire/http_message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

HttpAnswer supplier_error(int status, std::string_view code, std::string_view message = "");

/// A whole number from 1 up, or nothing.
std::optional<int> positive(const std::string& text);

/// The filters that the sandbox knows: enabled, in_stock, skus. Others are ignored, as the supplier ignores unknown
/// ones.
SupplierFilter read_filter(const Query& query, std::size_t most_skus);

/// The body of POST /stock, read; nothing when it is not as documented.
struct StockQuestion {
  std::chrono::system_clock::time_point start;
  std::chrono::system_clock::time_point end;
  int page = 1;
  int limit = 40;
  std::vector<std::string> skus;  ///< empty: all
};
std::optional<StockQuestion> read_stock_question(const std::string& body);
HttpAnswer stock_answer(const StockQuestion& question, const std::vector<StockChange>& changes, int total_off);

}  // namespace dsz::sandbox
