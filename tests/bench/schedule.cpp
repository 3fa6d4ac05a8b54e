// dsz-schedule: how long a full fetch takes by its own schedule, in virtual time: the real fetcher, retries, rate limit
// and ledger, and a supplier that answers after a given time, gets each request up to a second late, and counts what a
// sliding window of a minute and of an hour would refuse. Beside it the plain way, by arithmetic: one request after
// another, a second's pause after each answer, and after 600 requests the rest of the hour. One JSON object a line.
#include "dsz/app/pages_expected.hpp"
#include "dsz/app/supplier_session.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/supplier/fetcher.hpp"
#include "dsz/supplier/token_store.hpp"

#include "capturing_log.hpp"
#include "fake_clock.hpp"
#include "fake_signals.hpp"
#include "memory_file_system.hpp"
#include "scripted_http_client.hpp"
#include "temporary_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <random>

namespace {

using namespace dsz;

constexpr std::size_t kPageSize = 200;

/// Requests within `span` before each arrival, itself included, that are more than `allowed`.
std::size_t violations(const std::vector<Millis>& arrivals, Millis span, std::size_t allowed) {
  std::size_t count = 0;
  for (std::size_t i = allowed; i < arrivals.size(); ++i) count += arrivals[i] - arrivals[i - allowed] < span ? 1U : 0U;
  return count;
}

class Supplier {
 public:
  Supplier(std::size_t pages, Millis latency, const Clock& clock) : pages_(pages), latency_(latency), clock_(clock) {}

  test::Scripted answer(const Request& request) {
    const Millis late{late_(random_)};
    arrivals_.push_back(clock_.steady().time_since_epoch() + late);
    longest_ = std::max(longest_, late + latency_);
    std::string body = R"({"iat":1700000000,"exp":1700028800,"token":"token"})";
    if (request.label != "POST /auth") body = page(number_in(request.url));
    return test::answer(200, body, {}, late + latency_);
  }

  [[nodiscard]] std::size_t requests() const { return arrivals_.size(); }
  [[nodiscard]] Millis longest_answer() const { return longest_; }
  [[nodiscard]] std::size_t refused() {
    std::sort(arrivals_.begin(), arrivals_.end());
    return violations(arrivals_, Millis{60'000}, 60) + violations(arrivals_, Millis{3'600'000}, 600);
  }

 private:
  static std::size_t number_in(const std::string& url) { return std::stoul(url.substr(url.find("page_no=") + 8)); }

  [[nodiscard]] std::string page(std::size_t number) const {
    std::string rows;
    for (std::size_t i = 0; i < kPageSize; ++i) {
      rows += fmt::format(R"({}{{"sku":"S{}","stock_qty":5}})", i == 0 ? "" : ",", (number - 1) * kPageSize + i);
    }
    return fmt::format(R"({{"result":[{}],"total":{},"total_pages":{},"current_page":{}}})", rows, pages_ * kPageSize,
                       pages_, number);
  }

  std::size_t pages_;
  Millis latency_;
  const Clock& clock_;
  std::mt19937 random_{1};
  std::uniform_int_distribution<int> late_{0, 1000};
  std::vector<Millis> arrivals_;
  Millis longest_{0};
};

struct Result {
  std::size_t requests;
  Millis wall;
  Millis longest_answer;
  std::size_t refused;
};

/// What runs before have left.
enum class Before { token, no_token, nothing };
constexpr std::string_view kWords[] = {"", ", the first of them the sign-in",
                                       ", the first of them the sign-in, the first fetch ever"};

/// A token is kept for seven hours; how many pages there were, for ever.
Result fetch(std::size_t pages, Millis latency, Before before) {
  test::FakeClock clock;
  test::FakeSignals signals;
  test::CapturingLog log;
  test::MemoryFileSystem files(&clock);
  const test::TemporaryFolder folder;
  const auto database = Database::open(folder.path() / "state.db");
  database->execute("PRAGMA synchronous = OFF");  // its time is not what is measured
  Supplier supplier(pages, latency, clock);
  test::FakeSleeper sleeper(clock);
  const World world{clock, sleeper, signals, files, [&](const CurlSettings&) {
                      auto http = std::make_unique<test::ScriptedHttpClient>(
                          clock, [&](const Request& request) { return supplier.answer(request); }, &signals);
                      http->set_piece_size(16'384);
                      return http;
                    }};
  Config config;
  config.supplier.base_url = "https://supplier.example";
  config.supplier.email = "owner@example.com";
  config.supplier.password = "pass-phrase";
  config.state_dir = "/state";
  if (before == Before::token) {
    TokenStore(files, config.token_file(), log)
        .save({"token", config.supplier.account(), clock.wall(), std::chrono::hours{8}});
  }
  SecretMasker masker;
  std::mt19937_64 random(1);
  SupplierSession session(world, config, *database, masker, random, log);
  FetchStaging staging(*database);
  staging.start("full", clock.wall());
  Facts facts(*database);
  if (before != Before::nothing) {
    facts.set(kFactFullFetchEnded, "yes");
    facts.set(kFactSupplierTotal, std::to_string(pages * kPageSize));
  }
  const SteadyTime began = clock.steady();
  Fetcher(session.api(), staging, config.supplier, log).fetch_full({}, pages_expected(session, config, facts, clock));
  const Millis wall = clock.steady() - began;
  return {supplier.requests(), wall, supplier.longest_answer(), supplier.refused()};
}

/// A pause of a second after each answer. More than 600 in an hour are refused, so that it waits until one is an hour
/// old.
Millis plain_way(std::size_t requests, Millis latency) {
  const Millis each = latency + Millis{1'000};
  std::vector<Millis> left;
  Millis now{0};
  for (std::size_t i = 0; i < requests; ++i) {
    if (i >= 600) now = std::max(now, left[i - 600] + Millis{3'600'000});
    left.push_back(now);
    now += each;
  }
  return now;
}

}  // namespace

int main() {
  for (const int latency : {50, 1'000, 5'000}) {
    for (const Before before : {Before::token, Before::no_token, Before::nothing}) {
      for (const std::size_t requests : {100U, 600U, 827U}) {
        // The sign-in is one of them; page 1 is read twice by a first fetch that has not seen a slow answer.
        const bool page_1_twice = before == Before::nothing && latency < 1'000;
        const std::size_t beside = (before == Before::token ? 0U : 1U) + (page_1_twice ? 1U : 0U);
        const Result result = fetch(requests - beside, Millis{latency}, before);
        fmt::print(
            R"({{"latency_ms":{},"beginning":"{}","requests":{},"wall_ms":{},"longest_answer_ms":{},"refused":{},)"
            R"("plain_ms":{}}})"
            "\n",
            latency, kWords[static_cast<std::size_t>(before)], result.requests, result.wall.count(),
            result.longest_answer.count(), result.refused, plain_way(requests, Millis{latency}).count());
        std::fflush(stdout);
      }
    }
  }
  return 0;
}
