#include "dsz/http/observed.hpp"

#include <utility>

namespace dsz {
namespace {

class ObservedClient final : public HttpClient {
 public:
  ObservedClient(std::unique_ptr<HttpClient> inner, Observer observer)
      : inner_(std::move(inner)), observer_(std::move(observer)) {}

  void start(Request request, Completion done) override {
    inner_->start(std::move(request), [this, done = std::move(done)](Outcome outcome) {
      observer_(outcome);
      done(std::move(outcome));
    });
  }
  void run_until(SteadyTime until) override { inner_->run_until(until); }
  [[nodiscard]] std::size_t in_flight() const override { return inner_->in_flight(); }
  void cancel_all() override { inner_->cancel_all(); }
  void hold_until(SteadyTime time) override { inner_->hold_until(time); }

 private:
  std::unique_ptr<HttpClient> inner_;
  Observer observer_;
};

}  // namespace

std::unique_ptr<HttpClient> observed(std::unique_ptr<HttpClient> inner, Observer observer) {
  return std::make_unique<ObservedClient>(std::move(inner), std::move(observer));
}

}  // namespace dsz
