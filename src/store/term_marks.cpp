#include "term_marks.hpp"

#include "dsz/base/text.hpp"

#include "listing_reader.hpp"
#include "product_rows.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>

namespace dsz {
namespace {

char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_case(x) == lower_case(y); });
}

/// True when the row itself shows one of the terms.
bool has_term(const nlohmann::json& row, const std::string& field, const std::set<std::int64_t>& terms) {
  const auto shown = row.find(field);
  if (shown == row.end() || !shown->is_array()) {
    throw Failure(FailureKind::store,
                  fmt::format("the store's products do not say which {} they have, so that nobody can tell which are "
                              "the supplier's: a plugin trims the lists under /wp-json/; exempt wc/v3/products from it",
                              field));
  }
  return std::any_of(shown->begin(), shown->end(),
                     [&terms](const nlohmann::json& term) { return terms.count(id_of(term).value_or(0)) > 0; });
}

std::string text_of(const nlohmann::json& row, const char* name) {
  const auto value = row.find(name);
  return value != row.end() && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

std::string without_entities(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 6> kEntities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#039;", '\''}, {"&#39;", '\''}}};
  std::string plain;
  while (!text.empty()) {
    const auto entity = std::find_if(kEntities.begin(), kEntities.end(),
                                     [text](const auto& each) { return text.starts_with(each.first); });
    plain += entity == kEntities.end() ? text.front() : entity->second;
    text.remove_prefix(entity == kEntities.end() ? 1 : entity->first.size());
  }
  return plain;
}

std::vector<std::int64_t> TermMarks::products(const MarkRules& rules) {
  std::vector<std::int64_t> ids;
  add_products({"wc/v3/products/tags", "tag", "tags", false, "match.select.tag", ""}, rules.tags, ids);
  add_products({"wc/v3/products/categories", "category", "categories", true, "match.select.category", ""},
               rules.categories, ids);
  add_products({"wc/v3/products/brands", "brand", "brands", true, "match.select.brand", "9.6"}, rules.brands, ids);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void TermMarks::add_products(const Taxonomy& taxonomy, const std::vector<std::string>& wanted,
                             std::vector<std::int64_t>& ids) {
  all_.reset();
  std::size_t foreign = 0;
  for (const std::string& name : wanted) {
    for (const std::int64_t term : term_ids(taxonomy, name)) foreign += add_products_with(taxonomy, term, ids);
  }
  if (foreign == 0) return;
  log_.warning(
      "{}: the store also listed {} products that do not have it; they are not selected: something in the store "
      "ignores "
      "the filter \"{}\"",
      taxonomy.key, foreign, taxonomy.filter);
}

std::size_t TermMarks::add_products_with(const Taxonomy& taxonomy, std::int64_t term, std::vector<std::int64_t>& ids) {
  const std::set<std::int64_t> wanted = with_descendants(taxonomy, term);
  std::vector<Page> pages;
  const Listing listing{
      "wc/v3/products",
      {{taxonomy.filter, std::to_string(term)}, {"status", "any"}, {"_fields", "id," + taxonomy.field}}};
  const auto begin_page = [&](std::size_t page) {
    if (pages.size() <= page) pages.resize(page + 1);
    pages[page] = Page();
    return [&, page](const nlohmann::json& row) {
      if (has_term(row, taxonomy.field, wanted)) {
        pages[page].having.push_back(id_of(row).value_or(0));
      } else {
        ++pages[page].foreign;
      }
    };
  };
  pages.resize(ListingReader(api_, log_, listing, begin_page).read().value_or(0));
  std::size_t foreign = 0;
  for (const Page& page : pages) {
    ids.insert(ids.end(), page.having.begin(), page.having.end());
    foreign += page.foreign;
  }
  return foreign;
}

std::set<std::int64_t> TermMarks::with_descendants(const Taxonomy& taxonomy, std::int64_t term) {
  std::set<std::int64_t> found{term};
  if (!taxonomy.nested) return found;
  for (std::size_t before = 0; before != found.size();) {
    before = found.size();
    for (const Term& each : all_terms(taxonomy)) {
      if (found.count(each.parent) > 0) found.insert(each.id);
    }
  }
  return found;
}

/// Several terms may have one name: categories under different parents.
std::vector<std::int64_t> TermMarks::term_ids(const Taxonomy& taxonomy, const std::string& wanted) {
  const auto ids_where = [](const std::vector<Term>& terms, auto&& holds) {
    std::vector<std::int64_t> ids;
    for (const Term& term : terms) {
      if (holds(term)) ids.push_back(term.id);
    }
    return ids;
  };
  const auto has_slug = [&wanted](const Term& term) { return same_word(term.slug, wanted); };
  auto ids = ids_where(taxonomy.nested ? all_terms(taxonomy) : terms(taxonomy, {{"slug", wanted}}), has_slug);
  if (!ids.empty()) return ids;

  // A search by name does not find what holds a "&": all names are compared here.
  const std::vector<Term>& all = all_terms(taxonomy);
  ids = ids_where(all, [&wanted](const Term& term) { return same_word(term.name, wanted); });
  if (!ids.empty()) return ids;

  std::vector<std::string_view> names;
  for (const Term& term : all) names.insert(names.end(), {term.name, term.slug});
  const std::string near = nearest(wanted, names);
  throw Failure(FailureKind::usage, fmt::format("{} names \"{}\", but the store has no {} with this slug or name{}",
                                                taxonomy.key, visible(wanted), taxonomy.filter,
                                                near.empty() ? "" : fmt::format("; is \"{}\" meant?", visible(near))));
}

const std::vector<TermMarks::Term>& TermMarks::all_terms(const Taxonomy& taxonomy) {
  if (!all_) all_ = terms(taxonomy, {});
  return *all_;
}

std::vector<TermMarks::Term> TermMarks::terms(const Taxonomy& taxonomy, Query filter) {
  filter.emplace_back("_fields", taxonomy.nested ? "id,name,slug,parent" : "id,name,slug");
  std::vector<std::vector<Term>> pages;
  const auto begin_page = [&pages](std::size_t page) {
    if (pages.size() <= page) pages.resize(page + 1);
    pages[page].clear();
    return [&pages, page](const nlohmann::json& row) {
      const auto parent = row.find("parent");
      const bool nested = parent != row.end() && parent->is_number_unsigned();
      pages[page].push_back({id_of(row).value_or(0), text_of(row, "slug"), without_entities(text_of(row, "name")),
                             nested ? parent->get<std::int64_t>() : 0});
    };
  };
  const auto count = ListingReader(api_, log_, {taxonomy.route, std::move(filter)}, begin_page).read();
  if (!count) {
    throw Failure(FailureKind::usage,
                  fmt::format("{} is set, but the store has no {}: they are there from WooCommerce {} on", taxonomy.key,
                              taxonomy.route, taxonomy.since.empty() ? "3" : taxonomy.since));
  }
  pages.resize(*count);
  std::vector<Term> all;
  for (auto& page : pages) std::move(page.begin(), page.end(), std::back_inserter(all));
  return all;
}

}  // namespace dsz
