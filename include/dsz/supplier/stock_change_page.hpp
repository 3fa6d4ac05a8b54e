#pragma once

#include "dsz/base/stock_level.hpp"
#include "dsz/base/time.hpp"
#include "dsz/http/http_client.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dsz {

/// One entry of the supplier's log of stock changes.
struct StockNews {
  std::string sku;
  WallTime at{};
  StockLevel stock;  ///< unknown when `new_qty` is not a whole number from 0 up
};

/// One answer of POST /stock (dropshipzone-api.md, "Stock changes").
struct StockChangePage {
  std::vector<StockNews> news;  ///< in the order of the answer
  std::int64_t rows = 0;        ///< entries in the answer, those that cannot be read too
  std::int64_t unreadable = 0;  ///< without a usable SKU or time
  std::optional<std::int64_t> total;
  std::optional<std::int64_t> page_no;
};

/// Gathers and parses such an answer: it has 160 small entries at most. Status "Out Of Stock" is 0 whatever the
/// quantity says. The body must be an object with an array `result`, and without `code`.
class StockChangeSink : public BodySink {
 public:
  void begin(const ResponseHead& head) override;
  bool write(std::string_view piece) override;
  bool finish() override;
  [[nodiscard]] std::string unusable_because() const override { return problem_; }
  /// After finish().
  [[nodiscard]] StockChangePage& page() { return page_; }

 private:
  std::string body_;
  std::string problem_;
  StockChangePage page_;
};

}  // namespace dsz
