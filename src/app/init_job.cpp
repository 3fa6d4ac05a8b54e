#include "dsz/app/init_job.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/http/url.hpp"
#include "dsz/os/atomic_file.hpp"

#include "config_find.hpp"
#include "config_schema.hpp"
#include "config_secrets.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz {
namespace {

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// "email", "email_file" or "email_command", whichever was given.
void put_secret(nlohmann::ordered_json& section, const std::string& key, const std::string& plain,
                const std::string& file, const std::string& command) {
  if (!plain.empty()) section[key] = plain;
  if (!file.empty()) section[key + "_file"] = std::filesystem::absolute(file).string();
  if (!command.empty()) section[key + "_command"] = command;
}

void refuse_open_folder(FileSystem& files, const std::filesystem::path& folder) {
  const auto info = files.info(folder);
  if (!info || (info->mode & 0077U) == 0) return;
  throw Failure(FailureKind::usage, fmt::format("others can look into {}, where the configuration would be: run {}, or "
                                                "name another place with --config",
                                                visible(folder.string()), shell_command("chmod 700", folder)));
}

[[noreturn]] void refuse_existing(const std::filesystem::path& path) {
  throw Failure(FailureKind::usage, fmt::format("{} is there already, and init never writes over it: edit it, or name "
                                                "another place with --config",
                                                visible(path.string())));
}

}  // namespace

std::string initial_complaint(std::string_view key, const std::string& value) {
  if (value.empty()) return "is empty";
  if (!valid_utf8(value)) return "is not UTF-8";
  const bool control = std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (control) return "has a control character in it";
  const auto& schema = config_schema();
  const auto found = std::ranges::find_if(schema, [key](const ConfigKey& each) { return each.path == key; });
  if (value == found->placeholder) return "still is the example's placeholder";
  ConfigValue text;
  text.kind = ConfigValue::Kind::text;
  text.text = value;
  std::string complaint = config_complaint(*found, text);
  if (!complaint.empty() || found->type != ConfigType::url) return complaint;
  const Url url = parse_url(value).value();
  return url.scheme == "https" || url.loopback() ? "" : "is plain http: begin it with https";
}

std::string initial_config(const InitialSettings& settings) {
  nlohmann::ordered_json supplier{{"email", settings.email}};
  put_secret(supplier, "password", settings.password, settings.password_file, settings.password_command);
  nlohmann::ordered_json store{{"url", settings.store_url}, {"consumer_key", settings.consumer_key}};
  put_secret(store, "consumer_secret", settings.consumer_secret, settings.consumer_secret_file,
             settings.consumer_secret_command);
  return nlohmann::ordered_json{{"dropshipzone", supplier}, {"woocommerce", store}}.dump(2) + "\n";
}

std::filesystem::path initial_config_path(const std::string& option, const ConfigSources& sources) {
  if (!option.empty()) return option;
  if (const auto name = sources.environment("DSZ_SYNC_CONFIG"); name && !name->empty()) return *name;
  const std::filesystem::path folder = user_config_folder(sources);
  if (!folder.empty()) return folder / "dsz-sync/config.json";
  throw Failure(FailureKind::usage, "there is no home folder here: name a place for the configuration with --config");
}

void refuse_initial_config(FileSystem& files, const std::filesystem::path& path) {
  if (files.info(path)) refuse_existing(path);
  refuse_open_folder(files, folder_of(path));
}

void write_initial_config(FileSystem& files, const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path folder = folder_of(path);
  files.make_folder(folder, 0700);
  refuse_open_folder(files, folder);
  // As a whole or not at all: half of a configuration would be in the way of the next init.
  if (!create_file(files, path, text, 0600)) refuse_existing(path);
}

std::string next_steps(const std::filesystem::path& config, bool ready) {
  const std::string command = shell_command("dsz-sync --config", std::filesystem::absolute(config));
  if (!ready) {
    return fmt::format(
        "\n{} is written. Mend what stands above (in that file, where it is a setting), then:\n  {} check\n",
        visible(config.string(), 4096), command);
  }
  return fmt::format(
      "\n{} is written. Next:\n"
      "  {} fetch              get the supplier's stock; nothing is written to the store\n"
      "  {} match --dry-run    see what would change\n"
      "  {} match              write it\n"
      "dsz-sync sync --help shows the line for cron.\n",
      visible(config.string(), 4096), command, command, command);
}

}  // namespace dsz
