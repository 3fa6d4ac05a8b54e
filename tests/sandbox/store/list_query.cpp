#include "sandbox/store/list_query.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace dsz::sandbox {
namespace {

using Products = std::vector<const StoreProduct*>;

std::optional<std::int64_t> to_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::set<std::int64_t> to_numbers(const std::string& list) {
  std::set<std::int64_t> numbers;
  for (const std::string& part : split(list, ',')) {
    if (const auto number = to_number(part)) numbers.insert(*number);
  }
  return numbers;
}

void read_count(const Query& query, const char* name, std::int64_t most, std::size_t& into, ListQuery& list) {
  if (!query.has(name)) return;
  const auto value = to_number(query.get(name));
  const std::string field = name;
  if (!value) {
    list.errors.push_back({field, "rest_invalid_type", field + " is not of type integer."});
  } else if (most > 0 && (*value < 1 || *value > most)) {
    list.errors.push_back({field, "rest_out_of_bounds",
                           field + " must be between 1 (inclusive) and " + std::to_string(most) + " (inclusive)"});
  } else if (*value < 1) {
    list.errors.push_back({field, "rest_out_of_bounds", field + " must be greater than or equal to 1"});
  } else {
    into = static_cast<std::size_t>(*value);
  }
}

/// MySQL's comparison of SKUs: letter case and spaces at the end do not count.
std::string comparable(const std::string& sku) {
  std::string text = to_lower(sku);
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// A comma list, and the whole text as one SKU too: a SKU may hold commas.
std::set<std::string> wanted_skus(const std::string& text) {
  const std::string clean = sanitized(text);
  std::set<std::string> skus{comparable(clean)};
  for (const std::string& part : split(clean, ',')) skus.insert(comparable(part));
  return skus;
}

bool contains_ignoring_case(const std::string& text, const std::string& part) {
  return to_lower(text).find(to_lower(part)) != std::string::npos;
}

/// The terms asked for with all that stand below them.
std::set<std::int64_t> with_descendants(const StoreCatalogue& catalogue, Taxonomy taxonomy,
                                        std::set<std::int64_t> ids) {
  for (std::size_t before = 0; before != ids.size();) {
    before = ids.size();
    for (const auto& [id, term] : catalogue.terms(taxonomy)) {
      if (ids.count(term.parent) > 0) ids.insert(id);
    }
  }
  return ids;
}

/// Conditions read once from a query and then asked of every product.
class ProductFilter {
 public:
  ProductFilter(const StoreCatalogue& catalogue, const Query& query)
      : status_(query.get("status", "any")),
        type_(query.get("type")),
        stock_status_(query.get("stock_status")),
        slug_(query.get("slug")),
        search_(sanitized(query.get("search"))),
        modified_after_(query.get("modified_after")),
        modified_before_(query.get("modified_before")),
        exclude_(to_numbers(query.get("exclude"))),
        parents_(to_numbers(query.get("parent"))) {
    if (!query.get("include").empty()) include_ = to_numbers(query.get("include"));
    if (!query.get("sku").empty()) skus_ = wanted_skus(query.get("sku"));
    constexpr std::pair<const char*, Taxonomy> kTaxonomies[] = {
        {"tag", Taxonomy::tags}, {"category", Taxonomy::categories}, {"brand", Taxonomy::brands}};
    for (const auto& [name, taxonomy] : kTaxonomies) {
      if (query.get(name).empty()) continue;
      terms_.emplace_back(taxonomy, with_descendants(catalogue, taxonomy, to_numbers(query.get(name))));
    }
  }

  /// A search by SKU finds variations too, in a list that otherwise has none.
  [[nodiscard]] bool names_skus() const { return skus_.has_value(); }

  bool operator()(const StoreProduct& product) const {
    if (status_ == "any" ? product.status == "trash" : product.status != status_) return false;
    if (!type_.empty() && product.type != type_) return false;
    if (!stock_status_.empty() && product.stock_status != stock_status_) return false;
    if (!slug_.empty() && product.slug != slug_) return false;
    if (include_ && include_->count(product.id) == 0) return false;
    if (exclude_.count(product.id) > 0) return false;
    if (!parents_.empty() && parents_.count(product.parent_id) == 0) return false;
    if (skus_ && (product.sku.empty() || skus_->count(comparable(product.sku)) == 0)) return false;
    if (!modified_after_.empty() && product.date_modified <= modified_after_) return false;
    if (!modified_before_.empty() && product.date_modified >= modified_before_) return false;
    if (!search_.empty() && !contains_ignoring_case(product.name + "\n" + product.sku, search_)) return false;
    return std::all_of(terms_.begin(), terms_.end(), [&](const auto& wanted) {
      const auto& ids = term_ids(product, wanted.first);
      return std::any_of(ids.begin(), ids.end(), [&](std::int64_t id) { return wanted.second.count(id) > 0; });
    });
  }

 private:
  std::string status_;
  std::string type_;
  std::string stock_status_;
  std::string slug_;
  std::string search_;
  std::string modified_after_;
  std::string modified_before_;
  std::set<std::int64_t> exclude_;
  std::set<std::int64_t> parents_;
  std::optional<std::set<std::int64_t>> include_;
  std::optional<std::set<std::string>> skus_;
  std::vector<std::pair<Taxonomy, std::set<std::int64_t>>> terms_;
};

/// An order that changes from page to page: what a database does with rows that compare equal.
std::size_t tie(const StoreProduct& product, const Page& page) {
  return (static_cast<std::size_t>(product.id) * 2654435761U + page.number * 40503U) % 1009U;
}

void sort_rows(Products& rows, const ListQuery& list) {
  const auto key = [&](const StoreProduct* p) {
    if (list.orderby == "title") return p->name;
    if (list.orderby == "slug") return p->slug;
    if (list.orderby == "modified") return p->date_modified;
    return list.orderby == "stock_status" ? p->stock_status : p->date_created;
  };
  const bool by_id = list.orderby == "id" || list.orderby == "include";
  std::stable_sort(rows.begin(), rows.end(), [&](const StoreProduct* a, const StoreProduct* b) {
    if (list.descending) std::swap(a, b);
    if (by_id) return a->id < b->id;
    const std::string of_a = key(a);
    const std::string of_b = key(b);
    return of_a != of_b ? of_a < of_b : tie(*a, list.page) < tie(*b, list.page);
  });
}

template <typename Condition>
Products select(const StoreCatalogue& catalogue, const ListQuery& list, Condition condition) {
  Products found;
  for (const auto& [id, product] : catalogue.products()) {
    if (condition(product)) found.push_back(&product);
  }
  if (list.orderby != "id" || list.descending) sort_rows(found, list);
  return found;
}

}  // namespace

std::string sanitized(const std::string& text) {
  std::string without_tags;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = text[i] == '<' ? text.find('>', i) : std::string::npos;
    if (end == std::string::npos) {
      without_tags += text[i++];
    } else {
      i = end + 1;
    }
  }
  std::string clean;
  for (const char c : without_tags) {
    if (c != ' ' || (!clean.empty() && clean.back() != ' ')) clean += c;
  }
  if (!clean.empty() && clean.back() == ' ') clean.pop_back();
  return clean;
}

ListQuery read_list_query(const Query& query, const std::string& default_orderby, bool default_descending) {
  ListQuery list;
  list.fields = FieldFilter(query.get("_fields"));
  read_count(query, "page", 0, list.page.number, list);
  read_count(query, "per_page", 100, list.page.size, list);
  list.page.offset = (list.page.number - 1) * list.page.size;
  if (const auto offset = to_number(query.get("offset"))) {
    list.page.offset = static_cast<std::size_t>(std::max<std::int64_t>(0, *offset));
  }
  list.orderby = query.get("orderby", default_orderby);
  list.descending = query.get("order", default_descending ? "desc" : "asc") == "desc";
  return list;
}

Products find_products(const StoreCatalogue& catalogue, const Query& query, const ListQuery& list) {
  const ProductFilter filter(catalogue, query);
  return select(catalogue, list, [&](const StoreProduct& product) {
    return (product.type != "variation" || filter.names_skus()) && filter(product);
  });
}

Products find_variations(const StoreCatalogue& catalogue, const Query& query, const ListQuery& list,
                         std::optional<std::int64_t> parent) {
  const ProductFilter filter(catalogue, query);
  return select(catalogue, list, [&](const StoreProduct& product) {
    return product.type == "variation" && (!parent || product.parent_id == *parent) && filter(product);
  });
}

Products find_stock_rows(const StoreCatalogue& catalogue, const Query& query, const ListQuery& list) {
  const ProductFilter filter(catalogue, Query("include=" + encode_component(query.get("include"))));
  const std::string type = query.get("type", "all");
  return select(catalogue, list, [&](const StoreProduct& product) {
    const bool listed = product.status == "publish" || product.status == "private";
    return listed && (type == "all" || product.stock_status == type) && filter(product);
  });
}

std::vector<const Term*> find_terms(const StoreCatalogue& catalogue, Taxonomy taxonomy, const Query& query) {
  const std::string slug = query.get("slug");
  const std::string search = sanitized(query.get("search"));
  const std::set<std::int64_t> include = to_numbers(query.get("include"));
  std::vector<const Term*> found;
  for (const auto& [id, term] : catalogue.terms(taxonomy)) {
    if (!slug.empty() && term.slug != slug) continue;
    if (!include.empty() && include.count(id) == 0) continue;
    // The name is compared as it is stored, so a search with a bare & finds nothing.
    if (!search.empty() && !contains_ignoring_case(term.name + "\n" + term.slug, search)) continue;
    if (query.get("hide_empty") == "true" && catalogue.products_with(taxonomy, id) == 0) continue;
    found.push_back(&term);
  }
  std::stable_sort(found.begin(), found.end(), [](const Term* a, const Term* b) { return a->name < b->name; });
  return found;
}

}  // namespace dsz::sandbox
