#pragma once

#include "supplier_test_base.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace dsz {

/// The supplier's catalogue as a list in the order of ids, and GET /v2/products on it.
class ModelCatalogue {
 public:
  explicit ModelCatalogue(std::size_t products = 0) {
    for (std::size_t i = 0; i < products; ++i) append();
  }

  void append() { insert(rows_.size()); }
  void insert(std::size_t at) {
    const std::string sku = "S" + std::to_string(++last_);
    rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at), R"({"sku":")" + sku + R"(","stock_qty":5})");
  }
  /// A row as JSON, at the end.
  void append_row(std::string json) { rows_.push_back(std::move(json)); }
  void remove(std::size_t at) { rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(at)); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] const std::vector<std::string>& rows() const { return rows_; }

  /// `most_rows`: the cap on `limit`.
  [[nodiscard]] std::string page(const std::string& url, std::size_t most_rows) const {
    const std::size_t number = std::stoul(parameter(url, "page_no"));
    const std::size_t size = std::min<std::size_t>(most_rows, std::stoul(parameter(url, "limit")));
    std::string body = R"({"result":[)";
    const std::size_t first = std::min(rows_.size(), (number - 1) * size);
    for (std::size_t i = first; i < std::min(rows_.size(), first + size); ++i) {
      body += (i == first ? "" : ",") + rows_[i];
    }
    return body + R"(],"total":)" + std::to_string(rows_.size()) + R"(,"total_pages":)" +
           std::to_string((rows_.size() + size - 1) / size) + R"(,"current_page":)" + std::to_string(number) + "}";
  }

  static std::string sku_of(const std::string& row) {
    const std::size_t start = row.find(R"("sku":")") + 7;
    return row.substr(start, row.find('"', start) - start);
  }
  [[nodiscard]] std::set<std::string> skus() const {
    std::set<std::string> all;
    for (const std::string& row : rows_) all.insert(sku_of(row));
    return all;
  }

 private:
  std::vector<std::string> rows_;
  std::int64_t last_ = 0;
};

}  // namespace dsz
