#include "dsz/app/config.hpp"
#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/http/url.hpp"

#include "config_schema.hpp"
#include "config_secrets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace dsz {
namespace {

constexpr std::uint64_t kMaxFileBytes = 1U << 20U;

const ConfigKey* key_at(std::string_view path) {
  const std::vector<ConfigKey>& schema = config_schema();
  const auto found =
      std::find_if(schema.begin(), schema.end(), [path](const ConfigKey& key) { return key.path == path; });
  return found == schema.end() ? nullptr : &*found;
}

/// The names that may stand in an object: `section` is "" or "match.guards.".
std::set<std::string_view> names_in(std::string_view section) {
  std::set<std::string_view> names;
  for (const ConfigKey& key : config_schema()) {
    if (key.path.starts_with(section)) {
      const std::string_view rest = key.path.substr(section.size());
      names.insert(rest.substr(0, rest.find('.')));
    }
  }
  return names;
}

/// The known key that was probably meant: the nearest of its section, else one of that name in another section.
std::string suggestion(std::string_view section, std::string_view name) {
  const std::set<std::string_view> names = names_in(section);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  if (const std::string near = nearest(name, candidates); !near.empty()) {
    return fmt::format("did you mean {}{}?", section, near);
  }
  for (const ConfigKey& key : config_schema()) {
    if (key.path.substr(key.path.rfind('.') + 1) == name) return fmt::format("did you mean {}?", key.path);
  }
  return fmt::format("known here are {}", fmt::join(names, ", "));
}

/// Reads one file. The steps are in the order in which an owner mends them.
class ConfigReader {
 public:
  ConfigReader(const std::filesystem::path& file, const ConfigNeeds& needs, const ConfigSources& sources,
               FileSystem& files, SecretMasker& masker)
      : file_(file),
        needs_(needs),
        files_(files),
        masker_(masker),
        document_(read_document()),
        secrets_(file_, document_, sources, files) {}

  Config read() {
    refuse_unknown_keys(document_, "");
    refuse_empty_selection();
    for (const ConfigKey& key : config_schema()) check(key);
    refuse_broken_pattern();
    if (const std::string complaint = secrets_.owner_complaint(info_, file_); !complaint.empty()) {
      throw failure(0, complaint);
    }
    refuse_open_permissions();
    config_.file = file_;
    config_.state_dir = file_.has_parent_path() ? file_.parent_path() : std::filesystem::path(".");
    for (const ConfigKey& key : config_schema()) take(key);
    refuse_missing();
    refuse_cap_below_minimum();
    refuse_plain_http();
    refuse_useless_notify();
    if (config_.log.path.empty()) config_.log.path = config_.state_dir / "logs" / "sync.log";
    if (config_.status_file.empty()) config_.status_file = config_.state_dir / "status.json";
    check_files();
    return std::move(config_);
  }

 private:
  ConfigValue read_document() {
    const std::string name = file_.string();
    try {
      const std::optional<FileInfo> info = files_.info(file_);
      if (info && info->is_directory) throw config_failure(name, 0, "is a folder; name the file in it");
      const std::optional<std::string> text = files_.read_all(file_, kMaxFileBytes);
      if (!info || !text) throw config_failure(name, 0, "is not there");
      info_ = *info;
      return parse_config_document(*text, name);
    } catch (const Failure& error) {
      if (error.kind() == FailureKind::usage) throw;
      throw Failure(FailureKind::usage, error.what());
    }
  }

  /// `section` is the path of `object` with a dot after it.
  void refuse_unknown_keys(const ConfigValue& object, const std::string& section) const {
    if (object.kind != ConfigValue::Kind::object) {
      const std::string what = section.empty() ? "it" : section.substr(0, section.size() - 1);
      throw failure(object.line, what + " must be an object: { … }");
    }
    const std::set<std::string_view> names = names_in(section);
    for (const ConfigValue& member : object.children) {
      const std::string path = section + member.name;
      if (!names.contains(member.name)) {
        throw failure(member.line,
                      fmt::format("{} is not a known key; {}", visible(path), suggestion(section, member.name)));
      }
      if (key_at(path) == nullptr) refuse_unknown_keys(member, path + '.');
    }
  }

  /// It would read as "select nothing" and mean "select by the supplier's SKUs".
  void refuse_empty_selection() const {
    const ConfigValue* select = document_.at("match.select");
    if (select == nullptr || !select->children.empty()) return;
    throw failure(select->line, fmt::format("match.select is empty; name one or more of {} in it, or remove it",
                                            fmt::join(names_in("match.select."), ", ")));
  }

  void check(const ConfigKey& key) const {
    const ConfigValue* value = document_.at(key.path);
    if (value == nullptr) return;
    const std::string complaint = config_complaint(key, *value);
    if (!complaint.empty()) throw failure(value->line, fmt::format("{} {}", key.path, complaint));
  }

  void refuse_broken_pattern() const {
    const ConfigValue* pattern = document_.at("match.select.sku_pattern");
    if (pattern == nullptr) return;
    const std::string complaint = pattern_complaint(pattern->text);
    if (!complaint.empty()) throw failure(pattern->line, "match.select.sku_pattern " + complaint);
  }

  /// Every product would go to 0.
  void refuse_cap_below_minimum() const {
    const StockRules& stock = config_.match.rules.stock;
    if (!stock.cap || *stock.cap >= stock.minimum) return;
    throw failure(document_.at("match.cap")->line,
                  fmt::format("match.cap ({}) is below match.minimum ({}), so that every product would go to 0",
                              *stock.cap, stock.minimum));
  }

  void refuse_plain_http() const {
    refuse_plain_http("dropshipzone", "dropshipzone.base_url", config_.supplier_over_plain_http);
    refuse_plain_http("woocommerce", "woocommerce.url", config_.store_over_plain_http);
  }

  void refuse_plain_http(std::string_view section, std::string_view key, bool allowed) const {
    const ConfigValue* value = document_.at(key);
    const std::optional<Url> url = value == nullptr ? std::nullopt : parse_url(value->text);
    if (allowed || !url || url->scheme == "https" || url->loopback()) return;
    throw failure(value->line,
                  fmt::format("{} is plain http, which the whole network between can read and change; make "
                              "it https (or, knowing that, set {}.allow_insecure_http to true)",
                              key, section));
  }

  void refuse_useless_notify() const {
    const NotifyComplaint complaint = notify_complaint(config_.notify);
    if (complaint.key.empty()) return;
    const ConfigValue* value = document_.at(complaint.key);
    throw failure(value == nullptr ? 0 : value->line, complaint.sentence);
  }

  void refuse_open_permissions() const {
    const std::vector<ConfigKey>& schema = config_schema();
    const bool secret = std::any_of(schema.begin(), schema.end(), [this](const ConfigKey& key) {
      return key.type == ConfigType::secret && secrets_.written_out(key);
    });
    if (secret && (info_.mode & kOthersMay) != 0) {
      throw failure(0, "has secrets in it and others can read or change it; run " + shell_command("chmod 600", file_));
    }
    if ((info_.mode & kOthersMayWrite) != 0)
      throw failure(0, "can be changed by others; run " + shell_command("chmod go-w", file_));
  }

  void take(const ConfigKey& key) {
    if (!key.apply) return;
    const bool needed = !key.placeholder.empty() || key.type == ConfigType::secret;
    const Need need = needed ? need_of(key) : Need::none;
    const bool required = need == Need::required;
    if (key.type == ConfigType::secret) {
      take_secret(key, need);
      return;
    }
    const ConfigValue* value = document_.at(key.path);
    if (value != nullptr && !key.placeholder.empty() && value->text == key.placeholder) {
      if (required)
        throw failure(value->line, fmt::format("{} still is the example's placeholder; put your own there", key.path));
      return;
    }
    if (value != nullptr) {
      key.apply(config_, *value);
    } else if (!key.standard.empty()) {
      key.apply(config_, parse_config_document(key.standard, key.path));
    } else if (required) {
      missing_.emplace_back(key.path);
    }
  }

  void take_secret(const ConfigKey& key, Need need) {
    std::optional<std::string> secret = read_secret(key, need);
    if (secret) {
      masker_.add(*secret);
      ConfigValue value;
      value.text = std::move(*secret);
      key.apply(config_, value);
    } else if (need == Need::required) {
      missing_.push_back(fmt::format("{} (or the environment variable {})", key.path, key.environment));
    }
  }

  /// What keeps a message from being sent must not keep a run from beginning, nor hold it up: the time that commands
  /// for its secrets may take is taken from the messages.
  std::optional<std::string> read_secret(const ConfigKey& key, Need need) {
    if (!key.path.starts_with("notify.")) return secrets_.read(key, need);
    const bool by_command = need != Need::none && document_.at(std::string(key.path) + "_command") != nullptr;
    if (by_command) config_.notify.timeout = std::max(Millis{1'000}, config_.notify.timeout - kBriefCommand);
    try {
      return secrets_.read(key, need);
    } catch (const Failure& failure) {
      config_.notify.troubles.emplace(key.path, failure.what());
      return std::nullopt;
    }
  }

  [[nodiscard]] Need need_of(const ConfigKey& key) const {
    if (key.path.starts_with("dropshipzone.")) return needs_.supplier;
    if (key.path.starts_with("notify.")) return needs_.notify;
    return key.path.starts_with("woocommerce.") ? needs_.store : Need::none;
  }

  void refuse_missing() const {
    if (missing_.empty()) return;
    throw failure(0, fmt::format("lacks {}", fmt::join(missing_, ", ")));
  }

  void check_certificates(std::string_view key, const std::filesystem::path& file) const {
    if (file.empty() || files_.info(file)) return;
    throw failure(document_.at(key)->line, fmt::format("{} names {}, which is not there", key, visible(file.string())));
  }

  void check_files() const {
    if (needs_.supplier != Need::none) check_certificates("dropshipzone.ca_file", config_.supplier_ca_file);
    if (needs_.store != Need::none) check_certificates("woocommerce.ca_file", config_.store_ca_file);
    if (needs_.notify != Need::none) check_certificates("notify.email.ca_file", config_.notify.email.ca_file);
    refuse_foreign_folder("the state folder", config_.state_dir, kOthersMayWrite);
    constexpr unsigned kAnybodyMayWrite = 002;  // many systems let a group of theirs write into /var/log
    if (config_.log.path.has_parent_path()) {
      refuse_foreign_folder("logging.path's folder", config_.log.path.parent_path(), kAnybodyMayWrite);
    }
  }

  /// In it, others could put a file or a link in the place of ours.
  void refuse_foreign_folder(std::string_view what, const std::filesystem::path& path, unsigned not_for_others) const {
    const std::optional<FileInfo> folder = files_.info(path);
    if (!folder) return;
    const std::string name = fmt::format("{} {}", what, visible(path.string()));
    if (!folder->is_directory) throw Failure(FailureKind::usage, name + " is not a folder");
    if (const std::string complaint = secrets_.folder_complaint(*folder, path); !complaint.empty()) {
      throw Failure(FailureKind::usage, fmt::format("{} {}", name, complaint));
    }
    if ((folder->mode & not_for_others) != 0) {
      throw Failure(FailureKind::usage,
                    fmt::format("others can write into {}; run {}", name, shell_command("chmod 700", path)));
    }
  }

  [[nodiscard]] Failure failure(int line, std::string_view sentence) const {
    return config_failure(file_.string(), line, sentence);
  }

  const std::filesystem::path file_;
  const ConfigNeeds needs_;
  FileSystem& files_;
  SecretMasker& masker_;
  FileInfo info_;
  ConfigValue document_;
  SecretReader secrets_;
  Config config_;
  std::vector<std::string> missing_;
};

}  // namespace

Config load_config(const std::filesystem::path& file, const ConfigNeeds& needs, const ConfigSources& sources,
                   FileSystem& files, SecretMasker& masker) {
  return ConfigReader(file, needs, sources, files, masker).read();
}

}  // namespace dsz
