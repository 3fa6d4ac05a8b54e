#include "products_by_id.hpp"

#include "in_flight.hpp"
#include "listing.hpp"
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
  add_answers(of_products, found);

  std::vector<std::int64_t> variations;
  std::vector<Question> by_parent;
  for (const auto& [parent, ids] : variations_by_parent) {
    variations.insert(variations.end(), ids.begin(), ids.end());
    ask_for(by_parent, fmt::format("wc/v3/products/{}/variations", parent), parent, ids);
  }
  std::vector<Question> in_bulk;
  ask_for(in_bulk, "wc/v3/variations", 0, variations);
  const bool fewer_in_bulk = in_bulk.size() < by_parent.size();
  if (!fewer_in_bulk || !add_answers(in_bulk, found)) add_answers(by_parent, found);
  found.finish();
  return found;
}

void ProductsById::ask_for(std::vector<Question>& questions, const std::string& path, std::int64_t read_under,
                           const std::vector<std::int64_t>& ids) {
  for (std::size_t from = 0; from < ids.size(); from += kRowsAPage) {
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last = ids.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(from + kRowsAPage, ids.size()));
    questions.push_back({path, read_under, {first, last}});
  }
}

bool ProductsById::add_answers(const std::vector<Question>& questions, StoreCatalogue& found) {
  std::vector<Request> requests;
  for (const Question& question : questions) {
    const Query query = {
        {"include", fmt::format("{}", fmt::join(question.ids, ","))}, {"status", "any"}, {"_fields", kProductFields}};
    requests.push_back(page_request(api_, {question.path, query}, 1));
  }
  const std::vector<Outcome> answers = fetch_all(api_, std::move(requests));
  if (!answers.empty() && no_such_route(answers.front())) return false;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (product_is_gone(answers[i])) continue;
    const ListingPage page = page_of(api_, answers[i], page_label({questions[i].path, {}}, 1));
    for (const auto& row : page.rows) {
      const auto& asked = questions[i].ids;
      if (std::find(asked.begin(), asked.end(), *id_of(row)) == asked.end()) continue;
      found.add(product_of(row, questions[i].read_under));
    }
  }
  return true;
}

}  // namespace dsz
