#include "products_by_id.hpp"

#include "catalogue_pages.hpp"
#include "in_flight.hpp"
#include "listing_reader.hpp"
#include "product_rows.hpp"
#include "store_errors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace dsz {

StoreCatalogue ProductsById::read(const std::vector<std::int64_t>& products,
                                  const std::map<std::int64_t, std::vector<std::int64_t>>& variations_by_parent) {
  StoreCatalogue found;
  std::vector<Question> of_products;
  ask_for(of_products, "wc/v3/products", 0, products);
  add(of_products, first_pages(of_products), found);

  std::vector<std::int64_t> variations;
  std::vector<Question> by_parent;
  for (const auto& [parent, ids] : variations_by_parent) {
    variations.insert(variations.end(), ids.begin(), ids.end());
    ask_for(by_parent, fmt::format("wc/v3/products/{}/variations", parent), parent, ids);
  }
  std::vector<Question> in_bulk;
  ask_for(in_bulk, "wc/v3/variations", 0, variations);
  std::vector<Outcome> answers;
  if (in_bulk.size() < by_parent.size()) answers = first_pages(in_bulk);
  const bool usable = !answers.empty() && std::ranges::all_of(answers, [this](const Outcome& answer) {
    return page_if_usable(api_, log_, answer, "GET wc/v3/variations page 1").has_value();
  });
  if (usable) {
    add(in_bulk, answers, found);
  } else {
    add(by_parent, first_pages(by_parent), found);
  }
  found.finish();
  return found;
}

void ProductsById::ask_for(std::vector<Question>& questions, const std::string& path, std::int64_t read_under,
                           const std::vector<std::int64_t>& ids) const {
  const std::size_t most = api_.rows_a_page();
  for (std::size_t from = 0; from < ids.size(); from += most) {
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last = ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + most, ids.size()));
    questions.push_back({path, read_under, {first, last}});
  }
}

std::vector<Outcome> ProductsById::first_pages(const std::vector<Question>& questions) {
  std::vector<Request> requests;
  requests.reserve(questions.size());
  for (const Question& question : questions) requests.push_back(page_request(api_, listing_of(question), 1));
  return fetch_all(api_, std::move(requests));
}

void ProductsById::add(const std::vector<Question>& questions, const std::vector<Outcome>& first_pages,
                       StoreCatalogue& found) {
  for (std::size_t i = 0; i < questions.size(); ++i) {
    // In the path of a list of products there is none that could be gone.
    const bool gone = questions[i].read_under != 0 && product_is_gone(first_pages[i]);
    if (!gone) add_answer(questions[i], first_pages[i], found);
  }
}

void ProductsById::add_answer(const Question& question, const Outcome& first_page, StoreCatalogue& found) {
  const Listing listing = listing_of(question);
  CataloguePages pages([&question](const nlohmann::json& row) { return product_of(row, question.read_under); });
  ListingReader reader(api_, log_, listing, pages.begin_page());
  const auto count = too_many_rows(first_page) ? reader.read() : reader.read(first_page);
  if (!count) api_.fail(first_page, page_label(listing, 1));
  pages.hand_over(*count, [&](const StoreProduct& product) {
    if (std::find(question.ids.begin(), question.ids.end(), product.id) != question.ids.end()) found.add(product);
  });
}

Listing ProductsById::listing_of(const Question& question) {
  Listing listing{
      question.path,
      {{"include", fmt::format("{}", fmt::join(question.ids, ","))}, {"status", "any"}, {"_fields", kProductFields}}};
  listing.fresh = true;
  return listing;
}

}  // namespace dsz
