#pragma once

#include "dsz/http/http_client.hpp"
#include "dsz/os/signals.hpp"

#include "fake_clock.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dsz::test {

/// What becomes of one request.
struct Scripted {
  Outcome outcome;
  Millis latency{0};
  /// For an outcome without a response: how much of a 2xx body the sink still got before the transfer broke.
  std::string body_before_error;
};

/// An answer with any status.
Scripted answer(int status, std::string body = "", std::vector<Header> headers = {}, Millis latency = Millis{0});
/// No answer. `may_have_reached_server` is false for resolve, connect and tls, as with the real client.
Scripted no_answer(TransferErrorKind kind, std::string message = "no answer", Millis latency = Millis{0});

/// An HttpClient without a network, in the time of a FakeClock: run_until() moves the clock to the next completion, or
/// to its end, so that a test can tell exactly when each request left. Requests of equal end complete in the order of
/// start().
class ScriptedHttpClient : public HttpClient {
 public:
  using Handler = std::function<Scripted(const Request&)>;

  struct Started {
    SteadyTime time;
    Request request;
  };

  /// `handler` is asked once for each started request. With `signals`, run_until() returns early as the real client
  /// does.
  ScriptedHttpClient(FakeClock& clock, Handler handler, const Signals* signals = nullptr);

  void start(Request request, Completion done) override;
  /// std::logic_error when it would wait for ever: nothing in flight and no end.
  void run_until(SteadyTime until) override;
  [[nodiscard]] std::size_t in_flight() const override { return running_.size(); }
  void cancel_all() override { running_.clear(); }

  void set_handler(Handler handler) { handler_ = std::move(handler); }
  /// Bytes of each piece that a sink gets; 7 by default, so that words are cut.
  void set_piece_size(std::size_t bytes) { piece_size_ = bytes; }
  [[nodiscard]] const std::vector<Started>& started() const { return started_; }
  /// When each request left, counted from the making of this client.
  [[nodiscard]] std::vector<Millis> start_times() const;
  [[nodiscard]] std::size_t most_in_flight() const { return most_in_flight_; }

 private:
  struct Running {
    Request request;
    Completion done;
    Scripted scripted;
  };

  void complete_due();
  Outcome deliver_body(const Request& request, Scripted scripted) const;

  FakeClock& clock_;
  const SteadyTime made_;
  Handler handler_;
  const Signals* signals_;
  std::size_t piece_size_ = 7;
  std::multimap<SteadyTime, Running> running_;
  std::vector<Started> started_;
  std::size_t most_in_flight_ = 0;
};

}  // namespace dsz::test
