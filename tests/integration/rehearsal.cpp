#include "rehearsal.hpp"

#include "state_copy.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <future>
#include <memory>
#include <stdexcept>

namespace dsz::test {
namespace {

using testing::AnyOf;

constexpr int kProducts = 14;
constexpr const char* kCountLedger = "SELECT count(*) FROM quota_request";

std::string sku_of(int number) { return fmt::format("R{:02}", number); }

sandbox::StoreOptions without_tls() {
  sandbox::StoreOptions options;
  options.ports.https = false;
  return options;
}

}  // namespace

Rehearsal::Rehearsal(RehearsedJob job) : job_(std::move(job)), shop_(without_tls()) {
  job_.command = in_folder(job_.command);
  fill();
  prepare();
  before_.emplace(shop_.file(""));
  store_before_ = shop_.store.products();
  stock_before_ = stock();
  files_before_ = WholeFiles::in(shop_.file(""));
  ledger_before_ = StateCopy(shop_.file("")).number(kCountLedger);
  start_again();
  const ProgramResult result = run();
  if (result.exit_code != 0) throw std::runtime_error("the undisturbed run failed: " + result.err);
  calls_ = take_calls();
  stock_after_ = stock();
  files_after_ = WholeFiles::in(shop_.file(""));
  if (!job_.mode.empty() && files_after_.inventory.at("mode") != job_.mode) {
    throw std::runtime_error("it was no " + job_.mode + " fetch: " + result.err);
  }
  modes_after_ = modes();
}

void Rehearsal::fill() {
  shop_.config["dropshipzone"]["page_size"] = 4;
  shop_.config["woocommerce"]["batch_size"] = 4;
  shop_.config["match"]["guards"]["zeroed_percent"] = 100;
  shop_.config["report"]["html_file"] = "page.html";
  shop_.config["logging"] = {{"path", "logs/sync.log"}, {"max_size", 65536}};
  for (int i = 0; i < kProducts; ++i) shop_.put(sku_of(i), i, i);
  shop_.supplier.put(sandbox::SupplierProduct{.sku = "RV", .stock = 3});
  shop_.store.put_variable({.sku = "RP", .manage_stock = false}, {{.sku = "RV", .stock_quantity = 3}});
}

void Rehearsal::change_supplier() {
  for (int i = 0; i < kProducts; i += 2) shop_.supplier.set_stock(sku_of(i), i % 4 == 0 ? i + 10 : 0);
  shop_.supplier.set_stock("RV", 8);
}

void Rehearsal::prepare() {
  const auto must = [this](const RehearsedJob::Command& command) {
    const ProgramResult result = shop_.run(in_folder(command));
    if (result.exit_code != 0) throw std::runtime_error(command[0] + " failed: " + result.err);
  };
  must({"sync"});
  for (const auto& command : job_.before) must(command);
  change_supplier();
  for (const auto& command : job_.after) must(command);
}

RehearsedJob::Command Rehearsal::in_folder(RehearsedJob::Command command) const {
  for (std::string& argument : command) {
    if (argument.starts_with("@/")) argument = shop_.file(argument.substr(2)).string();
  }
  return command;
}

void Rehearsal::start_again() {
  before_->put_back();
  for (const sandbox::StoreProduct& product : store_before_) shop_.store.put(product);
  shop_.supplier.requests().clear();
  shop_.store.requests().clear();
}

ProgramResult Rehearsal::run(const Staging& staging, const std::string& part) {
  take_calls();
  return shop_.run(job_.command, staged(staging, shop_.file(part), traces_.path() / "trace"));
}

ProgramResult Rehearsal::run_killed_at(sandbox::Endpoint& endpoint, std::size_t nth, sandbox::Moment moment) {
  std::promise<const Program*> started;
  const auto killed = std::make_shared<std::promise<void>>();
  auto program_to_kill = started.get_future().share();
  endpoint.at_nth({}, nth, moment, [program_to_kill, killed](const auto&) {
    program_to_kill.get()->signal(SIGKILL);
    killed->set_value();
  });
  Program program(shop_.arguments(job_.command), {.folder = shop_.file("").string()});
  started.set_value(&program);
  if (killed->get_future().wait_for(std::chrono::seconds(60)) != std::future_status::ready) {
    throw std::runtime_error("the request at which the program was to be killed never came");
  }
  return program.wait();
}

std::vector<StagedCall> Rehearsal::take_calls() {
  std::vector<StagedCall> calls = take_trace(traces_.path() / "trace");
  if (!calls.empty()) calls.erase(calls.begin());
  return calls;
}

void Rehearsal::expect_sound() {
  expect_old_or_new_files();
  const StateCopy state(shop_.file(""));
  EXPECT_EQ(state.integrity(), "ok");
  EXPECT_GE(state.number(kCountLedger) - ledger_before_, static_cast<std::int64_t>(shop_.supplier.requests().count()))
      << "each request is in the ledger before it leaves";
  for (const auto& [id, now] : stock()) {
    EXPECT_TRUE(now == stock_before_.at(id) || now == stock_after_.at(id))
        << "product " << id << " has " << now.first.value_or(-1);
  }
}

void Rehearsal::expect_old_or_new_files() {
  const WholeFiles now = WholeFiles::in(shop_.file(""));
  EXPECT_THAT(now.inventory, AnyOf(files_before_.inventory, files_after_.inventory));
  EXPECT_THAT(now.plan, AnyOf(nullptr, files_before_.plan, files_after_.plan)) << "the old one goes first";
  EXPECT_THAT(now.report, AnyOf(files_before_.report, files_after_.report));
  EXPECT_EQ(now.page, true);
  for (const auto& [name, mode] : modes()) {
    const auto after = modes_after_.find(name);
    EXPECT_TRUE(after == modes_after_.end() || after->second == mode) << name;
  }
}

void Rehearsal::expect_recovery() {
  const ProgramResult again = run();
  EXPECT_EQ(again.exit_code, 0) << again.err;
  expect_end();
}

void Rehearsal::expect_end(const std::set<std::string>& may_be_left) {
  EXPECT_EQ(stock(), stock_after_);
  const WholeFiles now = WholeFiles::in(shop_.file(""));
  EXPECT_EQ(now.inventory, files_after_.inventory);
  EXPECT_EQ(now.plan, files_after_.plan);
  EXPECT_EQ(now.report, files_after_.report);
  EXPECT_EQ(now.page, true);
  auto left = modes();
  std::erase_if(left, [&may_be_left](const auto& file) { return may_be_left.contains(file.first); });
  EXPECT_EQ(left, modes_after_);
  EXPECT_EQ(StateCopy(shop_.file("")).number("SELECT count(*) FROM journal WHERE outcome = 'pending'"), 0);
}

/// SQLite's companions stay when they could not be folded into the database at the end; the next run does that.
std::map<std::string, std::filesystem::perms> Rehearsal::modes() const {
  auto modes = modes_below(shop_.file(""));
  for (const char* companion : {"state.db-wal", "state.db-shm"}) modes.erase(companion);
  return modes;
}

Rehearsal::Stock Rehearsal::stock() const {
  Stock stock;
  for (const auto& product : shop_.store.products()) {
    stock[product.id] = {product.stock_quantity, product.stock_status};
  }
  return stock;
}

}  // namespace dsz::test
