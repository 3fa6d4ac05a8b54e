#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dsz::sandbox {

struct MetaEntry {
  std::int64_t id = 0;  ///< 0: the next free one
  std::string key{};
  std::string value{};
};

/// A tag, category or brand.
struct Term {
  std::int64_t id = 0;  ///< 0: the next free one
  std::string name{};   ///< as WordPress stores it: `&` is `&amp;`
  std::string slug{};
  std::int64_t parent = 0;
};

/// One product or variation as the store holds it.
struct StoreProduct {
  std::int64_t id = 0;             ///< 0: the next free one
  std::string sku{};               ///< duplicates are allowed here, as imports make them
  std::string type = "simple";     ///< simple, variable, variation, grouped, external
  std::string status = "publish";  ///< publish, draft, pending, private, future, trash
  std::string name{};              ///< empty: made of the id
  std::string slug{};              ///< empty: made of the id
  std::string price = "10";
  /// For a variation, false under a parent that manages stock means "parent": the quantity is the parent's.
  bool manage_stock = true;
  std::optional<std::int64_t> stock_quantity = 0;  ///< nullopt when the stock is not managed
  std::string stock_status = "instock";            ///< recomputed when the stock is managed
  std::string backorders = "no";                   ///< no, notify, yes
  std::int64_t parent_id = 0;                      ///< of a variation
  std::vector<std::int64_t> tags{};
  std::vector<std::int64_t> categories{};
  std::vector<std::int64_t> brands{};
  std::vector<std::int64_t> grouped_products{};
  std::vector<MetaEntry> meta{};
  std::vector<std::pair<std::string, std::string>> attributes{};  ///< of a variation: {"Colour", "Red"}
  std::string date_created = "2026-01-01T00:00:00";
  std::string date_modified = "2026-01-01T00:00:00";
};

/// Who may ask: a consumer key. permissions: "read", "write" or "read_write".
struct ApiKey {
  std::string key{};
  std::string secret{};
  std::string permissions = "read_write";
};

}  // namespace dsz::sandbox
