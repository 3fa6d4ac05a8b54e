#include "dsz/supplier/stock_change_page.hpp"

#include "dsz/base/sku.hpp"

#include "trimmed.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace dsz {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = 4U << 20U;

/// Of a text or a number, as it stands; "" of anything else.
std::string scalar_text(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  return found->is_number() ? found->dump() : "";
}

std::optional<std::int64_t> whole_field(const Json& object, const char* name) {
  const StockLevel level =
      StockLevel::parse(scalar_text(object, name));  // the same words stand for a whole number here
  if (!level.known()) return std::nullopt;
  return level.quantity();
}

std::optional<StockNews> news_of(const Json& row) {
  if (!row.is_object()) return std::nullopt;
  StockNews news;
  news.sku = trimmed(scalar_text(row, "sku"));
  const std::optional<WallTime> at = parse_utc(scalar_text(row, "created_at"));
  if (!usable_sku(news.sku) || !at) return std::nullopt;
  news.at = *at;
  const bool out_of_stock = fold_sku(scalar_text(row, "status")) == "out of stock";
  news.stock = out_of_stock ? StockLevel::of(0) : StockLevel::parse(scalar_text(row, "new_qty"));
  return news;
}

}  // namespace

void StockChangeSink::begin(const ResponseHead& /*head*/) {
  body_.clear();
  problem_.clear();
  page_ = {};
}

bool StockChangeSink::write(std::string_view piece) {
  body_ += piece;
  if (body_.size() <= kMostBytes) return true;
  problem_ = "an answer that is too long";
  return false;
}

bool StockChangeSink::finish() {
  const Json answer = Json::parse(body_, nullptr, false);
  body_.clear();
  if (!answer.is_object() || !answer.contains("result") || !answer["result"].is_array() || answer.contains("code")) {
    problem_ = "an answer without a list \"result\"";
    return false;
  }
  page_.total = whole_field(answer, "total");
  page_.page_no = whole_field(answer, "page_no");
  for (const Json& row : answer["result"]) {
    ++page_.rows;
    if (std::optional<StockNews> news = news_of(row)) {
      page_.news.push_back(std::move(*news));
    } else {
      ++page_.unreadable;
    }
  }
  return true;
}

}  // namespace dsz
