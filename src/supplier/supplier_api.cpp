#include "dsz/supplier/supplier_api.hpp"

#include "error_body.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace dsz {
namespace {

constexpr int kUnauthorized = 401;
/// So often a new token may interrupt requests none of which comes to an end: a supplier that only hangs must not keep
/// us for ever.
constexpr int kMostFruitlessRestarts = 3;

}  // namespace

struct SupplierApi::Call {
  Method method = Method::get;
  std::string url;
  std::string label;
  std::string body;
  std::unique_ptr<BodySink> sink;
  std::function<void()> done;
  std::string token;      ///< that it was sent with
  bool repeated = false;  ///< because of a 401
  Outcome outcome;
};

SupplierApi::SupplierApi(HttpClient& client, AuthManager& auth, const SupplierSettings& settings,
                         const Signals& signals, Log& log)
    : client_(client), auth_(auth), settings_(settings), signals_(signals), log_(log) {}

SupplierApi::~SupplierApi() {
  if (!running_.empty()) client_.cancel_all();  // they hold pointers to our sinks
}

template <typename Sink, typename Done>
SupplierApi::Call& SupplierApi::queue(std::string path, std::string label, Done done) {
  auto sink = std::make_unique<Sink>();
  Call& call = waiting_.emplace_back();
  call.url = settings_.base_url + std::move(path);
  call.label = std::move(label);
  call.done = [done = std::move(done), answer = sink.get()] { done(answer->page()); };
  call.sink = std::move(sink);
  return call;
}

void SupplierApi::request_products(const Query& query, std::string label, PageDone done) {
  queue<ProductPageSink>("/v2/products" + query_string(query), std::move(label), std::move(done));
}

void SupplierApi::request_changes(std::string body, std::string label, ChangesDone done) {
  Call& call = queue<StockChangeSink>("/stock", std::move(label), std::move(done));
  call.method = Method::post;
  call.body = std::move(body);
}

std::size_t SupplierApi::under_way() const { return waiting_.size() + running_.size() + finished_.size(); }

void SupplierApi::drive() {
  try {
    while (under_way() > 0) {
      start_waiting();
      if (finished_.empty()) wait();
      if (hand_over_finished()) return;
    }
  } catch (...) {
    abandon();
    throw;
  }
}

void SupplierApi::start_waiting() {
  while (!waiting_.empty()) {
    auth_.token();  // may sign in, and then drives the client: what is running may finish
    running_.splice(running_.end(), waiting_, waiting_.begin());
    start(std::prev(running_.end()));
  }
}

void SupplierApi::start(Calls::iterator call) {
  Request request;
  request.method = call->method;
  request.url = call->url;
  request.body = call->body;
  request.label = call->label;
  request.headers.push_back({"Accept", "application/json"});
  if (call->method == Method::post) request.headers.push_back({"Content-Type", "application/json"});
  auth_.authorize(request);
  request.sink = call->sink.get();
  request.timeout = settings_.timeout;
  call->token = auth_.token().text;
  // What is done with the outcome may sign in or throw, which a completion must not: that waits for drive().
  client_.start(std::move(request), [this, call](Outcome outcome) {
    call->outcome = std::move(outcome);
    finished_.splice(finished_.end(), running_, call);
  });
}

void SupplierApi::wait() {
  const bool may_restart = fruitless_restarts_ < kMostFruitlessRestarts;
  client_.run_until(may_restart ? auth_.renew_at() : SteadyTime::max());
  if (signals_.pending() != 0) {
    abandon();
    signals_.throw_if_pending();
  }
  // What still waits for its place in the quota would arrive with a token that has run out.
  if (finished_.empty() && may_restart && !auth_.has_good_token()) {
    ++fruitless_restarts_;
    restart_running();
  }
}

bool SupplierApi::hand_over_finished() {
  bool handed_over = false;
  while (!finished_.empty()) {
    Calls one;
    one.splice(one.end(), finished_, finished_.begin());
    handed_over = hand_over(one) || handed_over;
  }
  return handed_over;
}

bool SupplierApi::hand_over(Calls& one) {
  Call& call = one.front();
  if (call.outcome.ok()) {
    auth_.accepted(call.token);
    fruitless_restarts_ = 0;
    call.done();
    return true;
  }
  const bool unauthorized = call.outcome.response && call.outcome.response->status == kUnauthorized;
  if (!unauthorized || call.repeated) throw final_failure(call);
  // The others that left with the same token would be refused too.
  if (auth_.refused(call.token)) restart_running();
  call.repeated = true;
  waiting_.splice(waiting_.begin(), one);
  return false;
}

void SupplierApi::restart_running() {
  client_.cancel_all();
  log_.debug("{} requests are sent again with a new token", running_.size());
  waiting_.splice(waiting_.begin(), running_);
}

void SupplierApi::abandon() {
  client_.cancel_all();
  waiting_.clear();
  running_.clear();
  finished_.clear();
}

Failure SupplierApi::final_failure(const Call& call) const {
  const Outcome& outcome = call.outcome;
  const std::string words = outcome.response ? read_error_body(outcome.response->body).words() : "";
  if (outcome.response && outcome.response->status == kUnauthorized) {
    return {FailureKind::credentials,
            fmt::format("{}: {} refused a new token too (HTTP 401{}): ask the supplier whether the account may use the "
                        "API",
                        call.label, settings_.base_url, words)};
  }
  return {FailureKind::supplier,
          fmt::format("{} at {} failed: {}{} (attempts: {}); the inventory of the last fetch stays as it is",
                      call.label, settings_.base_url, outcome.describe(), words, outcome.attempts)};
}

}  // namespace dsz
