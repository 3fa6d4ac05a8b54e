#include "config_secrets.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dsz {
namespace {

constexpr std::uint64_t kMaxSecretBytes = 64U << 10U;

bool several_lines(std::string_view secret) { return secret.find_first_of("\r\n") != std::string_view::npos; }

}  // namespace

std::optional<std::string> SecretReader::read(const ConfigKey& key, Need need) {
  refuse_two_ways(key);
  std::optional<std::string> variable = sources_.environment(std::string(key.environment).c_str());
  if (variable && !variable->empty()) return variable;
  if (written_out(key)) return given(key, "")->text;
  if (need == Need::none) return std::nullopt;

  const std::string name(key.path);
  const ConfigValue* plain = given(key, "");
  if (plain != nullptr && need == Need::if_given) return std::nullopt;
  if (plain != nullptr) throw failure(*plain, name + " still is the example's placeholder; put your own there");
  if (const ConfigValue* value = given(key, "_file")) return from_file(name + "_file", *value);
  if (const ConfigValue* value = given(key, "_command")) return from_command(name + "_command", *value);
  return std::nullopt;
}

bool SecretReader::written_out(const ConfigKey& key) const {
  const ConfigValue* value = given(key, "");
  return value != nullptr && value->text != key.placeholder;
}

const ConfigValue* SecretReader::given(const ConfigKey& key, std::string_view suffix) const {
  const ConfigValue* value = document_.at(std::string(key.path).append(suffix));
  return value == nullptr || value->text.empty() ? nullptr : value;
}

void SecretReader::refuse_two_ways(const ConfigKey& key) const {
  const ConfigValue* first = nullptr;
  for (const std::string_view suffix : {"", "_file", "_command"}) {
    const ConfigValue* value = given(key, suffix);
    if (value == nullptr) continue;
    if (first != nullptr) {
      throw failure(*value, fmt::format("{}{} is a second way to give what {} in line {} gives; keep one of them",
                                        key.path, suffix, first->name, first->line));
    }
    first = value;
  }
}

std::string SecretReader::owner_complaint(const FileInfo& info, const std::filesystem::path& path) const {
  if (info.owner == sources_.user || info.owner == 0) return "";
  return fmt::format("belongs to another user (id {}), who could change what is sent and run; run {}", info.owner,
                     shell_command(fmt::format("sudo chown {}", sources_.user), path));
}

std::string SecretReader::folder_complaint(const FileInfo& info, const std::filesystem::path& path) const {
  if (info.owner == sources_.user || info.owner == 0) return "";
  return fmt::format(
      "belongs to another user (id {}), who could replace what is in it; run dsz-sync as that user, or {}", info.owner,
      shell_command(fmt::format("sudo chown -R {}", sources_.user), path));
}

unsigned SecretReader::may_show(const std::filesystem::path& path) const {
  constexpr unsigned kGroupReads = 040;
  const auto credentials = sources_.environment("CREDENTIALS_DIRECTORY");
  return credentials && !credentials->empty() && path.parent_path() == *credentials ? kGroupReads : 0;
}

std::string SecretReader::from_file(const std::string& name, const ConfigValue& value) {
  const std::filesystem::path path = file_.parent_path() / value.text;
  const std::string shown = visible(path.string());
  try {
    const std::optional<FileInfo> info = files_.info(path);
    if (!info) throw failure(value, fmt::format("{} names {}, which is not there", name, shown));
    if (info->is_directory) throw failure(value, fmt::format("{} names {}, which is a folder", name, shown));
    if (const std::string complaint = owner_complaint(*info, path); !complaint.empty()) {
      throw failure(value, fmt::format("{} names {}, which {}", name, shown, complaint));
    }
    if ((info->mode & kOthersMay & ~may_show(path)) != 0) {
      throw failure(value, fmt::format("{} names {}, which others can read or change; run {}", name, shown,
                                       shell_command("chmod 600", path)));
    }
    std::string secret = files_.read_all(path, kMaxSecretBytes).value_or("");
    drop_line_end(secret);
    if (secret.empty()) throw failure(value, fmt::format("{} names {}, which is empty", name, shown));
    if (several_lines(secret)) {
      throw failure(value, fmt::format("{} names {}, which has more than one line", name, shown));
    }
    return secret;
  } catch (const Failure& error) {
    if (error.kind() == FailureKind::usage) throw;
    throw failure(value, fmt::format("{}: {}", name, error.what()));
  }
}

std::string SecretReader::from_command(const std::string& name, const ConfigValue& value) {
  std::string secret;
  try {
    const bool brief = name.starts_with("notify.");
    secret = brief ? sources_.run_brief_command(value.text) : sources_.run_command(value.text);
  } catch (const Failure& error) {
    if (error.kind() != FailureKind::usage) throw;
    throw failure(value, fmt::format("{} failed: {}", name, error.what()));
  }
  if (secret.empty()) throw failure(value, name + " printed nothing");
  if (several_lines(secret)) throw failure(value, name + " printed more than one line");
  return secret;
}

Failure SecretReader::failure(const ConfigValue& value, std::string_view sentence) const {
  return config_failure(file_.string(), value.line, sentence);
}

std::string shell_command(std::string_view words, const std::filesystem::path& path) {
  std::string name = path.string();
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+,@").find(c) != std::string_view::npos;
  });
  if (!plain) {
    std::string quoted = "'";
    for (const char c : name) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    name = quoted + '\'';
  }
  return fmt::format("{} {}", words, visible(name, 4096));
}

void drop_line_end(std::string& text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

}  // namespace dsz
