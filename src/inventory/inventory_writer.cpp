#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"
#include "dsz/base/text.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/inventory/inventory_format.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

bool needs_no_escape(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

/// Nearly every text is plain ASCII, and a feed has hundreds of thousands of them.
std::string json_string(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), needs_no_escape)) return fmt::format("\"{}\"", text);
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_stock(StockLevel stock) { return stock.known() ? fmt::format("{}", stock.quantity()) : "null"; }

/// As everywhere in this file: null is "not known".
std::string json_price(const std::string& price) { return price.empty() ? "null" : json_string(price); }

/// What a full inventory does not have to say.
std::string json_extent(const InventoryHeader& header) {
  std::string text;
  if (header.partial) text += fmt::format(R"(, "covers": "{}")", kCoversAsked);
  if (header.rests_on) text += fmt::format(R"(, "rests_on": {})", json_string(format_utc(*header.rests_on)));
  return text;
}

}  // namespace

InventoryWriter::InventoryWriter(FileSystem& files, const std::filesystem::path& target, const InventoryHeader& header)
    : file_(files, target, target.parent_path() / "temp_inventory.json", 0644) {
  file_.write(
      fmt::format("{{\n\"format\": \"{}\", \"fetched_at\": {}, \"source\": {}, \"mode\": {}{},\n\"products\": [",
                  kInventoryFormat, json_string(format_utc(header.fetched_at)), json_string(header.source),
                  json_string(header.mode), json_extent(header)));
}

void InventoryWriter::add(const SupplierProduct& product) {
  if (!usable_sku(product.sku)) {
    throw Failure(FailureKind::unexpected,
                  fmt::format("the inventory file cannot hold the SKU \"{}\"", visible(product.sku)));
  }
  file_.write(fmt::format("{}\n{{\"sku\":{},\"stock\":{},\"price\":{}{}}}", count_ == 0 ? "" : ",",
                          json_string(product.sku), json_stock(product.stock), json_price(product.price),
                          product.missing ? ",\"missing\":true" : ""));
  ++count_;
}

std::int64_t InventoryWriter::commit() {
  file_.write(fmt::format("\n],\n\"count\": {}, \"complete\": true\n}}\n", count_));
  file_.commit();
  return count_;
}

}  // namespace dsz
