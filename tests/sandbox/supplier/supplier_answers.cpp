#include "sandbox/supplier/supplier_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;
using Time = std::chrono::system_clock::time_point;

/// `true` and `false` are the words that work; `1` and `0` made the real filter find nothing.
std::optional<bool> read_word(const Query& query, const char* name, SupplierFilter& filter) {
  if (!query.has(name)) return std::nullopt;
  const std::string word = query.get(name);
  if (word != "true" && word != "false") filter.nothing = true;
  return word == "true";
}

/// "2026-11-22 00:00:00"
std::optional<Time> read_time(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  std::tm parts{};
  const char* end = strptime(value.get<std::string>().c_str(), "%Y-%m-%d %H:%M:%S", &parts);
  if (end == nullptr) return std::nullopt;
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

/// "2020-08-03T05:36:16.000Z"
std::string write_time(Time time) {
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  const std::time_t seconds = millis / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(millis % 1000));
  return std::string(text.data()) + fraction.data();
}

std::string write_quantity(const std::optional<int>& stock) { return std::to_string(stock.value_or(0)) + ".00"; }

bool asks_for(const StockQuestion& question, const StockChange& change) {
  if (change.at < question.start || change.at > question.end) return false;
  return question.skus.empty() ||
         std::find(question.skus.begin(), question.skus.end(), change.sku) != question.skus.end();
}

}  // namespace

HttpAnswer supplier_error(int status, std::string_view code, std::string_view message) {
  Json body = {{"code", code}};
  if (!message.empty()) body["message"] = message;
  HttpAnswer answer;
  answer.status = status;
  answer.body = body.dump();
  return answer;
}

std::optional<int> positive(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

SupplierFilter read_filter(const Query& query, std::size_t most_skus) {
  SupplierFilter filter;
  filter.enabled = read_word(query, "enabled", filter).value_or(true);
  filter.in_stock = read_word(query, "in_stock", filter);
  if (query.has("skus")) {
    filter.skus = split(query.get("skus"), ',');
    if (filter.skus->size() > most_skus) filter.skus->resize(most_skus);
  }
  return filter;
}

std::optional<StockQuestion> read_stock_question(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto start = read_time(json.value("start_time", Json()));
  const auto end = read_time(json.value("end_time", Json()));
  const Json page = json.value("page_no", Json(1));
  const Json limit = json.value("limit", Json(40));
  const Json skus = json.value("skus", Json(""));
  if (!start || !end || !page.is_number_integer() || !limit.is_number_integer() || !skus.is_string())
    return std::nullopt;
  return StockQuestion{*start, *end, std::max(1, page.get<int>()), std::clamp(limit.get<int>(), 40, 160),
                       split(skus.get<std::string>(), ',')};
}

HttpAnswer stock_answer(const StockQuestion& question, const std::vector<StockChange>& changes, int total_off) {
  std::vector<StockChange> asked;
  std::copy_if(changes.begin(), changes.end(), std::back_inserter(asked),
               [&](const StockChange& change) { return asks_for(question, change); });
  Json rows = Json::array();
  const std::size_t first = static_cast<std::size_t>(question.page - 1) * static_cast<std::size_t>(question.limit);
  const std::size_t last = std::min(asked.size(), first + static_cast<std::size_t>(question.limit));
  for (std::size_t i = first; i < last; ++i) {
    rows.push_back({{"sku", asked[i].sku},
                    {"created_at", write_time(asked[i].at)},
                    {"new_qty", write_quantity(asked[i].stock)},
                    {"status", stock_status_text(asked[i].stock)}});
  }
  HttpAnswer answer;
  answer.rows = rows.size();
  answer.body = Json{{"result", rows},
                     {"total", std::ssize(asked) + total_off},
                     {"page_no", question.page},
                     {"limit", question.limit}}
                    .dump();
  return answer;
}

}  // namespace dsz::sandbox
