#include "store_errors.hpp"

#include "dsz/base/text.hpp"

#include "answer_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

constexpr std::string_view kKeysPage = "WooCommerce > Settings > Advanced > REST API";

std::string own_text(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// What a person would see in a browser; "" when the body is no web page.
std::string page_title(std::string_view body) {
  constexpr std::string_view kOpen = "<title>";
  const std::size_t open = body.find(kOpen);
  if (open == std::string_view::npos) return "";
  const std::string_view text = body.substr(open + kOpen.size());
  return std::string(text.substr(0, text.find('<')));
}

bool is_redirect(int status) { return status >= 300 && status < 400; }

/// woocommerce-api.md, "Reaching a store", has the codes.
std::string credentials_sentence(const StoreError& error) {
  if (contains(error.message, "write permission")) {
    return fmt::format("the consumer key may only read: set its permissions to Read/Write under {}", kKeysPage);
  }
  if (contains(error.message, "read permission")) {
    return fmt::format("the consumer key may only write: set its permissions to Read/Write under {}", kKeysPage);
  }
  if (contains(error.message, "ecret")) {
    return "the consumer secret does not belong to the consumer key: correct woocommerce.consumer_secret";
  }
  if (contains(error.message, "timestamp")) {
    return "the clock of this machine or of the store is wrong: set it right";
  }
  if (error.code == "woocommerce_rest_authentication_error") {
    return fmt::format(
        "the keys were refused: check woocommerce.consumer_key and woocommerce.consumer_secret, and that the key still "
        "stands under {}",
        kKeysPage);
  }
  return fmt::format(
      "the consumer key is wrong or revoked, its user may not manage products, or the host strips the Authorization "
      "header: check woocommerce.consumer_key against {}",
      kKeysPage);
}

std::string not_found_sentence(const Response& response, const StoreError& error) {
  if (error.code == "rest_no_route") {
    return "the store's REST API does not have this address: WooCommerce is not active there, or too old";
  }
  if (error.code.empty()) {
    return "there is no WordPress REST API at this address: check woocommerce.url, and set Settings > Permalinks in "
           "WordPress to anything but Plain";
  }
  return words_of(response);
}

std::string unavailable_sentence(const Response& response) {
  if (contains(response.body, "maintenance") || contains(response.body, "Maintenance")) {
    return "the store is in maintenance mode: wait until it is done; if it stays so, remove the file .maintenance in "
           "the store's folder";
  }
  return fmt::format("the store is not available ({}): try again later", words_of(response));
}

std::string sentence(const Outcome& outcome) {
  if (!outcome.response) return outcome.error.message + "; check woocommerce.url, the network and the store's server";
  const Response& response = *outcome.response;
  const StoreError error = store_error(response);
  if (const std::string guard = firewall(response); !guard.empty()) {
    return fmt::format("{} stopped the request: allow this machine's address there, or exempt /wp-json/wc/ from it",
                       guard);
  }
  if (credentials_refused(outcome)) {
    return fmt::format("{} (the store says: {})", credentials_sentence(error), words_of(response));
  }
  if (is_redirect(response.status)) {
    return "the store redirects a request that holds credentials, which is not followed: set woocommerce.url to the "
           "address at which the store itself answers";
  }
  if (response.status == 404) return not_found_sentence(response, error);
  if (response.status == 503) return unavailable_sentence(response);
  if (outcome.ok()) {
    return fmt::format(
        "the answer is not whole JSON but {}: a page cache, a plugin or a PHP error gets in the way; look into the "
        "store's PHP error log",
        words_of(response));
  }
  return fmt::format("{}; look into the store's PHP error log", words_of(response));
}

}  // namespace

StoreError store_error(const Response& response) {
  constexpr std::size_t kLongest = 64U << 10U;  // of a refusal no more is kept; a larger answer is something else
  if (response.body.size() > kLongest) return {};
  const auto body = answer_json(response.body);
  if (!body || !body->is_object()) return {};
  return {own_text(*body, "code"), own_text(*body, "message")};
}

std::string words_of(const Response& response) {
  const StoreError error = store_error(response);
  if (!error.code.empty()) return visible(fmt::format("{}: {}", error.code, error.message));
  if (response.body.empty()) return "an empty answer";
  if (const std::string title = page_title(response.body); !title.empty()) {
    return fmt::format("a web page with the title \"{}\"", visible(title, 80));
  }
  return fmt::format("\"{}\"", visible(response.body, 80));
}

bool no_such_route(const Outcome& outcome) {
  return outcome.response && outcome.response->status == 404 && store_error(*outcome.response).code == "rest_no_route";
}

bool product_is_gone(const Outcome& outcome) {
  return outcome.response && outcome.response->status == 404 &&
         store_error(*outcome.response).code.starts_with("woocommerce_rest_");
}

bool credentials_refused(const Outcome& outcome) {
  if (!outcome.response) return false;
  const int status = outcome.response->status;
  return (status == 401 || status == 403) && firewall(*outcome.response).empty();
}

Failure store_failure(const Outcome& outcome, std::string_view label, std::string_view base) {
  const FailureKind kind = credentials_refused(outcome) ? FailureKind::credentials : FailureKind::store;
  const std::string status = outcome.response ? fmt::format("HTTP {}: ", outcome.response->status) : std::string();
  return {kind, fmt::format("store {}, {}: {}{}", base, label, status, sentence(outcome))};
}

}  // namespace dsz
