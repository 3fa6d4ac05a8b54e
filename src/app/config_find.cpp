#include "config_find.hpp"

#include "dsz/app/config.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <vector>

namespace dsz {
namespace {

std::string variable(const ConfigSources& sources, const char* name) { return sources.environment(name).value_or(""); }

std::filesystem::path given(std::string_view how, const std::string& name, FileSystem& files) {
  if (files.info(name)) return name;
  throw Failure(FailureKind::usage, fmt::format("{} names {}, which is not there", how, visible(name)));
}

}  // namespace

/// Where cron's bare environment says nothing, the XDG base directory specification's default counts.
std::filesystem::path user_config_folder(const ConfigSources& sources) {
  if (const std::string folder = variable(sources, "XDG_CONFIG_HOME"); !folder.empty()) return folder;
  const std::string home = variable(sources, "HOME");
  return home.empty() ? std::filesystem::path() : std::filesystem::path(home) / ".config";
}

std::filesystem::path find_config(const std::string& option, const ConfigSources& sources, FileSystem& files) {
  if (!option.empty()) return given("--config", option, files);
  if (const std::string name = variable(sources, "DSZ_SYNC_CONFIG"); !name.empty()) {
    return given("DSZ_SYNC_CONFIG", name, files);
  }
  std::vector<std::filesystem::path> candidates = {"config.json"};
  if (const auto folder = user_config_folder(sources); !folder.empty())
    candidates.push_back(folder / "dsz-sync/config.json");
  candidates.emplace_back("/etc/dsz-sync/config.json");

  std::string looked_at;
  for (const std::filesystem::path& candidate : candidates) {
    if (files.info(candidate)) return candidate;
    looked_at += (looked_at.empty() ? "" : ", ") + visible(candidate.string());
  }
  throw Failure(
      FailureKind::usage,
      fmt::format("there is no configuration: none of {} is there, and neither --config nor DSZ_SYNC_CONFIG is "
                  "given; run dsz-sync init, or copy config.example.json to one of these places",
                  looked_at));
}

}  // namespace dsz
