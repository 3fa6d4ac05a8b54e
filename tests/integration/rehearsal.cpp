#include "rehearsal.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <future>
#include <memory>
#include <stdexcept>

namespace dsz::test {
namespace {

namespace fs = std::filesystem;

constexpr int kProducts = 14;

std::string sku_of(int number) { return fmt::format("R{:02}", number); }

sandbox::StoreOptions without_tls() {
  sandbox::StoreOptions options;
  options.ports.https = false;
  return options;
}

/// The first value of the first row, as text.
std::string ask_database(const fs::path& path, const std::string& sql) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, sqlite3_close);
  if (opened != SQLITE_OK) return std::string("cannot be opened: ") + sqlite3_errmsg(raw);
  std::string value;
  char* error = nullptr;
  const auto keep = [](void* into, int, char** columns, char**) {
    *static_cast<std::string*>(into) = columns[0] != nullptr ? columns[0] : "";
    return 1;
  };
  const int result = sqlite3_exec(raw, sql.c_str(), keep, &value, &error);
  const std::string words = error != nullptr ? error : "";
  sqlite3_free(error);
  return result == SQLITE_OK || result == SQLITE_ABORT ? value : words;
}

}  // namespace

Rehearsal::Rehearsal(Job job) : job_(job), shop_(without_tls()) {
  fill();
  prepare();
  files_before_ = files();
  store_before_ = shop_.store.products();
  stock_before_ = stock();
  inventory_before_ = products_in_inventory();
  ledger_before_ = number("SELECT count(*) FROM quota_request");
  start_again();
  const ProgramResult result = run();
  if (result.exit_code != 0) throw std::runtime_error("the undisturbed run failed: " + result.err);
  calls_ = take_calls();
  stock_after_ = stock();
  inventory_after_ = products_in_inventory();
  names_after_ = file_names();
}

std::string Rehearsal::name(Job job) {
  switch (job) {
    case Job::fetch:
      return "fetch";
    case Job::match:
      return "match";
    case Job::sync:
      return "sync";
    case Job::apply:
      return "apply";
    case Job::undo:
      return "undo";
  }
  return "";
}

void Rehearsal::fill() {
  shop_.config["dropshipzone"]["page_size"] = 4;
  shop_.config["woocommerce"]["batch_size"] = 4;
  shop_.config["match"]["guards"]["zeroed_percent"] = 100;
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
  const auto must = [this](const std::vector<std::string>& words) {
    const ProgramResult result = shop_.run(words);
    if (result.exit_code != 0) throw std::runtime_error(words[0] + " failed: " + result.err);
  };
  must({"sync"});
  change_supplier();
  if (job_ == Job::match || job_ == Job::apply) must({"fetch"});
  if (job_ == Job::apply) must({"match", "--dry-run", "--plan", shop_.file("plan.json").string()});
  if (job_ == Job::undo) must({"sync"});
}

std::vector<std::string> Rehearsal::command() const {
  if (job_ == Job::undo) return {"undo", "2", "--yes"};
  if (job_ == Job::apply) return {"apply", shop_.file("plan.json").string()};
  return {name(job_)};
}

void Rehearsal::start_again() {
  for (const auto& entry : fs::directory_iterator(shop_.file(""))) fs::remove_all(entry.path());
  for (const auto& [name, saved] : files_before_) {
    const fs::path path = shop_.file(name);
    if (path.parent_path() != shop_.file("").parent_path()) {
      fs::create_directories(path.parent_path());
      fs::permissions(path.parent_path(), fs::perms::owner_all);
    }
    std::ofstream(path, std::ios::binary) << saved.content;
    fs::permissions(path, saved.mode);
  }
  for (const sandbox::StoreProduct& product : store_before_) shop_.store.put(product);
  shop_.supplier.requests().clear();
  shop_.store.requests().clear();
}

ProgramResult Rehearsal::run(const Staging& staging, const std::string& part) {
  take_calls();
  return shop_.run(command(), staged(staging, shop_.file(part), traces_.path() / "trace"));
}

ProgramResult Rehearsal::run_killed_at(sandbox::Endpoint& endpoint, std::size_t nth, sandbox::Moment moment) {
  std::promise<const Program*> started;
  const auto killed = std::make_shared<std::promise<void>>();
  auto program_to_kill = started.get_future().share();
  endpoint.at_nth({}, nth, moment, [program_to_kill, killed](const auto&) {
    program_to_kill.get()->signal(SIGKILL);
    killed->set_value();
  });
  Program program(shop_.arguments(command()), {.folder = shop_.file("").string()});
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
  EXPECT_TRUE(sound_inventory()) << shop_.content("dropshipzone_inventory.json");
  EXPECT_EQ(integrity(), "ok");
  EXPECT_GE(number("SELECT count(*) FROM quota_request") - ledger_before_,
            static_cast<std::int64_t>(shop_.supplier.requests().count()))
      << "each request is in the ledger before it leaves";
  for (const auto& [id, now] : stock()) {
    EXPECT_TRUE(now == stock_before_.at(id) || now == stock_after_.at(id))
        << "product " << id << " has " << now.first.value_or(-1);
  }
}

void Rehearsal::expect_recovery() {
  const ProgramResult again = run();
  EXPECT_EQ(again.exit_code, 0) << again.err;
  expect_end();
}

void Rehearsal::expect_end(std::string_view may_be_left) {
  EXPECT_EQ(stock(), stock_after_);
  EXPECT_EQ(products_in_inventory(), inventory_after_);
  std::vector<std::string> names = file_names();
  std::erase(names, may_be_left);
  EXPECT_EQ(names, names_after_);
  EXPECT_EQ(number("SELECT count(*) FROM journal WHERE outcome = 'pending'"), 0);
}

Rehearsal::Stock Rehearsal::stock() const {
  Stock stock;
  for (const auto& product : shop_.store.products()) {
    stock[product.id] = {product.stock_quantity, product.stock_status};
  }
  return stock;
}

nlohmann::json Rehearsal::products_in_inventory() const {
  return nlohmann::json::parse(shop_.content("dropshipzone_inventory.json"), nullptr, false)
      .value("products", nlohmann::json());
}

bool Rehearsal::sound_inventory() const {
  const auto inventory = nlohmann::json::parse(shop_.content("dropshipzone_inventory.json"), nullptr, false);
  if (!inventory.is_object() || inventory.value("complete", false) != true) return false;
  const nlohmann::json products = inventory.value("products", nlohmann::json());
  return inventory.value("count", std::size_t{0}) == products.size() &&
         (products == inventory_before_ || products == inventory_after_);
}

Rehearsal::Files Rehearsal::files() const {
  Files files;
  const fs::path folder = shop_.file("");
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().lexically_relative(folder).string();
    files[name] = {shop_.content(name), entry.status().permissions()};
  }
  return files;
}

std::vector<std::string> Rehearsal::file_names() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : files()) {
    // SQLite's companions stay when they could not be folded into the database at the end; the next run does that.
    if (name != "state.db-wal" && name != "state.db-shm") names.push_back(name);
  }
  return names;
}

/// Of a copy: looking into the database would repair it.
std::int64_t Rehearsal::number(const std::string& sql) const {
  const TemporaryFolder copy;
  for (const char* part : {"state.db", "state.db-wal"}) {
    if (fs::exists(shop_.file(part))) fs::copy_file(shop_.file(part), copy.path() / part);
  }
  const std::string value = ask_database(copy.path() / "state.db", sql);
  try {
    return std::stoll(value);
  } catch (const std::logic_error&) {
    ADD_FAILURE() << "state.db: " << value;
    return -1;
  }
}

std::string Rehearsal::integrity() const {
  const TemporaryFolder copy;
  for (const char* part : {"state.db", "state.db-wal"}) {
    if (fs::exists(shop_.file(part))) fs::copy_file(shop_.file(part), copy.path() / part);
  }
  return ask_database(copy.path() / "state.db", "PRAGMA integrity_check");
}

}  // namespace dsz::test
