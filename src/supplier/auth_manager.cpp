#include "dsz/supplier/auth_manager.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/http/send.hpp"

#include "error_body.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

constexpr std::uint64_t kLargestAnswer = 1U << 20U;
constexpr std::int64_t kLargestUnixTime = 1'000'000'000'000;
constexpr std::string_view kWhatToCheck = "check dropshipzone.email and dropshipzone.password in the configuration";

std::optional<std::int64_t> unix_time(const nlohmann::json& answer, const char* name) {
  const auto found = answer.find(name);
  if (found == answer.end() || !found->is_number_integer()) return std::nullopt;
  const auto value = found->get<std::int64_t>();
  if (value < 0 || value > kLargestUnixTime) return std::nullopt;
  return value;
}

/// It travels in a header.
bool plain_text(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::string_view what_to_do(int status) {
  if (status >= 300 && status < 400) {
    return "; it sends on to another address, where no password is sent: check dropshipzone.base_url";
  }
  if (status >= 500) return "; this is the supplier's trouble, and the next run tries again";
  return "";
}

/// A gateway's page, or half an answer, in a 200 is trouble that passes: as a body that is refused, it is asked for
/// again.
class WholeJson : public BodySink {
 public:
  void begin(const ResponseHead& /*head*/) override { text_.clear(); }
  bool write(std::string_view piece) override {
    text_ += piece;
    return true;
  }
  bool finish() override { return nlohmann::json::accept(text_); }
  [[nodiscard]] std::string unusable_because() const override { return "the answer is not JSON"; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

AuthManager::AuthManager(HttpClient& client, const SupplierSettings& settings, TokenStore& store, SecretMasker& masker,
                         const Clock& clock, const Signals& signals, Log& log)
    : client_(client),
      settings_(settings),
      store_(store),
      masker_(masker),
      clock_(clock),
      signals_(signals),
      log_(log) {}

const Token& AuthManager::token() {
  if (!store_was_read_) {
    store_was_read_ = true;
    token_ = store_.load(settings_.account());
    if (token_ && !plain_text(token_->text)) token_.reset();
    if (token_) masker_.add(token_->text);
  }
  if (!has_good_token()) sign_in();
  return *token_;
}

void AuthManager::authorize(Request& request) { request.headers.push_back({"Authorization", "jwt " + token().text}); }

bool AuthManager::has_good_token() const { return token_ && token_->usable(clock_.wall()); }

SteadyTime AuthManager::renew_at() const {
  if (!token_) return SteadyTime::max();
  return clock_.steady() + (token_->usable_until() - clock_.wall());
}

void AuthManager::accepted(const std::string& accepted) {
  if (token_ && token_->text == accepted) token_is_renewed_ = false;
}

bool AuthManager::refused(const std::string& refused) {
  if (!token_ || token_->text != refused) return false;
  if (token_is_renewed_) {
    throw Failure(FailureKind::credentials,
                  fmt::format("{} signed in and then refused the token that it had just given (HTTP 401): ask the "
                              "supplier whether the account may use the API",
                              settings_.base_url));
  }
  log_.info("the supplier no longer takes the token: signing in again");
  token_.reset();
  store_.forget();
  renewing_ = true;
  return true;
}

void AuthManager::sign_in() {
  Outcome outcome = post_credentials(false);
  // Wrong credentials are documented as a 500 of this one kind, which must not be hammered; any other may pass.
  if (outcome.response && outcome.response->status == 500 &&
      read_error_body(outcome.response->body).code != "InternalServer") {
    outcome = post_credentials(true);
  }
  if (!outcome.ok()) throw sign_in_failure(outcome);
  token_ = token_from(outcome.response->body);
  masker_.add(token_->text);
  token_is_renewed_ = renewing_;
  renewing_ = false;
  log_.info("signed in at the supplier");
  save();
}

Outcome AuthManager::post_credentials(bool retry_500) {
  const nlohmann::json body{{"email", settings_.email}, {"password", settings_.password}};
  Request request;
  request.method = Method::post;
  request.url = settings_.base_url + "/auth";
  request.label = "POST /auth";
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  request.retry_500 = retry_500;
  request.timeout = settings_.timeout;
  request.max_body = kLargestAnswer;
  WholeJson answer;
  request.sink = &answer;
  Outcome outcome = send(client_, std::move(request), signals_);
  if (outcome.ok()) outcome.response->body = answer.take();
  return outcome;
}

Token AuthManager::token_from(const std::string& answer) const {
  const nlohmann::json json = nlohmann::json::parse(answer, nullptr, false);
  Token token;
  if (json.is_object() && json.contains("token") && json["token"].is_string()) token.text = json["token"];
  if (!plain_text(token.text)) {
    throw Failure(FailureKind::supplier,
                  fmt::format("{}/auth answered without a token: check dropshipzone.base_url, or try again later",
                              settings_.base_url));
  }
  token.account = settings_.account();
  token.received = clock_.wall();
  // Both are the supplier's clock, which may differ from ours: only the span between them counts.
  const auto issued = unix_time(json, "iat");
  const auto expires = unix_time(json, "exp");
  if (issued && expires && *expires > *issued) {
    token.life = std::chrono::seconds{*expires - *issued};
  } else {
    log_.warning(
        "the supplier's token states no usable life (iat, exp): it is used until it is refused, 7 hours at most");
  }
  return token;
}

Failure AuthManager::sign_in_failure(const Outcome& outcome) const {
  const int status = outcome.response ? outcome.response->status : 0;
  const std::string words = outcome.response ? read_error_body(outcome.response->body).words() : "";
  if (status == 500 && read_error_body(outcome.response->body).code == "InternalServer") {
    return {FailureKind::credentials,
            fmt::format("{}/auth answered HTTP 500{}: this is how the supplier refuses wrong credentials, so {}; if "
                        "they are right, the supplier has a fault of its own: try again later",
                        settings_.base_url, words, kWhatToCheck)};
  }
  if (status == 400 || status == 401 || status == 403) {
    // A wrong path is refused in the same way.
    const bool own_address = settings_.base_url != SupplierSettings{}.base_url;
    return {FailureKind::credentials,
            fmt::format("{}/auth refused the credentials (HTTP {}{}): {}{}", settings_.base_url, status, words,
                        kWhatToCheck, own_address ? ", and dropshipzone.base_url, which is not the usual one" : "")};
  }
  return {FailureKind::supplier, fmt::format("cannot sign in at {}: {}{} (attempts: {}){}", settings_.base_url,
                                             outcome.describe(), words, outcome.attempts, what_to_do(status))};
}

void AuthManager::save() {
  try {
    store_.save(*token_);
  } catch (const Failure& failure) {  // the token is good all the same; the next run signs in again
    log_.warning("the token could not be kept: {}", failure.what());
  }
}

}  // namespace dsz
