#include "catalogue_pages.hpp"

#include <nlohmann/json.hpp>

namespace dsz {

CataloguePages::CataloguePages(std::function<StoreProduct(const nlohmann::json& row)> read_row)
    : read_row_(std::move(read_row)) {}

void CataloguePages::put(std::size_t page, const nlohmann::json& rows) {
  if (pages_.size() <= page) pages_.resize(page + 1);
  StoreCatalogue fresh;
  for (const auto& row : rows) fresh.add(read_row_(row));
  pages_[page] = std::move(fresh);
}

void CataloguePages::hand_over(std::size_t pages, const std::function<void(const StoreProduct&)>& take) {
  pages_.resize(pages);
  for (StoreCatalogue& page : pages_) {
    for (std::size_t i = 0; i < page.size(); ++i) take(page.at(i));
    page = StoreCatalogue();
  }
}

}  // namespace dsz
