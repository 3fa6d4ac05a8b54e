#include "dsz/http/server_time.hpp"

#include "dsz/http/observed.hpp"

#include "requests.hpp"
#include "scripted_http_client.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

using test::answer;

TEST(ServerTime, IsItsDateAndTheAgeThatACacheAdds) {
  const ResponseHead fresh{200, {{"Date", "Sun, 22 Nov 2026 08:00:00 GMT"}}};
  EXPECT_EQ(format_utc(server_time(fresh).value()), "2026-11-22T08:00:00Z");
  const ResponseHead old{200, {{"Date", "Sun, 22 Nov 2026 08:00:00 GMT"}, {"Age", "3600"}}};
  EXPECT_EQ(format_utc(server_time(old).value()), "2026-11-22T09:00:00Z");
}

TEST(ServerTime, WhatIsNoHttpDateIsNoTime) {
  for (const char* text : {"", "5.5", "yesterday-ish", "2026"}) {
    EXPECT_FALSE(server_time({200, {{"Date", text}}})) << text;
  }
  EXPECT_FALSE(server_time({200, {{"Age", "5"}}}));
  EXPECT_EQ(server_time({200, {{"Date", "Sun, 22 Nov 2026 08:00:00 GMT"}, {"Age", "-5"}}}),
            server_time({200, {{"Date", "Sun, 22 Nov 2026 08:00:00 GMT"}}}));
}

TEST(Observed, SeesEachOutcomeBeforeTheOneWhoAsked) {
  test::FakeClock clock;
  std::vector<std::string> seen;
  const auto client =
      observed(std::make_unique<test::ScriptedHttpClient>(clock, [](const Request&) { return answer(404, "none"); }),
               [&](const Outcome& outcome) { seen.push_back("observer " + outcome.describe()); });
  client->start(test::get("x"), [&](const Outcome& outcome) { seen.push_back("caller " + outcome.describe()); });
  EXPECT_EQ(client->in_flight(), 1U);
  client->run_until(SteadyTime::max());
  EXPECT_EQ(seen, (std::vector<std::string>{"observer HTTP 404", "caller HTTP 404"}));
}

}  // namespace
}  // namespace dsz
