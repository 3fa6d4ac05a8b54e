#pragma once

#include "dsz/supplier/sku_lookup.hpp"

#include "supplier_test_base.hpp"

#include <algorithm>
#include <sstream>

namespace dsz {

class SkuLookupTest : public SupplierTest {
 protected:
  struct Item {
    std::string sku;
    bool enabled = true;
    int stock = 5;
  };

  /// A supplier that obeys `skus` and `enabled`, exact in letter case, `page_size_` rows a page, and reads only the
  /// first `most_names_` and `most_characters_`.
  test::Scripted list(const Request& request) {
    std::vector<std::string> names;
    std::istringstream list(parameter(request.url, "skus").substr(0, most_characters_));
    for (std::string name; std::getline(list, name, ',') && names.size() < most_names_;) names.push_back(name);
    const bool enabled = parameter(request.url, "enabled") != "false";
    std::vector<std::string> rows;
    for (const Item& item : items_) {
      if (item.enabled != enabled || std::find(names.begin(), names.end(), item.sku) == names.end()) continue;
      rows.push_back(R"({"sku":")" + item.sku + R"(","stock_qty":)" + std::to_string(item.stock) + "}");
    }
    return page(rows, std::stoul(parameter(request.url, "page_no")));
  }
  [[nodiscard]] test::Scripted page(const std::vector<std::string>& rows, std::size_t number) const {
    std::string body = R"({"result":[)";
    const std::size_t first = (number - 1) * page_size_;
    for (std::size_t i = first; i < std::min(rows.size(), first + page_size_); ++i) {
      body += (i == first ? "" : ",") + rows[i];
    }
    return test::answer(200, body + R"(],"total":)" + std::to_string(rows.size()) + R"(,"current_page":)" +
                                 std::to_string(number) + "}");
  }
  LookupReport look_up(const std::vector<std::string>& skus, int max_requests = 1'000) {
    return SkuLookup(api_, log_, {.skus_at_once = skus_at_once_}).ask(skus, max_requests);
  }
  std::map<std::string, SkuAnswer, std::less<>> ask(const std::vector<std::string>& skus, int max_requests = 1'000) {
    return look_up(skus, max_requests).answers;
  }
  /// "S1000", "S1001" …, which the supplier lists.
  std::vector<std::string> listed(int count) {
    std::vector<std::string> skus;
    for (int i = 0; i < count; ++i) {
      skus.push_back("S" + std::to_string(1000 + i));
      items_.push_back({skus.back()});
    }
    return skus;
  }
  [[nodiscard]] std::size_t product_requests() const {
    return static_cast<std::size_t>(std::count_if(http_.started().begin(), http_.started().end(),
                                                  [](const auto& each) { return each.request.label != "POST /auth"; }));
  }

  void SetUp() override {
    on_products_ = [this](const Request& request) { return list(request); };
  }

  std::vector<Item> items_;
  std::size_t page_size_ = 200;
  std::size_t most_names_ = 50;
  std::size_t most_characters_ = std::string::npos;
  std::size_t skus_at_once_ = kManySkusAtOnce;
};

}  // namespace dsz
