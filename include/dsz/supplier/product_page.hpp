#pragma once

#include "dsz/base/json_stream.hpp"
#include "dsz/base/supplier_product.hpp"
#include "dsz/http/http_client.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dsz {

/// One answer of GET /v2/products. Numbers may come as numbers or as strings (dropshipzone-api.md).
struct ProductPage {
  std::vector<SupplierProduct> products;  ///< in the order of the answer
  std::optional<std::int64_t> total;
  std::optional<std::int64_t> total_pages;
  std::optional<std::int64_t> current_page;
  std::optional<std::int64_t> page_size;
  std::int64_t rows = 0;  ///< products in the answer, those without a usable SKU too
  std::int64_t without_sku = 0;
  /// "AES-T001B: stock_qty \"many\" is not a whole number": one for each product whose stock is unknown, the first 20.
  std::vector<std::string> unknown_notes;
  std::int64_t unknown = 0;
};

/// Parses a page while it arrives (base/json_stream.hpp); holds only SKU, stock and price of each product.
/// Stock: in_stock "0" (0, false), status "Out Of Stock", or discontinued/discontinuedproduct "Yes" → 0 whatever the
/// quantity says. Else stock_qty: int, decimal string ("12", "12.00"), → quantity; absent, null, negative, fractional
/// above 0, boolean, text, beyond 2^31 - 1 → unknown. A SKU is a text or a whole number. Only the product's own fields
/// count: nested objects (zone_rates holds a `sku` too) do not. A field that comes twice with different values makes
/// the stock unknown, and so do two rows with one SKU and different stock. The body must be an object with an array
/// `result`, and without `code` or `message`, which is how the supplier words an error.
class ProductPageSink : public BodySink {
 public:
  ProductPageSink();
  ~ProductPageSink() override;
  void begin(const ResponseHead& head) override;
  bool write(std::string_view piece) override;
  bool finish() override;
  [[nodiscard]] std::string unusable_because() const override;
  /// After finish().
  [[nodiscard]] ProductPage& page();

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace dsz
