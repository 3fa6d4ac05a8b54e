#pragma once

#include "dsz/base/json_stream.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/inventory/stock_index.hpp"

#include <bitset>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace dsz {

/// Makes products of an inventory file's JSON, and throws Failure(usage) at the first thing that an inventory file does
/// not have.
class InventoryParser : public JsonHandler {
 public:
  /// Without `visit` no product is remembered, so that a SKU may come twice.
  InventoryParser(std::string path, const std::function<void(const SupplierProduct&)>* visit);

  void next_line() { ++line_; }
  /// At the end of a whole JSON text: the header and the count, without the identity.
  [[nodiscard]] InventoryInfo finish() const;

  [[noreturn]] void fail_damaged(std::string_view what) const;
  [[noreturn]] void fail_cut_off() const;

  void begin_object() override;
  void end_object() override;
  void begin_array() override;
  void end_array() override;
  bool key(std::string_view name) override;
  void string(std::string_view value) override;
  void number(std::string_view literal) override;
  void boolean(bool value) override;
  void null() override;

 private:
  enum class Place { before, inventory, products, product };
  enum class Field {
    none,
    unknown,
    format,
    fetched_at,
    source,
    mode,
    covers,
    rests_on,
    products,
    count,
    complete,
    sku,
    stock,
    price,
    missing
  };

  [[nodiscard]] static Field field_named(std::string_view name, Place place);
  [[nodiscard]] static std::string_view name_of(Field field);
  [[nodiscard]] bool has(Field field) const { return seen_[static_cast<std::size_t>(field)]; }
  void mark_seen(Field field, bool seen) { seen_[static_cast<std::size_t>(field)] = seen; }
  void begin_product();
  void end_product();
  void take_format(std::string_view value) const;
  [[nodiscard]] WallTime time_of(std::string_view value) const;
  [[noreturn]] void fail_type(std::string_view type) const;

  std::string path_;
  const std::function<void(const SupplierProduct&)>* visit_;
  std::int64_t line_ = 1;
  Place place_ = Place::before;
  Field field_ = Field::none;
  std::bitset<16> seen_;
  InventoryInfo info_;
  std::int64_t products_ = 0;
  bool complete_ = false;
  SupplierProduct product_;
  StockIndex skus_;  ///< those so far, to find one that comes twice
};

}  // namespace dsz
