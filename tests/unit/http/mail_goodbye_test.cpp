#include "dsz/http/mail.hpp"

#include "fake_signals.hpp"
#include "raw_server.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace dsz::test {
namespace {

/// libcurl by itself would wait for two minutes here, and the test would be ended.
TEST(MailGoodbye, AServerThatHasTheMailAndNeverSaysGoodbyeHoldsNobodyUp) {
  RawServer server([](const RawConnection& connection) {
    connection.send("220 mail.example\r\n");
    for (const char* reply : {"250 hello\r\n", "250 sender\r\n", "250 recipient\r\n", "354 go on\r\n"}) {
      static_cast<void>(connection.read_some());
      connection.send(reply);
    }
    static_cast<void>(connection.read_head());
    connection.send("250 taken\r\n");
    connection.wait_until_client_hangs_up();
  });
  const std::unique_ptr<Clock> clock = posix_clock();
  const FakeSignals signals;
  const Mail mail{.from = "shop@shop.example",
                  .to = {"owner@shop.example"},
                  .subject = "s",
                  .text = "t\n",
                  .html = "<p>t</p>\n",
                  .date = {},
                  .message_id = "1@shop.example"};
  const std::string url = server.url("", "smtp");
  EXPECT_EQ(send_mail({.url = url, .user = {}, .password = {}, .ca_file = {}}, mail,
                      clock->steady() + std::chrono::minutes{5}, *clock, signals)
                .error,
            "");
}

}  // namespace
}  // namespace dsz::test
