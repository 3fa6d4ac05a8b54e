#pragma once

#include "dsz/http/curl_client.hpp"

#include "loopback_server.hpp"
#include "raw_server.hpp"
#include "requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dsz::test {

/// A signal that another thread can send, through a pipe as the real one does.
class PipeSignals : public Signals {
 public:
  PipeSignals() {
    if (::pipe(pipe_) != 0) throw std::runtime_error("no pipe");
  }
  ~PipeSignals() override {
    ::close(pipe_[0]);
    ::close(pipe_[1]);
  }
  PipeSignals(const PipeSignals&) = delete;
  PipeSignals& operator=(const PipeSignals&) = delete;

  [[nodiscard]] int pending() const override { return pending_; }
  [[nodiscard]] int wake_fd() const override { return pipe_[0]; }
  void raise(int signal) {
    pending_ = signal;
    EXPECT_EQ(::write(pipe_[1], "!", 1), 1);
  }

 private:
  std::atomic<int> pending_ = 0;
  int pipe_[2]{};
};

class CurlClient : public testing::Test {
 protected:
  CurlClient() {
    // The proxy of the machine on which the tests run, if any, is not for them.
    ::setenv("no_proxy", "*", 1);
    settings_.user_agent = "dsz-sync/test";
  }

  HttpClient& client() {
    if (!client_) client_ = curl_client(settings_, *clock_, signals_);
    return *client_;
  }

  static Request request(const std::string& url) {
    Request request;
    request.url = url;
    request.label = "GET";
    request.timeout = Millis{20'000};
    return request;
  }

  Outcome send(Request request) {
    std::optional<Outcome> result;
    client().start(std::move(request), [&result](Outcome outcome) { result = std::move(outcome); });
    while (!result) client().run_until(SteadyTime::max());
    return *std::move(result);
  }
  Outcome send(const std::string& url) { return send(request(url)); }

  /// The kind of the error of a request that gets no usable answer.
  TransferErrorKind error_of(Request request) {
    const Outcome outcome = send(std::move(request));
    EXPECT_FALSE(outcome.response) << outcome.describe();
    return outcome.error.kind;
  }
  TransferErrorKind error_of(const std::string& url) { return error_of(request(url)); }

  /// A server for this test. It outlives the client, for it ends only when the client's connections are closed.
  RawServer& raw_server(RawServer::Handler handler) {
    return *raw_servers_.emplace_back(std::make_unique<RawServer>(std::move(handler)));
  }

  CurlSettings settings_;
  std::unique_ptr<Clock> clock_ = posix_clock();
  PipeSignals signals_;
  LoopbackServer server_;
  std::vector<std::unique_ptr<RawServer>> raw_servers_;
  std::unique_ptr<HttpClient> client_;
};

}  // namespace dsz::test
