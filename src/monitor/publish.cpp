#include "dsz/monitor/publish.hpp"

#include "dsz/app/version.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/monitor/metrics.hpp"
#include "dsz/monitor/status_file.hpp"
#include "dsz/os/atomic_file.hpp"
#include "dsz/state/run_history.hpp"

#include <fmt/format.h>

#include <functional>

namespace dsz {
namespace {

constexpr unsigned kForEverybody = 0644;

void attempt(Log& log, const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    log.warning("monitoring: {}", error.what());
  }
}

/// Where that cannot be kept, what this run did is told all the same.
Standing keep(RunContext& context, const RunFacts& facts) {
  Facts kept(context.database());
  const std::optional<std::string> before = kept.get(kFactStanding);
  std::optional<Standing> standing = before ? parse_standing(*before) : Standing{};
  if (!standing) context.log().warning("monitoring: what was kept of earlier runs cannot be read; it begins anew");
  Standing after = stand_after(standing.value_or(Standing{}), facts);
  attempt(context.log(), [&] { kept.set(kFactStanding, standing_text(after)); });
  return after;
}

}  // namespace

void publish(RunContext& context, const SecretMasker& masker, const RunFacts& facts) {
  const Config& config = context.config();
  FileSystem& files = context.world().files;
  attempt(context.log(), [&] {
    MonitorFacts monitor{.version = std::string(version()), .now = facts.run.ended};
    monitor.standing = keep(context, facts);
    monitor.present = read_status(context.world(), config, &context.database(), context.log());
    monitor.present.inventory_trouble = masker.fit_to_show(monitor.present.inventory_trouble);
    const auto write = [&](const std::filesystem::path& path, std::string_view begin, const std::string& text) {
      attempt(context.log(), [&] { replace_own_file(files, path, begin, text, kForEverybody); });
    };
    write(config.status_file, kStatusFileBegin, status_file_text(monitor));
    if (config.metrics_file.empty()) return;
    write(config.metrics_file, kMetricsFileBegin, metrics_text(monitor));
  });
}

}  // namespace dsz
