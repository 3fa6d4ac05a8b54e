#include "definition.hpp"

#include <fmt/format.h>

namespace dsz::packaging {
namespace {

std::string quoted_for_fish(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

/// "-s n -l dry-run", and how its value is completed.
std::string option_words(const OptionText& option) {
  std::string words;
  for (const std::string& name : option.names) {
    words += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (option.value.empty()) return words;
  if (!option.choices.empty()) return words + fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
  return words + (option.takes_file() ? " -r -F" : " -x");
}

std::string line_of(const OptionText& option, const std::string& condition) {
  if (option.argument) {
    return option.takes_file() ? fmt::format("complete -c dsz-sync{} -F\n", condition) : "";
  }
  return fmt::format("complete -c dsz-sync{}{} -d {}\n", condition, option_words(option),
                     quoted_for_fish(short_about(option.about)));
}

}  // namespace

std::string fish_completion(const ProgramText& program) {
  std::string all;
  for (const CommandText& command : program.commands) all += " " + command.name;
  std::string text =
      "# fish completion of dsz-sync\n# Made from the command line by dsz-sync-docs. Do not edit.\n\n"
      "complete -c dsz-sync -f\n";
  for (const OptionText& option : program.common.options) text += line_of(option, "");
  for (const CommandText& command : program.commands) {
    text += fmt::format("\ncomplete -c dsz-sync -n 'not __fish_seen_subcommand_from{}' -a {} -d {}\n", all,
                        command.name, quoted_for_fish(short_about(command.about)));
    const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    for (const OptionText& option : command.options) text += line_of(option, condition);
  }
  return text;
}

}  // namespace dsz::packaging
