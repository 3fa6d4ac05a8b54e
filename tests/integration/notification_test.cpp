// Who is told what: the real program, with a receiver on this machine and a command.
#include "shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>

namespace dsz::test {
namespace {

using nlohmann::json;
using sandbox::Fault;
using sandbox::Moment;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// A webhook at /hook and a dead-man's switch at /ping.
class Receiver {
 public:
  Receiver() {
    server_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
      const std::scoped_lock lock(mutex_);
      messages_.push_back(json::parse(request.body));
      response.status = status_;
    });
    server_.Post("/ping.*", [this](const httplib::Request& request, httplib::Response&) {
      const std::scoped_lock lock(mutex_);
      pings_.push_back(request.path);
      last_ping_ = request.body;
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();  // stop() does nothing before
  }
  ~Receiver() {
    server_.stop();
    thread_.join();
  }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  void answer_with(int status) { status_ = status; }
  std::vector<json> take_messages() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(messages_, {});
  }
  std::vector<std::string> take_pings() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(pings_, {});
  }
  std::string last_ping() {
    const std::scoped_lock lock(mutex_);
    return last_ping_;
  }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::mutex mutex_;
  std::atomic<int> status_ = 200;
  std::vector<json> messages_;
  std::vector<std::string> pings_;
  std::string last_ping_;
  std::thread thread_;
};

class Notification : public testing::Test {
 protected:
  Notification() {
    shop.put_many(20, 5, 4);
    shop.config["notify"] = {{"webhook", {{"url", receiver.url("/hook")}}},
                             {"healthcheck", {{"url", receiver.url("/ping/12345678")}}}};
  }

  /// They must have been seen at the supplier before.
  void lose_products(int count) {
    if (!std::filesystem::exists(shop.file("dropshipzone_inventory.json"))) {
      EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
      receiver.take_pings();
    }
    for (int i = 0; i < count; ++i) shop.supplier.remove(sku(i));
  }
  /// In the middle, by SIGKILL.
  void kill_a_fetch() {
    std::promise<void> reached;
    std::promise<void> killed;
    auto go_on = killed.get_future().share();
    shop.supplier.endpoint().at_nth({.path_contains = "/v2/products"}, 1, Moment::before,
                                    [&reached, go_on](const auto&) {
                                      reached.set_value();
                                      go_on.wait();
                                    });
    Program program(shop.arguments({"fetch"}));
    reached.get_future().wait();
    program.signal(SIGKILL);
    killed.set_value();
    EXPECT_EQ(program.wait().exit_code, 128 + SIGKILL);
    receiver.take_pings();
  }
  static std::string sku(int i) { return (i < 10 ? "P00" : "P0") + std::to_string(i); }
  std::string log() { return shop.content("logs/sync.log"); }

  Shop shop;  // first: ThreadSanitizer does not see the locks of cpp-httplib, which is compiled without it
  Receiver receiver;
};

TEST_F(Notification, AGuardThatTripsIsToldWithItsFiguresAndTheLog) {
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_THAT(receiver.take_messages(), IsEmpty());
  EXPECT_THAT(receiver.take_pings(), ElementsAre("/ping/12345678/start", "/ping/12345678"));
  lose_products(9);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 4);
  const auto messages = receiver.take_messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].at("subject"), "dsz-sync: stopped, 45% of products missing at the supplier");
  EXPECT_EQ(messages[0].at("exit_code"), 4);
  EXPECT_EQ(messages[0].at("run"), 2);
  EXPECT_THAT(messages[0].at("text"), HasSubstr("Missing at the supplier: 9\n"));
  EXPECT_THAT(messages[0].at("log").back(), HasSubstr("run 2 ended with exit code 4"));
  EXPECT_THAT(receiver.take_pings(), ElementsAre("/ping/12345678/start", "/ping/12345678/4"));
  EXPECT_THAT(receiver.last_ping(), HasSubstr("9 of 20 selected products (45%)"));
}

TEST_F(Notification, AFailureIsToldOnceAndItsEndToo) {
  shop.supplier.faults().add(Fault::json(401, "unauthorized", "no").on({.path_contains = "/auth"}).repeat(1000));
  EXPECT_NE(shop.run({"sync"}).exit_code, 0);
  EXPECT_NE(shop.run({"sync"}).exit_code, 0);
  auto messages = receiver.take_messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].at("occasion"), "failure");
  shop.supplier.faults().clear();
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  messages = receiver.take_messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].at("subject"), "dsz-sync: sync works again");
  EXPECT_EQ(messages[0].at("runs_in_a_row"), 2);
}

TEST_F(Notification, ADigestNamesWhatWentOutOfStock) {
  shop.config["notify"]["on"] = {"digest"};
  shop.supplier.set_stock("P003", 0);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  const auto messages = receiver.take_messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].at("occasion"), "digest");
  EXPECT_THAT(messages[0].at("text"), HasSubstr("Went out of stock (1):\n- P003"));
}

TEST_F(Notification, ADryRunTellsNobody) {
  lose_products(9);
  EXPECT_EQ(shop.run({"sync", "--dry-run"}).exit_code, 4);
  EXPECT_THAT(receiver.take_messages(), IsEmpty());
  EXPECT_THAT(receiver.take_pings(), IsEmpty());
}

TEST_F(Notification, ARunThatWasKilledIsToldOnceByTheNext) {
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  kill_a_fetch();
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  const auto messages = receiver.take_messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].at("subject"), "dsz-sync: run 2 (fetch) was cut off");
  EXPECT_EQ(messages[0].at("cut_off_runs"), json({2}));
  EXPECT_THAT(receiver.take_pings(), ElementsAre("/ping/12345678/fail", "/ping/12345678/start", "/ping/12345678",
                                                 "/ping/12345678/start", "/ping/12345678"));
}

TEST_F(Notification, TheFirstRunOfAllIsToldTooWhenItWasKilled) {
  kill_a_fetch();
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  const auto messages = receiver.take_messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].at("cut_off_runs"), json({1}));
}

TEST_F(Notification, AChannelThatFailsChangesNothingAndIsTriedAgainByTheNextRun) {
  receiver.answer_with(500);
  shop.config["notify"]["command"] = "sleep 100 & sleep 100";
  shop.config["notify"]["timeout_seconds"] = 2;
  shop.config["notify"]["healthcheck"]["url"] = "http://127.0.0.1:1/secret-ping";
  lose_products(9);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 4);
  EXPECT_THAT(log(), HasSubstr("the owner could not be told by webhook: it answered HTTP 500"));
  EXPECT_THAT(log(), HasSubstr("the owner could not be told by command: it took too long and was killed"));
  EXPECT_THAT(log(), HasSubstr("the owner could not be told by healthcheck: 127.0.0.1: could not connect"));
  EXPECT_THAT(log(), Not(HasSubstr("secret-ping")));
  receiver.take_messages();
  receiver.answer_with(204);
  EXPECT_EQ(shop.run({"sync"}).exit_code, 4);
  EXPECT_THAT(receiver.take_messages(), SizeIs(1));
  EXPECT_EQ(shop.run({"sync"}).exit_code, 4);
  EXPECT_THAT(receiver.take_messages(), IsEmpty());
}

TEST_F(Notification, WhatNoChannelTookIsPrintedForCronsMail) {
  receiver.answer_with(500);
  shop.config["notify"]["on"] = {"digest"};
  const auto result = shop.run({"-q", "sync"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("the owner could not be told by webhook: it answered HTTP 500"));
  receiver.answer_with(204);
  EXPECT_EQ(shop.run({"-q", "sync"}).err, "");
}

TEST_F(Notification, ASecretThatIsNotThereIsToldAndIsARunInTheHistory) {
  shop.config["woocommerce"].erase("consumer_secret");
  const auto result = shop.run({"-q", "sync"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("lacks woocommerce.consumer_secret"));
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  const auto messages = receiver.take_messages();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].at("occasion"), "failure");
  EXPECT_EQ(messages[0].at("exit_code"), 2);
  EXPECT_THAT(messages[0].at("sentence").get<std::string>(), HasSubstr("lacks woocommerce.consumer_secret"));
  EXPECT_THAT(receiver.take_pings(), ElementsAre("/ping/12345678/start", "/ping/12345678/2"));
  EXPECT_THAT(shop.run({"history"}).out, HasSubstr("lacks woocommerce.consumer_secret"));
  EXPECT_EQ(shop.run({"sync"}).exit_code, 2);
  EXPECT_EQ(shop.run({"sync", "--dry-run"}).exit_code, 2);
  EXPECT_THAT(receiver.take_messages(), IsEmpty());
}

TEST_F(Notification, WithoutAChannelAWrongConfigurationLeavesNothingBehind) {
  shop.config.erase("notify");
  shop.config["woocommerce"].erase("consumer_secret");
  EXPECT_EQ(shop.run({"sync"}).exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(shop.file("state.db")));
}

TEST_F(Notification, TheCommandGetsTheMessageAndNoSecrets) {
  shop.config["notify"] = {{"command", "env > seen.env; cat > seen.json"}};
  lose_products(9);
  const auto result =
      shop.run({"sync"}, {.environment = {{"DSZ_PASSWORD", "sandbox-password"}, {"DSZ_NOTIFY_EMAIL_PASSWORD", "pw"}}});
  EXPECT_EQ(result.exit_code, 4) << result.err;
  const std::string environment = shop.content("seen.env");
  EXPECT_THAT(environment, HasSubstr("DSZ_OCCASION=guard\n"));
  EXPECT_THAT(environment, HasSubstr("DSZ_SUBJECT=dsz-sync: stopped, 45% of products missing at the supplier\n"));
  EXPECT_THAT(environment, HasSubstr("DSZ_EXIT_CODE=4\n"));
  EXPECT_THAT(environment, HasSubstr("DSZ_COMMAND=sync\n"));
  EXPECT_THAT(environment, Not(HasSubstr("PASSWORD")));
  EXPECT_EQ(json::parse(shop.content("seen.json")).at("occasion"), "guard");
}

TEST_F(Notification, TheTestSaysOfEachChannelWhetherItWorks) {
  auto document = shop.run_json({"notify-test"});
  EXPECT_EQ(document.at("exit_code"), 0);
  EXPECT_EQ(document.at("channels"), json::parse(R"([{"channel": "webhook", "ok": true, "error": null},
                                                      {"channel": "healthcheck", "ok": true, "error": null}])"));
  EXPECT_EQ(receiver.take_messages().at(0).at("occasion"), "test");
  EXPECT_THAT(receiver.take_pings(), ElementsAre("/ping/12345678/log"));
  shop.config["notify"]["command"] = "exit 7";
  const auto result = shop.run({"notify-test"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, "webhook: ok\ncommand: it ended with exit status 7\nhealthcheck: ok\n");
  shop.config.erase("notify");
  EXPECT_EQ(shop.run({"notify-test"}).exit_code, 2);
}

TEST_F(Notification, ASecretThatCannotBeHadStopsNoRun) {
  shop.config["notify"]["webhook"] = {{"url_command", "exit 3"}};
  shop.config["notify"]["healthcheck"] = {{"url_file", "not-there"}};
  const auto result = shop.run({"sync"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shop.quantity("P000"), 5);
  EXPECT_THAT(log(), HasSubstr("notify.healthcheck.url_file names"));
  const auto tried = shop.run({"notify-test"});
  EXPECT_EQ(tried.exit_code, 3);
  EXPECT_THAT(tried.out, HasSubstr("notify.webhook.url_command failed: it ended with exit status 3"));
}

TEST_F(Notification, ASecretsCommandThatHangsIsEnded) {
  shop.config["notify"]["webhook"] = {{"url_command", "sleep 1000"}};
  EXPECT_EQ(shop.run({"sync"}).exit_code, 0);
  EXPECT_THAT(shop.run({"notify-test"}).out,
              HasSubstr("notify.webhook.url_command failed: it took too long and was killed"));
}

TEST_F(Notification, ConfigurationThatCannotWorkIsRefused) {
  shop.config["notify"] = {{"webhook", {{"url", "http://hooks.example/secret-part"}}}};
  auto result = shop.run({"notify-test"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("notify.webhook.url is plain http to another machine; make it https"));
  EXPECT_THAT(result.err, Not(HasSubstr("secret-part")));
  shop.config["notify"] = {{"email", {{"server", "smtp://mail.example"}, {"from", "a@b.example"}}}};
  EXPECT_THAT(shop.run({"notify-test"}).err, HasSubstr("notify.email.to is missing"));
  shop.config["notify"]["email"]["to"] = {"a@b.example", "Bob <b@c.example>"};
  EXPECT_THAT(shop.run({"notify-test"}).err, HasSubstr("must be an address like owner@shop.example"));
}

}  // namespace
}  // namespace dsz::test
