#include "dsz/monitor/metrics.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace dsz {
namespace {

/// As the format wants it between the quotes of a label's value.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text;
}

std::string label(std::string_view name, std::string_view value) {
  return fmt::format("{}=\"{}\"", name, escaped(value));
}

std::string number(std::int64_t value) { return std::to_string(value); }
std::string number(std::uint64_t value) { return std::to_string(value); }
std::string seconds(Millis span) { return fmt::format("{:.3f}", static_cast<double>(span.count()) / 1000); }
std::string unix_time(WallTime time) {
  return number(std::int64_t{std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count()});
}

class Text {
 public:
  void metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP dsz_sync_{0} {1}\n# TYPE dsz_sync_{0} {2}\n", name, help, type);
  }
  /// Of the metric that was named last.
  void sample(const std::string& value, const std::string& labels = "") {
    text_ += fmt::format("dsz_sync_{}{}{} {}\n", name_, labels.empty() ? "" : "{" + labels, labels.empty() ? "" : "}",
                         value);
  }
  void gauge(std::string_view name, std::string_view help, const std::string& value) {
    metric(name, "gauge", help);
    sample(value);
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string name_;
  std::string text_;
};

void add_runs(Text& text, const Standing& standing) {
  if (standing.last_run) {
    text.gauge("last_run_timestamp_seconds", "When the last run ended, whatever its outcome.",
               unix_time(standing.last_run->ended));
    text.gauge("last_run_duration_seconds", "How long the last run took.", seconds(standing.last_run->took));
    text.gauge("last_run_exit_code", "Exit code of the last run; 0: done, or nothing to do.",
               number(std::int64_t{standing.last_run->exit_code}));
  }
  text.gauge("last_success_timestamp_seconds", "When the last sync, match or apply with exit code 0 ended; 0: never.",
             standing.last_success ? unix_time(standing.last_success->ended) : "0");
}

void add_inventory(Text& text, const MonitorFacts& facts) {
  if (!facts.present.inventory_info) return;
  const InventoryInfo& inventory = *facts.present.inventory_info;
  text.gauge("inventory_timestamp_seconds", "When the fetch of the inventory began.",
             unix_time(inventory.header.fetched_at));
  text.gauge("inventory_age_seconds",
             "Age of the inventory when the last run ended. It stands still between runs: use "
             "time() - dsz_sync_inventory_timestamp_seconds for its age now.",
             seconds(facts.present.inventory_age));
  text.gauge("inventory_products", "Products of the supplier in the inventory.",
             number(inventory.count - inventory.missing));
}

void add_products(Text& text, const ProductFigures& figures) {
  text.gauge("last_match_timestamp_seconds", "When the run ended of which dsz_sync_products tells.",
             unix_time(figures.ended));
  text.metric("products", "gauge",
              "Products of the store in the last match or sync that read it, by what became of them.");
  text.sample(number(figures.selected), label("state", "selected"));
  text.sample(number(figures.unchanged), label("state", "unchanged"));
  text.sample(number(figures.updated), label("state", "updated"));
  text.sample(number(figures.failed), label("state", "failed"));
  text.sample(number(figures.ignored), label("state", "ignored"));
  text.sample(number(figures.missing), label("state", "missing"));
  text.sample(number(figures.unknown), label("state", "unknown"));
}

void add_guards(Text& text, const GuardStates& states) {
  text.metric("guard_tripped", "gauge", "1: this guard stopped the last match or sync that asked the guards.");
  for (const GuardState& guard : states.guards) text.sample(guard.tripped ? "1" : "0", label("guard", guard.name));
}

void add_requests(Text& text, const Standing& standing) {
  text.metric("requests_total", "counter", "Requests of all runs that ended; throttled: HTTP 429.");
  const auto add = [&text](std::string_view side, const RequestTotals& totals) {
    text.sample(number(totals.ok), label("side", side) + "," + label("outcome", "ok"));
    text.sample(number(totals.failed), label("side", side) + "," + label("outcome", "failed"));
    text.sample(number(totals.throttled), label("side", side) + "," + label("outcome", "throttled"));
  };
  add("supplier", standing.supplier);
  add("store", standing.store);
}

}  // namespace

std::string metrics_text(const MonitorFacts& facts) {
  Text text;
  text.metric("build_info", "gauge", "The version of dsz-sync; always 1.");
  text.sample("1", label("version", facts.version));
  add_runs(text, facts.standing);
  add_inventory(text, facts);
  if (facts.standing.products) add_products(text, *facts.standing.products);
  add_guards(text, facts.standing.guards);
  add_requests(text, facts.standing);
  if (facts.present.quota_left) {
    text.gauge("quota_remaining", "Requests to the supplier that were left within the hour when the last run ended.",
               number(std::int64_t{*facts.present.quota_left}));
  }
  return text.take();
}

}  // namespace dsz
