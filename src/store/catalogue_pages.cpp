#include "catalogue_pages.hpp"

namespace dsz {

CataloguePages::CataloguePages(std::function<StoreProduct(const nlohmann::json& row)> read_row)
    : read_row_(std::move(read_row)) {}

std::function<TakeRow(std::size_t page)> CataloguePages::begin_page() {
  return [this](std::size_t page) {
    if (pages_.size() <= page) pages_.resize(page + 1);
    pages_[page] = StoreCatalogue();
    return [this, page](const nlohmann::json& row) { pages_[page].add(read_row_(row)); };
  };
}

void CataloguePages::hand_over(std::size_t pages, const std::function<void(const StoreProduct&)>& take) {
  pages_.resize(pages);
  for (StoreCatalogue& page : pages_) {
    for (std::size_t i = 0; i < page.size(); ++i) take(page.at(i));
    page = StoreCatalogue();
  }
}

}  // namespace dsz
