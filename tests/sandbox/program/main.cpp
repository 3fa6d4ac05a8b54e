// dsz-sandbox: both services on loopback, until SIGTERM or SIGINT.
#include "sandbox/program/control.hpp"
#include "sandbox/program/demo_files.hpp"
#include "sandbox/program/generated_world.hpp"
#include "sandbox/program/json_world.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>

namespace {

using namespace dsz::sandbox;

struct Options {
  WorldSize size;
  SupplierOptions supplier;
  StoreOptions store;
  std::string world_file;
  std::string config_folder;
  std::string ready_file;
  bool real_quota = false;
  Latency store_latency;
  Latency supplier_latency;
};

/// What was measured with 10,000 products on two cores: 0.14 s for 100 rows of the stock report, 2.4 s for 100 items
/// with trimmed answers, 3.2 s with whole ones.
Latency measured_latency() {
  Latency latency;
  latency.per_request = std::chrono::milliseconds(90);
  latency.per_row = std::chrono::microseconds(2600);
  latency.per_report_row = std::chrono::microseconds(500);
  latency.per_item = std::chrono::milliseconds(23);
  latency.per_whole_item = std::chrono::milliseconds(8);
  latency.at_a_time = 2;
  return latency;
}

/// --slow-store is declared first, so that each single value replaces one of the measured ones.
void declare_latency(CLI::App& app, Options& options) {
  const auto span = [&app](const char* name, std::chrono::microseconds& value, const char* help) {
    app.add_option_function<double>(
           name, [&value](double ms) { value = std::chrono::microseconds(static_cast<std::int64_t>(ms * 1000)); }, help)
        ->type_name("MS")
        ->check(CLI::NonNegativeNumber);
  };
  Latency& store = options.store_latency;
  app.add_flag_callback(
      "--slow-store", [&store] { store = measured_latency(); },
      "The store takes the time that a real one took, two at a time");
  span("--store-request-ms", store.per_request, "The store's time for a request, besides the following");
  span("--store-row-ms", store.per_row, "for a row of a list");
  span("--store-report-row-ms", store.per_report_row, "for a row of the stock report");
  span("--store-item-ms", store.per_item, "for a written item");
  span("--store-whole-item-ms", store.per_whole_item, "besides, for one whose answer _fields does not trim");
  app.add_option("--store-at-a-time", store.at_a_time, "Requests that the store works on at once; 0: all");
  span("--supplier-request-ms", options.supplier_latency.per_request, "The supplier's time for a request");
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--products", options.size.supplier_products, "Products of the supplier")->capture_default_str();
  app.add_option("--store-products", options.size.store_products, "How many of them the store sells")
      ->capture_default_str();
  app.add_option("--seed", options.size.seed, "The same seed makes the same world")->capture_default_str();
  app.add_option("--world", options.world_file, "Take the world from this JSON file instead")->check(CLI::ExistingFile);
  app.add_option("--store-version", options.store.version, "WooCommerce's version")
      ->check(CLI::IsMember({"11.0.1", "7.9.0"}))
      ->capture_default_str();
  app.add_option("--supplier-port", options.supplier.ports.http_port, "http; 0: any free one");
  app.add_flag("--supplier-https", options.supplier.ports.https,
               "The supplier speaks https too, and config.json says so");
  app.add_option("--store-port", options.store.ports.https_port, "https; 0: any free one");
  app.add_option("--config-dir", options.config_folder, "Write a config.json for dsz-sync there");
  app.add_option("--ready-file", options.ready_file, "Written when both services answer: their addresses");
  app.add_flag("--real-quota", options.real_quota, "The supplier's 60 requests a minute and 600 an hour");
  declare_latency(app, options);
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void serve(const Options& options, const sigset_t& stop_signals) {
  SupplierOptions supplier_options = options.supplier;
  if (options.real_quota) supplier_options.quota = real_quota();
  StoreService store(options.store);
  SupplierService supplier(supplier_options);
  store.endpoint().set_latency(options.store_latency);
  supplier.endpoint().set_latency(options.supplier_latency);
  if (options.world_file.empty()) {
    generate_world(options.size, supplier, store);
  } else {
    load_world(read_file(options.world_file), supplier, store);
  }
  open_control(supplier, store);
  if (!options.config_folder.empty()) write_config(options.config_folder, supplier, store);
  std::printf("supplier  %s\nstore     %s  (WooCommerce %s, also %s)\nca_file   %s\ncontrol   %s/_sandbox/counters\n",
              supplier.url().c_str(), store.url().c_str(), options.store.version.c_str(), store.http_url().c_str(),
              store.ca_file().c_str(), supplier.url().c_str());
  std::fflush(stdout);
  if (!options.ready_file.empty()) write_ready_file(options.ready_file, supplier, store);
  int signal = 0;
  sigwait(&stop_signals, &signal);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A stand-in for the supplier and the store of dsz-sync, on loopback, until SIGTERM.", "dsz-sandbox");
  Options options;
  declare(app, options);
  CLI11_PARSE(app, argc, argv);
  // Blocked before the first thread starts, so that every thread leaves them to sigwait.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGTERM);
  sigaddset(&stop_signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  try {
    serve(options, stop_signals);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "dsz-sandbox: %s\n", error.what());
    return 1;
  }
  return 0;
}
