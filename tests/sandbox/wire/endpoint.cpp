#include "sandbox/wire/endpoint.hpp"

#include "sandbox/wire/tls_identity.hpp"
#include "sandbox/wire/wire_server.hpp"

#include <array>
#include <ctime>
#include <exception>
#include <iterator>
#include <utility>

namespace dsz::sandbox {
namespace {

std::string http_date(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text.data();
}

/// Makes the answer go wrong; false when it stayed as it was.
bool strike(const Fault& fault, const HttpRequest& request, HttpAnswer& answer) {
  const HttpAnswer right = answer;
  if (fault.change) fault.change(request, answer);
  return !fault.does_the_work || fault.delay.count() > 0 || answer != right;
}

}  // namespace

Endpoint::Endpoint(const Ports& ports, Now now, Handler handler, AuthName auth_name)
    : now_(std::move(now)), handler_(std::move(handler)), auth_name_(std::move(auth_name)) {
  const auto serve_it = [this](const HttpRequest& request) { return serve(request); };
  if (ports.https) {
    tls_ = std::make_shared<TlsIdentity>();
    https_ = std::make_unique<WireServer>(ports.https_port, tls_, serve_it);
  }
  if (ports.http) http_ = std::make_unique<WireServer>(ports.http_port, nullptr, serve_it);
}

Endpoint::~Endpoint() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  http_.reset();
  https_.reset();
}

std::string Endpoint::http_url() const { return http_ ? http_->url() : ""; }

std::string Endpoint::https_url() const { return https_ ? https_->url() : ""; }

std::string Endpoint::ca_file() const { return tls_ ? tls_->ca_file() : ""; }

void Endpoint::set_latency(const Latency& latency) {
  const std::lock_guard lock(mutex_);
  latency_ = latency;
}

void Endpoint::at_every(const RequestMatch& match, Moment moment, Hook hook) {
  const std::lock_guard lock(mutex_);
  hooks_.push_back({match, moment, 0, std::move(hook)});
}

void Endpoint::at_nth(const RequestMatch& match, std::size_t nth, Moment moment, Hook hook) {
  const std::lock_guard lock(mutex_);
  hooks_.push_back({match, moment, nth, std::move(hook)});
}

void Endpoint::reserve(std::string path, Handler handler) {
  const std::lock_guard lock(mutex_);
  reserved_path_ = std::move(path);
  reserved_handler_ = std::move(handler);
}

HttpAnswer Endpoint::serve(HttpRequest request) {
  Handler reserved;
  {
    const std::lock_guard lock(mutex_);
    const bool is_reserved = !reserved_path_.empty() && request.path.rfind(reserved_path_, 0) == 0;
    if (is_reserved) reserved = reserved_handler_;
    if (!is_reserved) request.number = ++count_;
  }
  if (reserved) return reserved(request);
  enter();
  HttpAnswer answer = serve_counted(request);
  leave();
  return answer;
}

HttpAnswer Endpoint::serve_counted(const HttpRequest& request) {
  const auto arrived = now_();
  const auto began = std::chrono::steady_clock::now();
  run_hooks(request, Moment::before);
  const std::optional<Fault> fault = faults_.take(request);
  HttpAnswer answer;
  if (!fault || fault->does_the_work) answer = handle(request);
  Latency latency;
  {
    const std::lock_guard lock(mutex_);
    latency = latency_;
  }
  auto span = latency.per_request + latency.per_row * answer.rows + latency.per_report_row * answer.report_rows +
              latency.per_item * answer.items + latency.per_whole_item * answer.whole_items;
  if (fault) {
    if (strike(*fault, request, answer)) faults_.count_strike();
    span += fault->delay;
  }
  // What was measured of a store is all the time that a request takes: ours is part of it.
  if (span.count() > 0) wait_until(began + span);
  if (header_value(answer.headers, "Date").empty()) answer.headers.emplace_back("Date", http_date(now_()));
  run_hooks(request, Moment::after);
  requests_.add({arrived, request, auth_name_(request), answer.status});
  return answer;
}

HttpAnswer Endpoint::handle(const HttpRequest& request) const {
  try {
    return handler_(request);
  } catch (const std::exception& error) {
    HttpAnswer answer;
    answer.status = 500;
    answer.content_type = "text/plain";
    answer.body = std::string("sandbox: ") + error.what();
    return answer;
  }
}

void Endpoint::run_hooks(const HttpRequest& request, Moment moment) {
  std::vector<Hook> due;
  {
    const std::lock_guard lock(mutex_);
    for (auto staged = hooks_.begin(); staged != hooks_.end();) {
      const bool matches = staged->moment == moment && staged->match(request);
      const bool once = staged->remaining > 0;
      const bool is_due = matches && (!once || --staged->remaining == 0);
      if (is_due) due.push_back(staged->hook);
      staged = is_due && once ? hooks_.erase(staged) : std::next(staged);
    }
  }
  hooks_run_ += due.size();
  // Outside the lock: a hook may stage another.
  for (const Hook& hook : due) hook(request);
}

void Endpoint::enter() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || latency_.at_a_time == 0 || inside_ < latency_.at_a_time; });
  ++inside_;
}

void Endpoint::leave() {
  {
    const std::lock_guard lock(mutex_);
    --inside_;
  }
  changed_.notify_all();
}

void Endpoint::wait_until(std::chrono::steady_clock::time_point time) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, time, [this] { return stopping_; });
}

}  // namespace dsz::sandbox
