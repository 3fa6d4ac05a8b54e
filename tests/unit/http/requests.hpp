#pragma once

#include "dsz/http/http_client.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dsz::test {

inline Request get(std::string label) {
  Request request;
  request.url = "https://api.example.com/" + label;
  request.label = std::move(label);
  return request;
}

/// A POST that must not be repeated once it may have arrived.
inline Request write(std::string label) {
  Request request = get(std::move(label));
  request.method = Method::post;
  request.idempotent = false;
  return request;
}

inline Outcome http(int status, std::vector<Header> headers = {}) {
  Outcome outcome;
  outcome.response.emplace();
  outcome.response->status = status;
  outcome.response->headers = std::move(headers);
  return outcome;
}

inline Outcome failed(TransferErrorKind kind, bool may_have_reached_server = true) {
  Outcome outcome;
  outcome.error = {kind, "api.example.com: no answer", may_have_reached_server};
  return outcome;
}

/// Gathers a body; refuses it when it holds `refused`, or at its end when it is `refused_at_end`.
class GatheringSink : public BodySink {
 public:
  void begin(const ResponseHead& head) override {
    ++begun;
    finished = false;
    status = head.status;
    content_type = head.header("Content-Type");
    body.clear();
  }
  bool write(std::string_view piece) override {
    body += piece;
    return refused.empty() || body.find(refused) == std::string::npos;
  }
  bool finish() override {
    finished = true;
    return !refused_at_end;
  }
  [[nodiscard]] std::string unusable_because() const override { return "not a product page"; }

  std::string refused;
  bool refused_at_end = false;
  int begun = 0;
  bool finished = false;
  int status = 0;
  std::string content_type;
  std::string body;
};

}  // namespace dsz::test
