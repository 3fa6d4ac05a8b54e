#include "fake_shop.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <sstream>

namespace dsz::test {
namespace {

using nlohmann::json;

std::string decoded(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      plain += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::set<std::string> words(const std::string& list) {
  std::set<std::string> found;
  std::istringstream stream(list);
  for (std::string word; std::getline(stream, word, ',');) found.insert(word);
  return found;
}

json only(const json& row, const std::string& fields) {
  if (fields.empty()) return row;
  json kept = json::object();
  const auto wanted = words(fields);
  for (const auto& [name, value] : row.items()) {
    if (wanted.count(name) > 0) kept[name] = value;
  }
  return kept;
}

/// Rows stay where they are: a copy of all for each page would be most of a test's time.
using Rows = std::vector<const json*>;
/// What a row looks like when it is shown.
using Look = std::function<void(json&)>;

Rows rows_of(const std::vector<json>& all) {
  Rows rows;
  for (const json& row : all) rows.push_back(&row);
  return rows;
}

Scripted list(Rows rows, const Call& call, std::size_t most_rows, const Look& look = {}) {
  if (!call.get("include").empty()) {
    const auto wanted = words(call.get("include"));
    std::erase_if(rows, [&](const json* row) { return wanted.count(row->at("id").dump()) == 0; });
  }
  if (!call.get("slug").empty()) {
    std::erase_if(rows, [&](const json* row) { return row->at("slug") != call.get("slug"); });
  }
  std::ranges::stable_sort(rows, {}, [](const json* row) { return row->at("id").get<std::int64_t>(); });
  const std::size_t asked = call.get("per_page").empty() ? 10 : std::stoul(call.get("per_page"));
  const std::size_t per_page = std::min(asked, most_rows);
  const std::size_t page = call.get("page").empty() ? 1 : std::stoul(call.get("page"));
  json shown = json::array();
  for (std::size_t i = (page - 1) * per_page; i < std::min(rows.size(), page * per_page); ++i) {
    json row = *rows[i];
    if (look) look(row);
    shown.push_back(only(row, call.get("_fields")));
  }
  const std::size_t pages = (rows.size() + per_page - 1) / per_page;
  return page_answer(shown, static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(pages));
}

/// A row shows its terms, as `having` says where the row does not say it itself.
void show_terms(json& row, const std::map<std::pair<std::string, std::string>, std::vector<std::int64_t>>& having) {
  for (const auto& [filter, field] :
       {std::pair{"tag", "tags"}, std::pair{"category", "categories"}, std::pair{"brand", "brands"}}) {
    if (row.contains(field)) continue;
    row[field] = json::array();
    for (const auto& [term, ids] : having) {
      const bool has = std::find(ids.begin(), ids.end(), row.at("id").get<std::int64_t>()) != ids.end();
      if (has && term.first == filter) row[field].push_back({{"id", std::stoll(term.second)}});
    }
  }
}

/// "wc/v3/products/12/variations…" → 12; else 0.
std::int64_t parent_in(const std::string& path) {
  const std::string start = "wc/v3/products/";
  if (!path.starts_with(start) || path.find("/variations") == std::string::npos) return 0;
  return std::stoll(path.substr(start.size()));
}

}  // namespace

std::string Call::get(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? "" : found->second;
}

Call call_of(const Request& request) {
  Call call;
  call.method = request.method;
  const std::size_t question = std::min(request.url.find('?'), request.url.size());
  const std::string address = request.url.substr(0, question);
  const std::size_t api = address.find("/wp-json/");
  call.path = api == std::string::npos ? "?" : address.substr(api + 9);
  if (question < request.url.size()) {
    std::istringstream stream(request.url.substr(question + 1));
    for (std::string pair; std::getline(stream, pair, '&');) {
      const std::size_t equals = pair.find('=');
      call.query[decoded(pair.substr(0, equals))] = decoded(pair.substr(equals + 1));
    }
  }
  if (!request.body.empty()) call.body = json::parse(request.body);
  return call;
}

json product_row(std::int64_t id, const std::string& sku, double quantity) {
  json row = {{"id", id},
              {"name", "Product"},
              {"sku", sku},
              {"type", "simple"},
              {"status", "publish"},
              {"parent_id", 0},
              {"manage_stock", true},
              {"backorders", "no"},
              {"stock_status", quantity > 0 ? "instock" : "outofstock"}};
  row["stock_quantity"] = static_cast<std::int64_t>(quantity);
  return row;
}

json unmanaged_row(std::int64_t id, const std::string& sku, const std::string& status) {
  json row = product_row(id, sku, 0);
  row["manage_stock"] = false;
  row["stock_quantity"] = nullptr;
  row["stock_status"] = status;
  return row;
}

Scripted error_answer(int status, const std::string& code, const std::string& message) {
  return answer(status, json{{"code", code}, {"message", message}, {"data", {{"status", status}}}}.dump(),
                {{"Content-Type", "application/json; charset=UTF-8"}});
}

Scripted no_route() {
  return error_answer(404, "rest_no_route", "No route was found matching the URL and request method.");
}

Scripted page_answer(const json& rows, std::int64_t total, std::int64_t pages) {
  return answer(200, rows.dump(), {{"X-WP-Total", std::to_string(total)}, {"X-WP-TotalPages", std::to_string(pages)}},
                Millis{100});
}

Scripted FakeShop::answer_to(const Request& request) {
  const Call call = call_of(request);
  calls_.push_back(call);
  if (intercept) {
    if (auto scripted = intercept(call)) return std::move(*scripted);
  }
  return call.method == Method::get ? get(call) : batch(call);
}

Scripted FakeShop::get(const Call& call) {
  if (call.path.empty()) return answer(200, index);
  if (call.path == "wc/v3/settings/products/woocommerce_manage_stock") {
    return answer(200, json{{"id", "woocommerce_manage_stock"}, {"value", manages_stock ? "yes" : "no"}}.dump());
  }
  if (call.path == "wc/v3/products") {
    Rows rows = rows_of(products);
    for (const auto& [having_term, ids] : having) {
      const std::vector<std::int64_t>& wanted = ids;
      if (ignores_filters || call.get(having_term.first) != having_term.second) continue;
      std::erase_if(rows, [&](const json* row) {
        return std::find(wanted.begin(), wanted.end(), row->at("id").get<std::int64_t>()) == wanted.end();
      });
    }
    return list(rows, call, most_rows_a_page, [this](json& row) { show_terms(row, having); });
  }
  if (call.path == "wc/v3/variations" && bulk_variations) {
    Rows rows;
    for (const auto& [parent, of_parent] : variations) {
      for (const json& row : of_parent) rows.push_back(&row);
    }
    return list(rows, call, most_rows_a_page);
  }
  if (const std::int64_t parent = parent_in(call.path); parent != 0) {
    return list(rows_of(variations[parent]), call, most_rows_a_page, [](json& row) {
      // 7.9 has neither type nor parent_id there.
      row.erase("type");
      row.erase("parent_id");
    });
  }
  const std::string terms_route = "wc/v3/products/";
  if (call.path == "wc/v3/products/brands" && !brands) return no_route();
  if (call.path.starts_with(terms_route))
    return list(rows_of(terms[call.path.substr(terms_route.size())]), call, most_rows_a_page);
  return no_route();
}

Scripted FakeShop::batch(const Call& call) {
  json echoed = json::array();
  for (const json& item : call.body.value("update", json::array())) {
    echoed.push_back(update(item, parent_in(call.path)));
  }
  return answer(200, json{{"update", echoed}}.dump(), {}, Millis{1'000});
}

json FakeShop::update(const json& item, std::int64_t parent) {
  const std::int64_t id = item.at("id");
  json* const row = find(id);
  if (row == nullptr || parent_of(id) != parent) {
    return {{"id", id}, {"error", {{"code", "woocommerce_rest_product_invalid_id"}, {"message", "Invalid ID."}}}};
  }
  const bool keeps_stock = manages_stock && row->at("type") != "external";
  if (keeps_stock && item.contains("manage_stock")) (*row)["manage_stock"] = item.at("manage_stock");
  if (item.contains("stock_quantity") && keeps_stock && row->at("manage_stock") == true) {
    (*row)["stock_quantity"] = item.at("stock_quantity");
    (*row)["stock_status"] = item.at("stock_quantity") > 0 ? "instock" : "outofstock";
  }
  if (item.contains("stock_status") && row->at("manage_stock") == false)
    (*row)["stock_status"] = item.at("stock_status");
  json echo = parent == 0 ? only(*row, item.value("_fields", "")) : *row;
  echo["_links"] = json::object();
  return echo;
}

json* FakeShop::find(std::int64_t id) {
  for (json& row : products) {
    if (row.at("id") == id) return &row;
  }
  for (auto& [parent, rows] : variations) {
    for (json& row : rows) {
      if (row.at("id") == id) return &row;
    }
  }
  return nullptr;
}

std::int64_t FakeShop::parent_of(std::int64_t id) const {
  for (const auto& [parent, rows] : variations) {
    for (const json& row : rows) {
      if (row.at("id") == id) return parent;
    }
  }
  return 0;
}

std::size_t FakeShop::count(Method method, const std::string& path) const {
  return static_cast<std::size_t>(std::count_if(
      calls_.begin(), calls_.end(), [&](const Call& call) { return call.method == method && call.path == path; }));
}

}  // namespace dsz::test
