#include "definition.hpp"

#include <fmt/format.h>

namespace dsz::packaging {
namespace {

/// Within '…[…]…' of _arguments.
std::string quoted_for_zsh(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else if (c == '[' || c == ']' || c == ':' || c == '\\') {
      result += std::string("\\") + c;
    } else {
      result += c;
    }
  }
  return result;
}

std::string action(const OptionText& option) {
  if (!option.choices.empty()) return fmt::format("({})", fmt::join(option.choices, " "));
  return option.takes_file() ? "_files" : " ";
}

std::string spec(const OptionText& option) {
  const std::string about = quoted_for_zsh(short_about(option.about));
  if (option.argument)
    return fmt::format("'{}:{}:{}'", option.required ? "1" : ":", option.names.front(), action(option));
  const std::string value = option.value.empty() ? "" : fmt::format(":{}:{}", option.value, action(option));
  if (option.names.size() == 1) return fmt::format("'{}[{}]{}'", option.names.front(), about, value);
  return fmt::format("'({})'{{{}}}'[{}]{}'", fmt::join(option.names, " "), fmt::join(option.names, ","), about, value);
}

}  // namespace

std::string zsh_completion(const ProgramText& program) {
  std::string text =
      "#compdef dsz-sync\n# Made from the command line by dsz-sync-docs. Do not edit.\n\n"
      "_dsz_sync() {\n"
      "  local curcontext=\"$curcontext\" state line\n"
      "  local -a common commands\n"
      "  common=(\n";
  for (const OptionText& option : program.common.options) text += fmt::format("    {}\n", spec(option));
  text += "  )\n  commands=(\n";
  for (const CommandText& command : program.commands) {
    text += fmt::format("    '{}:{}'\n", command.name, quoted_for_zsh(short_about(command.about)));
  }
  text +=
      "  )\n"
      "  _arguments -C $common '1: :->command' '*:: :->arguments'\n"
      "  case $state in\n"
      "    command) _describe -t commands 'dsz-sync command' commands ;;\n"
      "    arguments)\n"
      "      case $line[1] in\n";
  for (const CommandText& command : program.commands) {
    text += fmt::format("        {})\n          _arguments $common", command.name);
    for (const OptionText& option : command.options) text += fmt::format(" \\\n            {}", spec(option));
    text += "\n          ;;\n";
  }
  return text + "      esac\n      ;;\n  esac\n}\n\n_dsz_sync \"$@\"\n";
}

}  // namespace dsz::packaging
