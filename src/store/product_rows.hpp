#pragma once

#include "dsz/store/catalogue.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

namespace dsz {

/// What of a product is asked for: `_fields` of every listing.
inline constexpr const char* kProductFields =
    "id,name,sku,type,status,parent_id,manage_stock,stock_quantity,stock_status,backorders";

/// A number, or a text that is one; nullopt for null, "" and anything else. Plugins write quantities as text.
std::optional<double> number_of(const nlohmann::json& value);
/// The id of a row: a whole number above 0, also as text; nullopt when it has none.
std::optional<std::int64_t> id_of(const nlohmann::json& row);
/// The rows of a list that have an id; of several with one id, the first.
std::unordered_map<std::int64_t, const nlohmann::json*> rows_by_id(const nlohmann::json& rows);
ManageStock manage_of(const nlohmann::json& row);
StockStatus status_of(const nlohmann::json& row);
std::optional<double> quantity_of(const nlohmann::json& row);

/// A row that has an id. Its views point into `row`. `read_under` is the product by whose route a variation was
/// read: 7.9 leaves type and parent_id out there; 0 when the row has to say both itself.
StoreProduct product_of(const nlohmann::json& row, std::int64_t read_under);

/// What is asked of the stock report: it has neither type nor post status nor backorders.
inline constexpr const char* kReportFields = "id,parent_id,sku,stock_status,stock_quantity,manage_stock";

/// A row of the stock report: of type variation when it has a parent, else other; without a name. nullopt when it lacks
/// one of kReportFields. The report says 0 where the listing says null: for a product that does not manage its stock 0
/// is read as null.
std::optional<StoreProduct> report_product_of(const nlohmann::json& row);

/// True when `meta_data` of the row has any of these pairs of key and value, compared as text.
bool has_meta(const nlohmann::json& row, std::span<const std::pair<std::string, std::string>> wanted);

}  // namespace dsz
