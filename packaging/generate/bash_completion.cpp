#include "definition.hpp"

#include <fmt/format.h>

namespace dsz::packaging {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
  return fmt::format("{}", fmt::join(words, between));
}

std::string option_names(const CommandText& command) {
  std::string names;
  for (const OptionText& option : command.options) {
    if (!option.argument) names += (names.empty() ? "" : " ") + joined(option.names, " ");
  }
  return names;
}

/// "*:--config | *:-c"
std::string pattern(const std::string& command, const OptionText& option) {
  std::string text;
  for (const std::string& name : option.names) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : " | ", command, name);
  }
  return text;
}

/// What is offered after an option that takes a value. `command` is a pattern of the shell.
std::string value_cases(const std::string& command, const CommandText& text) {
  std::string cases;
  for (const OptionText& option : text.options) {
    if (option.argument || option.value.empty()) continue;
    const std::string action = !option.choices.empty()
                                   ? fmt::format("_dsz_sync_words '{}'", joined(option.choices, " "))
                               : option.takes_file() ? "_dsz_sync_files"
                                                     : ":";
    cases += fmt::format("    {}) {}; return ;;\n", pattern(command, option), action);
  }
  return cases;
}

bool has_file_argument(const CommandText& command) {
  for (const OptionText& option : command.options) {
    if (option.argument && option.takes_file()) return true;
  }
  return false;
}

std::string names_with_value(const ProgramText& program) {
  std::vector<std::string> names;
  for (const OptionText& option : program.common.options) {
    if (!option.value.empty()) names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return joined(names, " | ");
}

constexpr const char* kHelpers = R"(_dsz_sync_words() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

_dsz_sync_files() {
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$cur")
}
)";

}  // namespace

std::string bash_completion(const ProgramText& program) {
  std::vector<std::string> commands;
  for (const CommandText& command : program.commands) commands.push_back(command.name);
  std::string text = "# bash completion of dsz-sync\n# Made from the command line by dsz-sync-docs. Do not edit.\n\n";
  text += kHelpers;
  text += fmt::format(R"(
_dsz_sync() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} command= words i
  # The shell takes --option=value apart at the sign.
  if [[ $prev == = ]]; then prev=${{COMP_WORDS[COMP_CWORD - 2]}}; fi
  if [[ $cur == = ]]; then cur=; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {}) [[ ${{COMP_WORDS[i + 1]}} == = ]] && ((i++)); ((i++)) ;;
      {}) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  COMPREPLY=()
  case $command:$prev in
)",
                      names_with_value(program), joined(commands, " | "));
  text += value_cases("*", program.common);
  for (const CommandText& command : program.commands) text += value_cases(command.name, command);
  text += fmt::format("  esac\n  words='{}'\n  case $command in\n    '') words+=' {}' ;;\n",
                      option_names(program.common), joined(commands, " "));
  for (const CommandText& command : program.commands) {
    const std::string names = option_names(command);
    if (!names.empty()) text += fmt::format("    {}) words+=' {}' ;;\n", command.name, names);
  }
  text += "  esac\n  _dsz_sync_words \"$words\"\n";
  for (const CommandText& command : program.commands) {
    if (has_file_argument(command))
      text += fmt::format("  if [[ $command == {} ]]; then _dsz_sync_files; fi\n", command.name);
  }
  return text + "}\n\ncomplete -F _dsz_sync dsz-sync\n";
}

}  // namespace dsz::packaging
