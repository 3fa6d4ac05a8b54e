#include "config_schema.hpp"

#include "dsz/http/url.hpp"

#include "config_apply.hpp"
#include "config_notify_keys.hpp"

#include <iterator>
#include <utility>

namespace dsz {
namespace {

constexpr Millis kSecond{1'000};
constexpr Millis kHour{3'600'000};
constexpr Millis kDay{24 * kHour};

std::vector<ConfigKey> supplier_keys() {
  return {
      {.path = "dropshipzone.base_url",
       .type = ConfigType::url,
       .standard = "\"https://api.dropshipzone.com.au\"",
       .about = "the supplier's API",
       .apply = [](Config& c,
                   const ConfigValue& value) { c.supplier.base_url = parse_url(value.text).value().base(); }},
      {.path = "dropshipzone.email",
       .type = ConfigType::secret,
       .environment = "DSZ_EMAIL",
       .placeholder = "you@example.com",
       .about = "the e-mail address of the account at Dropshipzone",
       .apply = text([](Config & c) -> auto& { return c.supplier.email; })},
      {.path = "dropshipzone.email_file", .type = ConfigType::path, .about = kFileAbout},
      {.path = "dropshipzone.email_command", .type = ConfigType::text, .about = kCommandAbout},
      {.path = "dropshipzone.password",
       .type = ConfigType::secret,
       .environment = "DSZ_PASSWORD",
       .placeholder = "your-dropshipzone-password",
       .about = "its password",
       .apply = text([](Config & c) -> auto& { return c.supplier.password; })},
      {.path = "dropshipzone.password_file", .type = ConfigType::path, .about = kFileAbout},
      {.path = "dropshipzone.password_command", .type = ConfigType::text, .about = kCommandAbout},
      {.path = "dropshipzone.ca_file",
       .type = ConfigType::path,
       .standard_words = "the system's certificates",
       .about = "certificates (PEM) to trust instead of the system's, for a proxy with a certificate of its own",
       .apply = path([](Config & c) -> auto& { return c.supplier_ca_file; })},
      {.path = "dropshipzone.allow_insecure_http",
       .type = ConfigType::boolean,
       .standard = "false",
       .about = "allow plain http to another machine; the password then goes over the network unprotected",
       .apply = boolean([](Config & c) -> auto& { return c.supplier_over_plain_http; })},
      {.path = "dropshipzone.requests_per_minute",
       .type = ConfigType::whole,
       .standard = "60",
       .least = 1,
       .most = 60'000,
       .about = "requests in any minute, at most; they leave evenly spaced",
       .apply = number([](Config & c) -> auto& { return c.quota.per_minute; })},
      {.path = "dropshipzone.requests_per_hour",
       .type = ConfigType::whole,
       .standard = "600",
       .least = 1,
       .most = 3'600'000,
       .about = "requests in any hour, at most; all runs with one account share them",
       .apply = number([](Config & c) -> auto& { return c.quota.per_hour; })},
      {.path = "dropshipzone.page_size",
       .type = ConfigType::whole,
       .standard = "200",
       .least = 1,
       .most = 200,
       .about = "products asked for with one request, by page or by name, at most",
       .apply = number([](Config & c) -> auto& { return c.supplier.page_size; })},
      {.path = "dropshipzone.timeout_seconds",
       .type = ConfigType::whole,
       .standard = "60",
       .least = 1,
       .most = 3'600,
       .about = "how long one request may take",
       .apply = span(
           kSecond, [](Config & c) -> auto& { return c.supplier.timeout; })},
      {.path = "dropshipzone.retries",
       .type = ConfigType::whole,
       .standard = "5",
       .least = 0,
       .most = 20,
       .about = "attempts for one request, when it fails for a passing cause; 0 and 1 are one attempt",
       .apply = number([](Config & c) -> auto& { return c.retries; })},
      {.path = "dropshipzone.ask_again_days",
       .type = ConfigType::number,
       .standard = "7",
       .least = 0,
       .most = 365,
       .about = "a SKU of the shop that the supplier never had is asked for by name again after so many days; with "
                "`match.select` it counts as missing until then",
       .apply = span(
           kDay, [](Config & c) -> auto& { return c.ask_again_after; })},
      {.path = "dropshipzone.delta_max_age_hours",
       .type = ConfigType::number,
       .standard = "24",
       .least = 0,
       .most = 168,
       .about = "so long after a full or targeted fetch, changes alone may be fetched",
       .apply = span(
           kHour, [](Config & c) -> auto& { return c.delta_max_age; })},
      {.path = "dropshipzone.resume_hours",
       .type = ConfigType::number,
       .standard = "6",
       .least = 0,
       .most = 12,
       .about = "so long after its beginning, a full fetch that was cut off goes on where it stopped, unless another "
                "fetch has written an inventory since",
       .apply = span(
           kHour, [](Config & c) -> auto& { return c.resume_max_age; })},
  };
}

std::vector<ConfigKey> store_keys() {
  return {
      {.path = "woocommerce.url",
       .type = ConfigType::url,
       .placeholder = "https://your-shop.example",
       .about = "the shop's address as customers see it, without `/wp-json`",
       .apply = [](Config& c, const ConfigValue& value) { c.store.url = parse_url(value.text).value(); }},
      {.path = "woocommerce.consumer_key",
       .type = ConfigType::secret,
       .environment = "WC_CONSUMER_KEY",
       .placeholder = "ck_your-consumer-key",
       .about = "REST API key with read and write permission (WooCommerce, Settings, Advanced, REST API)",
       .apply = text([](Config & c) -> auto& { return c.store.consumer_key; })},
      {.path = "woocommerce.consumer_key_file", .type = ConfigType::path, .about = kFileAbout},
      {.path = "woocommerce.consumer_key_command", .type = ConfigType::text, .about = kCommandAbout},
      {.path = "woocommerce.consumer_secret",
       .type = ConfigType::secret,
       .environment = "WC_CONSUMER_SECRET",
       .placeholder = "cs_your-consumer-secret",
       .about = "the secret that belongs to the key",
       .apply = text([](Config & c) -> auto& { return c.store.consumer_secret; })},
      {.path = "woocommerce.consumer_secret_file", .type = ConfigType::path, .about = kFileAbout},
      {.path = "woocommerce.consumer_secret_command", .type = ConfigType::text, .about = kCommandAbout},
      {.path = "woocommerce.ca_file",
       .type = ConfigType::path,
       .standard_words = "the system's certificates",
       .about = "certificates (PEM) to trust instead of the system's, for a shop with a certificate of its own",
       .apply = path([](Config & c) -> auto& { return c.store_ca_file; })},
      {.path = "woocommerce.allow_insecure_http",
       .type = ConfigType::boolean,
       .standard = "false",
       .about = "allow plain http to another machine; requests are then signed (OAuth 1.0a), but anyone between can "
                "read them",
       .apply = boolean([](Config & c) -> auto& { return c.store_over_plain_http; })},
      {.path = "woocommerce.batch_size",
       .type = ConfigType::whole,
       .standard = "50",
       .least = 1,
       .most = 100,
       .about = "products written with one request",
       .apply = number([](Config & c) -> auto& { return c.store.batch_size; })},
      {.path = "woocommerce.concurrency",
       .type = ConfigType::whole,
       .standard = "2",
       .least = 1,
       .most = 8,
       .about = "requests to the shop at the same time, at most; fewer while it answers slowly or with errors",
       .apply = number([](Config & c) -> auto& { return c.store.concurrency; })},
      {.path = "woocommerce.max_load",
       .type = ConfigType::number,
       .standard = "1",
       .least = 0.05,
       .most = 1,
       .about = "the share of the time in which the shop may be kept busy; below 1 there are pauses between requests, "
                "and a run takes that much longer",
       .apply = number([](Config & c) -> auto& { return c.store.max_load; })},
      {.path = "woocommerce.timeout_seconds",
       .type = ConfigType::whole,
       .standard = "120",
       .least = 1,
       .most = 3'600,
       .about = "how long one request may take",
       .apply = span(
           kSecond, [](Config & c) -> auto& { return c.store.timeout; })},
      {.path = "woocommerce.retries",
       .type = ConfigType::whole,
       .standard = "5",
       .least = 0,
       .most = 20,
       .about = "attempts for one request, when it fails for a passing cause and surely changed nothing; 0 and 1 are "
                "one attempt",
       .apply = number([](Config & c) -> auto& { return c.store_retries; })},
  };
}

std::vector<ConfigKey> select_keys() {
  return {
      {.path = "match.select.sku_prefix",
       .type = ConfigType::texts,
       .about = "products whose SKU begins with it, in capitals or not",
       .apply = texts([](Config & c) -> auto& { return c.match.select.sku_prefixes; })},
      {.path = "match.select.sku_pattern",
       .type = ConfigType::text,
       .about = "products in whose SKU this regular expression (ECMAScript) is found",
       .apply = text([](Config & c) -> auto& { return c.match.select.sku_pattern; })},
      {.path = "match.select.tag",
       .type = ConfigType::texts,
       .about = "products with this tag (slug or name)",
       .apply = texts([](Config & c) -> auto& { return c.match.select.marks.tags; })},
      {.path = "match.select.category",
       .type = ConfigType::texts,
       .about = "products in this category (slug or name), or in one below it",
       .apply = texts([](Config & c) -> auto& { return c.match.select.marks.categories; })},
      {.path = "match.select.brand",
       .type = ConfigType::texts,
       .about = "products of this brand (slug or name; WooCommerce 9.6 and later)",
       .apply = texts([](Config & c) -> auto& { return c.match.select.marks.brands; })},
      {.path = "match.select.meta",
       .type = ConfigType::text_map,
       .about = "products with any of these custom fields and values",
       .apply =
           [](Config& c, const ConfigValue& value) {
             for (const ConfigValue& field : value.children) {
               c.match.select.marks.meta.emplace_back(field.name, field.text);
             }
           }},
  };
}

std::vector<ConfigKey> rule_keys() {
  return {
      choice<MissingRule>("match.missing", "\"zero\"", {{"zero", MissingRule::zero}, {"ignore", MissingRule::ignore}},
                          "a product that the supplier has no more: to 0, or left alone",
                          [](Config& c, MissingRule rule) { c.match.rules.missing = rule; }),
      choice<UnmanagedRule>(
          "match.unmanaged", "\"status\"",
          {{"status", UnmanagedRule::status}, {"manage", UnmanagedRule::manage}, {"skip", UnmanagedRule::skip}},
          "a product whose stock the shop does not count: only in or out of stock is set, or counting is switched on, "
          "or "
          "it is left alone; with a stock status of a plugin's own it is always left alone",
          [](Config& c, UnmanagedRule rule) { c.match.rules.unmanaged = rule; }),
      choice<ParentManagedRule>("match.parent_managed", "\"skip\"",
                                {{"skip", ParentManagedRule::skip}, {"manage", ParentManagedRule::manage}},
                                "a variation that shares its parent's stock: left alone, or given a stock of its own",
                                [](Config& c, ParentManagedRule rule) { c.match.rules.parent_managed = rule; }),
      choice<DuplicateRule>("match.duplicates", "\"leave\"",
                            {{"leave", DuplicateRule::leave}, {"update", DuplicateRule::update}},
                            "shop products that share one SKU: left alone, or all given the stock",
                            [](Config& c, DuplicateRule rule) { c.match.rules.duplicates = rule; }),
      {.path = "match.confirm_missing",
       .type = ConfigType::boolean,
       .standard = "true",
       .about = "a product missing from the inventory is asked for by name before it counts as missing",
       .apply = boolean([](Config & c) -> auto& { return c.match.confirm_missing; })},
      {.path = "match.buffer",
       .type = ConfigType::whole,
       .standard = "0",
       .least = 0,
       .most = 1'000'000,
       .about = "pieces held back from the supplier's quantity",
       .apply = number([](Config & c) -> auto& { return c.match.rules.stock.buffer; })},
      {.path = "match.cap",
       .type = ConfigType::whole,
       .standard_words = "no cap",
       .least = 1,
       .most = 1'000'000,
       .about = "the shop never shows more than this",
       .apply = [](Config& c,
                   const ConfigValue& value) { c.match.rules.stock.cap = static_cast<std::uint32_t>(value.number); }},
      {.path = "match.minimum",
       .type = ConfigType::whole,
       .standard = "0",
       .least = 0,
       .most = 1'000'000,
       .about = "what is left below this becomes 0",
       .apply = number([](Config & c) -> auto& { return c.match.rules.stock.minimum; })},
      {.path = "match.max_inventory_age_hours",
       .type = ConfigType::number,
       .standard = "12",
       .least = 0.01,
       .most = 8'760,
       .about = "an older inventory is not used",
       .apply = span(
           kHour, [](Config & c) -> auto& { return c.match.max_inventory_age; })},
  };
}

ConfigKey percent(std::string_view path, std::string_view about, Apply apply) {
  return {.path = path,
          .type = ConfigType::number,
          .standard = "30",
          .least = 0,
          .most = 100,
          .about = about,
          .apply = std::move(apply)};
}

std::vector<ConfigKey> guard_keys() {
  return {
      percent("match.guards.missing_percent",
              "the run stops when a larger share of the selected products is missing at the supplier",
              number([](Config & c) -> auto& { return c.match.guards.missing_percent; })),
      percent("match.guards.zeroed_percent", "the run stops when a larger share of the products in stock would go to 0",
              number([](Config & c) -> auto& { return c.match.guards.zeroed_percent; })),
      percent("match.guards.feed_drop_percent",
              "the run stops when the inventory shrank by a larger share since the last accepted one",
              number([](Config & c) -> auto& { return c.match.guards.feed_drop_percent; })),
      {.path = "match.guards.floor",
       .type = ConfigType::whole,
       .standard = "5",
       .least = 0,
       .most = 1'000'000,
       .about = "a guard stops a run only when at least so many products would be harmed",
       .apply = number([](Config & c) -> auto& { return c.match.guards.floor; })},
  };
}

std::vector<ConfigKey> logging_keys() {
  return {
      {.path = "logging.path",
       .type = ConfigType::path,
       .standard_words = "`logs/sync.log` in the state folder",
       .about = "the log file",
       .apply = path([](Config & c) -> auto& { return c.log.path; })},
      choice<LogLevel>("logging.level", "\"info\"",
                       {{"debug", LogLevel::debug},
                        {"info", LogLevel::info},
                        {"warning", LogLevel::warning},
                        {"error", LogLevel::error}},
                       "what is logged, at least so grave; `-v` and `-q` change it on the terminal",
                       [](Config& c, LogLevel level) { c.log.file_level = c.log.stderr_level = level; }),
      choice<bool>("logging.format", "\"text\"", {{"text", false}, {"json", true}},
                   "lines for people, or one JSON object a line", [](Config& c, bool json) { c.log.json = json; }),
      {.path = "logging.max_size",
       .type = ConfigType::whole,
       .standard = "5242880",
       .least = 1'024,
       .most = 1'073'741'824,
       .about = "bytes after which the log file is rotated",
       .apply = number([](Config & c) -> auto& { return c.log.max_size; })},
      {.path = "logging.max_backups",
       .type = ConfigType::whole,
       .standard = "5",
       .least = 1,
       .most = 1'000,
       .about = "rotated log files that are kept",
       .apply = number([](Config & c) -> auto& { return c.log.max_backups; })},
      {.path = "history.keep_days",
       .type = ConfigType::whole,
       .standard = "90",
       .least = 1,
       .most = 3'650,
       .about = "how long a run and what it wrote are kept (the 20 newest that wrote: always); an older run cannot be "
                "undone",
       .apply = span(
           kDay, [](Config & c) -> auto& { return c.history_kept; })},
      {.path = "report.html_file",
       .type = ConfigType::path,
       .about = "the report page, written anew after each run",
       .apply = path([](Config & c) -> auto& { return c.report_file; })},
      {.path = "paths.state_dir",
       .type = ConfigType::path,
       .standard_words = "the configuration's folder",
       .about = "the folder of the state, the inventory, the token and the lock; only its owner may write into it",
       .apply = path([](Config & c) -> auto& { return c.state_dir; })},
  };
}

}  // namespace

const std::vector<ConfigKey>& config_schema() {
  static const std::vector<ConfigKey> schema = [] {
    std::vector<ConfigKey> all;
    for (auto* section :
         {supplier_keys, store_keys, select_keys, rule_keys, guard_keys, logging_keys, monitoring_keys, notify_keys}) {
      std::vector<ConfigKey> keys = section();
      std::move(keys.begin(), keys.end(), std::back_inserter(all));
    }
    return all;
  }();
  return schema;
}

}  // namespace dsz
