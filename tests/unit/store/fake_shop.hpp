#pragma once

#include "scripted_http_client.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dsz::test {

/// A request as the store sees it.
struct Call {
  Method method = Method::get;
  std::string path;  ///< under /wp-json/; "?" for the start page
  std::map<std::string, std::string> query;
  nlohmann::json body;
  [[nodiscard]] std::string get(const std::string& name) const;
};
Call call_of(const Request& request);

/// A product row as the recordings have it.
nlohmann::json product_row(std::int64_t id, const std::string& sku, double quantity);
nlohmann::json unmanaged_row(std::int64_t id, const std::string& sku, const std::string& status);

/// A small store that answers in the shapes of the recordings.
class FakeShop {
 public:
  std::vector<nlohmann::json> products;
  std::map<std::int64_t, std::vector<nlohmann::json>> variations;
  std::map<std::string, std::vector<nlohmann::json>> terms;                         ///< "tags" → rows
  std::map<std::pair<std::string, std::string>, std::vector<std::int64_t>> having;  ///< {"tag", "23"} → product ids
  bool ignores_filters = false;  ///< as a plugin can do: `tag=23` lists every product
  bool bulk_variations = true;
  bool brands = true;
  bool manages_stock = true;
  std::size_t most_rows_a_page = 100;  ///< whatever per_page asks for
  std::string index = R"({"home":"https://shop.example","url":"https://shop.example","namespaces":["wc/v3","wp/v2"]})";
  /// Asked first; what it gives is the answer. It may change the store.
  std::function<std::optional<Scripted>(const Call&)> intercept;

  Scripted answer_to(const Request& request);
  nlohmann::json* find(std::int64_t id);
  /// Does one item of a batch under this parent (0: none); returns what a store echoes.
  nlohmann::json update(const nlohmann::json& item, std::int64_t parent);
  /// 0 when it is no variation.
  [[nodiscard]] std::int64_t parent_of(std::int64_t id) const;
  [[nodiscard]] const std::vector<Call>& calls() const { return calls_; }
  [[nodiscard]] std::size_t count(Method method, const std::string& path) const;

 private:
  Scripted get(const Call& call);
  Scripted batch(const Call& call);

  std::vector<Call> calls_;
};

Scripted error_answer(int status, const std::string& code, const std::string& message);
Scripted no_route();
/// A listing's page of `rows` with its totals.
Scripted page_answer(const nlohmann::json& rows, std::int64_t total, std::int64_t pages);

}  // namespace dsz::test
