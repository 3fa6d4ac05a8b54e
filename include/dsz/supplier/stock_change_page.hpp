#pragma once

#include "dsz/base/stock_level.hpp"
#include "dsz/base/time.hpp"
#include "dsz/http/http_client.hpp"

#include <cstdint>
#include <memory>
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

/// Parses such an answer while it arrives (base/json_stream.hpp). Status "Out Of Stock" is 0 whatever the quantity
/// says; else `new_qty` is read as a product page's stock_qty is (product_page.hpp). A `sku` or `created_at` that comes
/// twice with different values makes the entry unreadable, another such field makes its stock unknown. The body must
/// be an object with an array `result`, and without `code` or `message`.
class StockChangeSink : public BodySink {
 public:
  StockChangeSink();
  ~StockChangeSink() override;
  void begin(const ResponseHead& head) override;
  bool write(std::string_view piece) override;
  bool finish() override;
  [[nodiscard]] std::string unusable_because() const override;
  /// After finish().
  [[nodiscard]] StockChangePage& page();

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace dsz
