#include "dsz/store/store_api.hpp"

#include "dsz/base/base64.hpp"
#include "dsz/store/oauth1.hpp"

#include "answer_json.hpp"
#include "store_errors.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

std::string basic_credentials(const StoreSettings& settings) {
  const std::string pair = settings.consumer_key + ':' + settings.consumer_secret;
  return base64(pair);
}

std::string_view name_of(Method method) { return method == Method::get ? "GET" : "POST"; }

/// "GET wc/v3/products page 3": what logs and errors show instead of the URL (S8).
std::string label_of(Method method, const std::string& path, const Query& query) {
  const auto page = std::find_if(query.begin(), query.end(), [](const auto& each) { return each.first == "page"; });
  std::string label = fmt::format("{} {}", name_of(method), path);
  if (page != query.end()) label += " page " + page->second;
  return label;
}

/// WooCommerce refuses a nonce that it has seen within a quarter of an hour.
std::string nonce(std::mt19937_64& random) { return fmt::format("{:016x}{:016x}", random(), random()); }

/// The store signs for itself with "http" whenever it does not see TLS, whatever its home URL says
/// (check_oauth_signature() in WooCommerce).
std::string signed_base(const std::string& home) {
  constexpr std::string_view kHttps = "https://";
  return home.starts_with(kHttps) ? "http://" + home.substr(kHttps.size()) : home;
}

/// PHP that dies halfway leaves a 200 whose JSON ends in the middle: that passes.
constexpr int kReadings = 3;
bool cut_off(const Outcome& outcome) {
  if (!outcome.ok()) return false;
  const std::string& body = outcome.response->body;
  const std::size_t last = body.find_last_not_of(" \t\r\n");
  return last == std::string::npos || (body[last] != ']' && body[last] != '}' && body[last] != '>');
}

/// A page of 100 whole products, from a store that ignores `_fields`, has some MB at most.
constexpr std::uint64_t kMostBytes = 16U << 20U;

}  // namespace

StoreApi::StoreApi(HttpClient& client, const StoreSettings& settings, SecretMasker& masker, const Clock& clock,
                   const Signals& signals, std::mt19937_64& random, Log& log)
    : client_(client),
      settings_(settings),
      masker_(masker),
      clock_(clock),
      signals_(signals),
      random_(random),
      log_(log) {
  masker.add(settings.consumer_key);
  masker.add(settings.consumer_secret);
  masker.add(basic_credentials(settings));
  identity_.base = settings.url.base();
  identity_.home = identity_.base;
}

std::size_t StoreApi::concurrency() const { return static_cast<std::size_t>(std::max(1, settings_.concurrency)); }

Request StoreApi::get(const std::string& path, const Query& query) { return request(Method::get, path, query); }

Request StoreApi::get_fresh(const std::string& path, Query query) {
  query.emplace_back("_dsz", nonce(random_));  // WordPress passes over what it does not know
  return get(path, query);
}

Request StoreApi::post(const std::string& path, const nlohmann::json& body) {
  Request made = request(Method::post, path, {});
  made.headers.push_back({"Content-Type", "application/json"});
  made.body = body.dump();
  made.idempotent = false;
  made.may_leave = [this] { return signals_.pending() == 0; };
  return made;
}

Request StoreApi::request(Method method, const std::string& path, const Query& query) {
  Request made;
  made.method = method;
  made.label = label_of(method, path, query);
  made.headers = {{"Accept", "application/json"}, {"Cache-Control", "no-cache"}};
  made.timeout = settings_.timeout;
  made.max_body = kMostBytes;
  put_credentials(made, path, query);
  return made;
}

void StoreApi::put_credentials(Request& request, const std::string& path, Query query) {
  const std::string route = "/wp-json/" + path;
  if (way_ == Credentials::header) {
    request.headers.push_back({"Authorization", "Basic " + basic_credentials(settings_)});
  } else if (way_ == Credentials::query) {
    query.emplace_back("consumer_key", settings_.consumer_key);
    query.emplace_back("consumer_secret", settings_.consumer_secret);
  } else {
    const OAuthSigner signer{settings_.consumer_key, settings_.consumer_secret};
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.wall()).time_since_epoch().count();
    const Query signed_query =
        signer.sign(name_of(request.method), signed_base(identity_.home) + route, query, nonce(random_), now);
    request.url = identity_.base + route + query_string(signed_query);
    request.renew = [this, path, query](Request& again) { put_credentials(again, path, query); };
    return;
  }
  request.url = identity_.base + route + query_string(query);
}

void StoreApi::start(Request request, Completion done) {
  if (request.idempotent) {
    start_reading(std::move(request), std::move(done), kReadings);
    return;
  }
  client_.start(std::move(request), [this, done = std::move(done)](Outcome outcome) {
    --writes_in_flight_;
    complete(std::move(outcome), done);
  });
  ++writes_in_flight_;
}

void StoreApi::start_reading(Request request, Completion done, int readings_left) {
  Request again = request;
  client_.start(std::move(request),
                [this, again = std::move(again), done = std::move(done), readings_left](Outcome outcome) {
                  if (readings_left > 1 && cut_off(outcome)) {
                    log_.warning("{}: the answer is cut off; it is asked for again", again.label);
                    Request next = again;
                    if (next.renew) next.renew(next);
                    start_reading(std::move(next), done, readings_left - 1);
                    return;
                  }
                  complete(std::move(outcome), done);
                });
}

void StoreApi::complete(Outcome outcome, const Completion& done) {
  // Here, for where an error page is shown it may be cut within a secret.
  if (outcome.response && !outcome.ok()) outcome.response->body = masked(outcome.response->body);
  ++completed_;
  done(std::move(outcome));
}

void StoreApi::drive() {
  const std::uint64_t before = completed_;
  while (completed_ == before) {
    if (signals_.pending() != 0 && writes_in_flight_ == 0) {
      cancel_all();
      signals_.throw_if_pending();
    }
    client_.run_until(SteadyTime::max());
  }
}

void StoreApi::cancel_all() {
  client_.cancel_all();
  writes_in_flight_ = 0;
}

Outcome StoreApi::send(Request request) {
  std::optional<Outcome> result;
  start(std::move(request), [&result](Outcome outcome) { result = std::move(outcome); });
  try {
    while (!result) drive();
  } catch (...) {
    cancel_all();  // the completion above must not outlive this call
    throw;
  }
  if (result->withdrawn) signals_.throw_if_pending();
  return std::move(*result);
}

nlohmann::json StoreApi::json_of(const Outcome& outcome, std::string_view label) const {
  if (!outcome.ok()) fail(outcome, label);
  auto body = answer_json(outcome.response->body);
  if (!body) fail(outcome, label);
  return std::move(*body);
}

Failure StoreApi::failure(const Outcome& outcome, std::string_view label) const {
  const Failure failure = store_failure(outcome, label, identity_.base);
  return {failure.kind(), masked(failure.what())};
}

void StoreApi::fail(const Outcome& outcome, std::string_view label) const { throw failure(outcome, label); }

}  // namespace dsz
