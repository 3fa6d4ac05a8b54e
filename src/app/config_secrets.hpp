#pragma once

#include "dsz/app/config.hpp"

#include "config_schema.hpp"

#include <optional>
#include <string>

namespace dsz {

/// Mode bits of a file or folder that are another user's.
inline constexpr unsigned kOthersMay = 077;
inline constexpr unsigned kOthersMayWrite = 022;

/// Finds the value of a secret key: the environment, then KEY, KEY_file or KEY_command. Two of the last three, a file
/// that others can read, a command that fails: Failure(usage), never with the secret or what a command printed.
class SecretReader {
 public:
  SecretReader(const std::filesystem::path& file, const ConfigValue& document, const ConfigSources& sources,
               FileSystem& files)
      : file_(file), document_(document), sources_(sources), files_(files) {}

  /// A key without need is taken where that costs nothing (environment, KEY), and no file is read or command run for
  /// it. nullopt when it is not given.
  std::optional<std::string> read(const ConfigKey& key, Need need);
  /// True when the file itself holds the secret.
  [[nodiscard]] bool written_out(const ConfigKey& key) const;
  /// "belongs to another user (id 1001) …", to follow a file's name; "" when it is ours or root's. Its owner may change
  /// it at will: which secrets we send, and which commands we run.
  [[nodiscard]] std::string owner_complaint(const FileInfo& info, const std::filesystem::path& path) const;
  /// The same of a folder that we write into.
  [[nodiscard]] std::string folder_complaint(const FileInfo& info, const std::filesystem::path& path) const;

 private:
  [[nodiscard]] const ConfigValue* given(const ConfigKey& key, std::string_view suffix) const;
  void refuse_two_ways(const ConfigKey& key) const;
  /// Rights of others that mean nothing: where systemd gives a service its credentials by an access list, the list's
  /// mask shows as the group's right to read (systemd.exec(5), LoadCredential=).
  [[nodiscard]] unsigned may_show(const std::filesystem::path& path) const;
  std::string from_file(const std::string& name, const ConfigValue& value);
  std::string from_command(const std::string& name, const ConfigValue& value);
  [[nodiscard]] Failure failure(const ConfigValue& value, std::string_view sentence) const;

  const std::filesystem::path& file_;
  const ConfigValue& document_;
  const ConfigSources& sources_;
  FileSystem& files_;
};

/// "chmod 600 '/a folder/config.json'" for "chmod 600", ready to be pasted into a shell.
std::string shell_command(std::string_view words, const std::filesystem::path& path);

/// What a file or a command gave, without its last line end.
void drop_line_end(std::string& text);

}  // namespace dsz
