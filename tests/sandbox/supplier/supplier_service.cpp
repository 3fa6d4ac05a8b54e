#include "sandbox/supplier/supplier_service.hpp"

#include "sandbox/supplier/supplier_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;
using Time = std::chrono::system_clock::time_point;

std::int64_t unix_seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::string auth_name(const HttpRequest& request) {
  return header_value(request.headers, "Authorization").rfind("jwt ", 0) == 0 ? "jwt" : "none";
}

SupplierProduct captured_product(const Json& json) {
  SupplierProduct product;
  product.captured = json.dump();
  product.sku = json.at("sku").get<std::string>();
  product.entity_id = json.value("entity_id", std::int64_t{0});
  const Json stock = json.value("stock_qty", Json());
  product.stock = stock.is_number_integer() ? std::optional<int>(stock.get<int>()) : std::nullopt;
  product.enabled = json.value("product_status", Json(1)) != Json(0);
  return product;
}

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : ",").append(part);
  return text;
}

void sort_by_price(std::vector<const SupplierProduct*>& products, bool descending) {
  const auto price = [](const SupplierProduct* p) { return std::strtod(p->price.c_str(), nullptr); };
  std::stable_sort(products.begin(), products.end(), [&](const SupplierProduct* a, const SupplierProduct* b) {
    return descending ? price(a) > price(b) : price(a) < price(b);
  });
}

}  // namespace

SupplierService::SupplierService(SupplierOptions options)
    : options_(std::move(options)),
      quota_(options_.quota),
      endpoint_(
          options_.ports, options_.now, [this](const HttpRequest& request) { return answer(request); }, auth_name) {}

std::string SupplierService::url() const { return options_.ports.http ? endpoint_.http_url() : endpoint_.https_url(); }

void SupplierService::put(SupplierProduct product) {
  const std::lock_guard lock(mutex_);
  catalogue_.put(std::move(product));
}

void SupplierService::put(std::vector<SupplierProduct> products) {
  const std::lock_guard lock(mutex_);
  for (SupplierProduct& product : products) catalogue_.put(std::move(product));
}

void SupplierService::load(std::string_view json) {
  const Json parsed = Json::parse(json);
  const std::lock_guard lock(mutex_);
  for (const Json& product : parsed.is_object() ? parsed.at("result") : parsed) {
    catalogue_.put(captured_product(product));
  }
}

bool SupplierService::set_stock(std::string_view sku, std::optional<int> stock) {
  const std::lock_guard lock(mutex_);
  return catalogue_.set_stock(sku, stock, options_.now() + options_.clock_ahead);
}

bool SupplierService::set_enabled(std::string_view sku, bool enabled) {
  const std::lock_guard lock(mutex_);
  return catalogue_.set_enabled(sku, enabled);
}

bool SupplierService::remove(std::string_view sku) {
  const std::lock_guard lock(mutex_);
  return catalogue_.remove(sku);
}

void SupplierService::log_change(StockChange change) {
  const std::lock_guard lock(mutex_);
  catalogue_.log_change(std::move(change));
}

std::optional<SupplierProduct> SupplierService::product(std::string_view sku) const {
  const std::lock_guard lock(mutex_);
  const SupplierProduct* found = catalogue_.find(sku);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::vector<SupplierProduct> SupplierService::products() const {
  const std::lock_guard lock(mutex_);
  std::vector<SupplierProduct> all;
  for (const auto& [id, product] : catalogue_.products()) all.push_back(product);
  return all;
}

std::size_t SupplierService::size() const {
  const std::lock_guard lock(mutex_);
  return catalogue_.size();
}

void SupplierService::set_password(std::string password) {
  const std::lock_guard lock(mutex_);
  options_.password = std::move(password);
}

void SupplierService::set_token_life(std::chrono::seconds life) {
  const std::lock_guard lock(mutex_);
  options_.token_life = life;
}

void SupplierService::revoke_tokens() {
  const std::lock_guard lock(mutex_);
  tokens_.revoke_all();
}

std::size_t SupplierService::tokens_issued() const {
  const std::lock_guard lock(mutex_);
  return tokens_.issued();
}

std::size_t SupplierService::quota_violations() const {
  const std::lock_guard lock(mutex_);
  return quota_.violations();
}

HttpAnswer SupplierService::answer(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const Time now = options_.now();
  if (const auto wait = quota_.refuse(now)) {
    HttpAnswer refusal = supplier_error(429, "TooManyRequests", "Too Many Requests");
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
    if (options_.with_retry_after) refusal.headers.emplace_back("Retry-After", std::to_string(seconds));
    return refusal;
  }
  return route(request, now);
}

HttpAnswer SupplierService::route(const HttpRequest& request, Time now) {
  if (request.method == "POST" && request.path == "/auth") return sign_in(request);
  const std::string authorization = header_value(request.headers, "Authorization");
  const bool authorised = authorization.rfind("jwt ", 0) == 0 && tokens_.accepts(authorization.substr(4), now);
  if (!authorised) return supplier_error(401, "Unauthorized");
  if (request.method == "GET" && request.path == "/v2/products") return list_products(request);
  if (request.method == "POST" && request.path == "/stock") return list_changes(request);
  return supplier_error(404, "InvalidArgument", "no such route");
}

HttpAnswer SupplierService::sign_in(const HttpRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return supplier_error(400, "ResourceNotFound", "Bad Request");
  const bool right =
      body.value("email", Json()) == Json(options_.email) && body.value("password", Json()) == Json(options_.password);
  if (!right && options_.wrong_credentials_are_500) return supplier_error(500, "InternalServer", "boom!");
  if (!right) return supplier_error(401, "Unauthorized", "Invalid email or password");
  const Time now = options_.now();
  const std::int64_t issued = unix_seconds(now + options_.clock_ahead);
  HttpAnswer answer;
  answer.body = Json{{"iat", issued},
                     {"exp", issued + options_.token_life.count()},
                     {"token", tokens_.issue(now, options_.token_life)}}
                    .dump();
  return answer;
}

HttpAnswer SupplierService::list_products(const HttpRequest& request) const {
  const auto page = positive(request.query.get("page_no", "1"));
  const auto asked = positive(request.query.get("limit", std::to_string(options_.default_limit)));
  const bool too_many = asked && *asked > options_.most_limit && options_.refuse_over_limit;
  const auto names = static_cast<std::size_t>(std::ranges::count(request.query.get("skus"), ',')) + 1;
  const bool too_many_names = names > options_.most_skus && options_.refuse_over_skus;
  if (!page || !asked || too_many || too_many_names) return supplier_error(400, "ResourceNotFound", "Bad Request");
  const auto limit = static_cast<std::size_t>(std::min(*asked, options_.most_limit));

  SupplierFilter filter = read_filter(request.query, options_.most_skus);
  if (options_.ignore_skus) filter.skus.reset();
  auto found = catalogue_.matching(filter);
  if (request.query.get("sort_by") == "price") sort_by_price(found, request.query.get("sort_order") == "desc");
  const std::size_t first = std::min(found.size(), (static_cast<std::size_t>(*page) - 1) * limit);
  const std::size_t last = std::min(found.size(), first + limit);
  std::vector<std::string> rows;
  for (std::size_t i = first; i < last; ++i) rows.push_back(to_supplier_json(*found[i], options_.plain_numbers));

  const std::int64_t total = std::ssize(found) + (filter.skus ? options_.named_total_off : 0);
  Json counts = {{"total", total}, {"total_pages", (found.size() + limit - 1) / limit}, {"current_page", *page}};
  if (options_.with_page_size) counts["page_size"] = limit;
  HttpAnswer answer;
  answer.rows = rows.size();
  answer.body = R"({"result":[)" + join(rows) + "]," + counts.dump().substr(1);
  return answer;
}

HttpAnswer SupplierService::list_changes(const HttpRequest& request) const {
  const auto question = read_stock_question(request.body);
  if (!question) return supplier_error(400, "ResourceNotFound", "Bad Request");
  if (question->end - question->start >= std::chrono::hours(24 * 10)) {
    return supplier_error(500, "InternalServer",
                          "caused by InvalidArgumentError: The range must be less than 10 days apart.");
  }
  return stock_answer(*question, catalogue_.changes(), options_.change_total_off);
}

}  // namespace dsz::sandbox
