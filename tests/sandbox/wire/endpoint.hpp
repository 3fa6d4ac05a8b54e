#pragma once

#include "sandbox/wire/fault_plan.hpp"
#include "sandbox/wire/request_log.hpp"
#include "sandbox/wire/request_match.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace dsz::sandbox {

class TlsIdentity;
class WireServer;

/// Where a service listens: always 127.0.0.1.
struct Ports {
  bool http = true;
  bool https = true;
  int http_port = 0;   ///< 0: any free one
  int https_port = 0;  ///< 0: any free one
};

/// How long an answer takes. All zero: as fast as the machine is.
struct Latency {
  std::chrono::microseconds per_request{0};
  std::chrono::microseconds per_row{0};         ///< rows of a list
  std::chrono::microseconds per_report_row{0};  ///< rows of the stock report
  std::chrono::microseconds per_item{0};        ///< items of a batch
  std::chrono::microseconds per_whole_item{0};  ///< besides, where `_fields` did not trim the answer to the item
  std::size_t at_a_time = 0;                    ///< requests that are worked on at once, the rest wait; 0: all
};

/// The service's clock. A test passes its own to share a fake one with the client.
using Now = std::function<std::chrono::system_clock::time_point()>;

/// When a staged change happens.
enum class Moment {
  before,  ///< before the service looks at the request
  after,   ///< after the work, before the client gets the answer
};

/// One service's way to the world: ports, faults, hooks, latency and the record of what was asked.
class Endpoint {
 public:
  using Handler = std::function<HttpAnswer(const HttpRequest&)>;
  using AuthName = std::function<std::string(const HttpRequest&)>;
  using Hook = std::function<void(const HttpRequest&)>;

  /// Listens at once. `auth_name` says for the record who asked; both functions are called from several threads.
  Endpoint(const Ports& ports, Now now, Handler handler, AuthName auth_name);
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// "http://127.0.0.1:PORT"; "" when that port is off.
  [[nodiscard]] std::string http_url() const;
  [[nodiscard]] std::string https_url() const;
  /// What a client must trust for https; "" when https is off.
  [[nodiscard]] std::string ca_file() const;

  FaultPlan& faults() { return faults_; }
  RequestLog& requests() { return requests_; }
  void set_latency(const Latency& latency);
  /// Runs `hook` at every matching request. It may change the world; it must not call the service over the network.
  void at_every(const RequestMatch& match, Moment moment, Hook hook);
  /// Runs `hook` once, at the `nth` (from 1) matching request that comes from now on.
  void at_nth(const RequestMatch& match, std::size_t nth, Moment moment, Hook hook);
  /// How often a hook ran so far.
  [[nodiscard]] std::size_t hooks_run() const { return hooks_run_; }
  /// Requests under this path go to `handler` instead: no faults, no hooks, no record.
  void reserve(std::string path, Handler handler);

 private:
  struct StagedHook {
    RequestMatch match;
    Moment moment = Moment::before;
    std::size_t remaining = 0;  // 0: every time
    Hook hook;
  };

  HttpAnswer serve(HttpRequest request);
  HttpAnswer serve_counted(const HttpRequest& request);
  [[nodiscard]] HttpAnswer handle(const HttpRequest& request) const;
  void run_hooks(const HttpRequest& request, Moment moment);
  void enter();
  void leave();
  void wait_until(std::chrono::steady_clock::time_point time);

  Now now_;
  Handler handler_;
  AuthName auth_name_;
  FaultPlan faults_;
  RequestLog requests_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  Latency latency_;
  std::size_t count_ = 0;
  std::size_t inside_ = 0;
  std::vector<StagedHook> hooks_;
  std::atomic<std::size_t> hooks_run_ = 0;
  std::string reserved_path_;
  Handler reserved_handler_;
  std::shared_ptr<TlsIdentity> tls_;
  // Last: they stop first, while all they use still stands.
  std::unique_ptr<WireServer> http_;
  std::unique_ptr<WireServer> https_;
};

}  // namespace dsz::sandbox
