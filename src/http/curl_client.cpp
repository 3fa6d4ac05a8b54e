#include "dsz/http/curl_client.hpp"

#include "dsz/base/failure.hpp"

#include "curl_transfer.hpp"

#include <algorithm>
#include <climits>
#include <deque>
#include <unordered_map>

namespace dsz {
namespace {

void require(CURLMcode code) {
  if (code != CURLM_OK) {
    throw Failure(FailureKind::unexpected, std::string("libcurl cannot go on: ") + curl_multi_strerror(code));
  }
}

/// libcurl counts its users; the first and the last of them pay.
class CurlLibrary {
 public:
  CurlLibrary() {
    if (const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK) {
      throw Failure(FailureKind::unexpected, std::string("libcurl does not start: ") + curl_easy_strerror(code));
    }
  }
  ~CurlLibrary() { curl_global_cleanup(); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

struct CurlMultiCleanup {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

class CurlClient final : public HttpClient {
 public:
  CurlClient(CurlSettings settings, const Clock& clock, const Signals& signals)
      : settings_(std::move(settings)), clock_(clock), signals_(signals), multi_(curl_multi_init()) {
    if (!multi_) throw std::bad_alloc();
    // One request a connection: a stalled or broken HTTP/2 connection then hurts one request only.
    require(curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING)));
  }
  ~CurlClient() override { cancel_all(); }
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  void start(Request request, Completion done) override {
    auto transfer = std::make_unique<CurlTransfer>(take_easy(), std::move(request), std::move(done), settings_);
    CURL* const easy = transfer->easy();
    require(curl_multi_add_handle(multi_.get(), easy));
    running_.emplace(easy, std::move(transfer));
    perform();  // it leaves now, not when the caller is done with what it has in hand
  }

  void run_until(SteadyTime until) override {
    // A caller that has to wait on in spite of a signal must not spin, and nothing wakes the poll any more.
    constexpr Millis kRoundWhenStopping{100};
    const bool stopping = signals_.pending() != 0;
    if (stopping) until = std::min(until, clock_.steady() + kRoundWhenStopping);
    for (;;) {
      perform();
      collect_finished();
      if (deliver()) return;
      const SteadyTime now = clock_.steady();
      if (now >= until || (!stopping && signals_.pending() != 0)) return;
      wait(until - now, stopping ? -1 : signals_.wake_fd());
    }
  }

  [[nodiscard]] std::size_t in_flight() const override { return running_.size() + finished_.size(); }

  void cancel_all() override {
    for (const auto& [easy, transfer] : running_) curl_multi_remove_handle(multi_.get(), easy);
    running_.clear();
    finished_.clear();
  }

 private:
  struct Finished {
    std::unique_ptr<CurlTransfer> transfer;
    CURLcode code;
  };

  CurlEasy take_easy() {
    if (idle_.empty()) {
      CurlEasy easy(curl_easy_init());
      if (!easy) throw std::bad_alloc();
      return easy;
    }
    CurlEasy easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }

  void perform() {
    int still_running = 0;
    require(curl_multi_perform(multi_.get(), &still_running));
  }

  void wait(Millis span, int wake_fd) {
    curl_waitfd wake{wake_fd, CURL_WAIT_POLLIN, 0};
    const auto longest = static_cast<int>(std::min<Millis::rep>(span.count(), INT_MAX));
    require(curl_multi_poll(multi_.get(), &wake, wake_fd < 0 ? 0 : 1, longest, nullptr));
  }

  void collect_finished() {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;  // the message is gone with the handle
      require(curl_multi_remove_handle(multi_.get(), easy));
      finished_.push_back({std::move(running_.extract(easy).mapped()), code});
    }
  }

  /// False when there was nothing to deliver.
  bool deliver() {
    if (finished_.empty()) return false;
    while (!finished_.empty()) {
      const Finished finished = std::move(finished_.front());
      finished_.pop_front();
      Outcome outcome = finished.transfer->finish(finished.code, clock_.steady());
      const Completion done = finished.transfer->done();
      CurlEasy easy = finished.transfer->release();
      curl_easy_reset(easy.get());
      idle_.push_back(std::move(easy));
      done(std::move(outcome));
    }
    return true;
  }

  const CurlSettings settings_;
  const Clock& clock_;
  const Signals& signals_;
  const CurlLibrary library_;
  std::unique_ptr<CURLM, CurlMultiCleanup> multi_;
  std::vector<CurlEasy> idle_;  // kept: a handle remembers TLS sessions
  std::unordered_map<CURL*, std::unique_ptr<CurlTransfer>> running_;
  std::deque<Finished> finished_;
};

}  // namespace

std::unique_ptr<HttpClient> curl_client(const CurlSettings& settings, const Clock& clock, const Signals& signals) {
  return std::make_unique<CurlClient>(settings, clock, signals);
}

}  // namespace dsz
