#include "definition.hpp"

#include "dsz/app/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace dsz::packaging {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

/// CLI11 writes "MODE:{full,targeted}" for an option with a name of its value and the words it may be.
std::vector<std::string> choices_of(const std::string& type) {
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return split(type.substr(open + 1, close - open - 1), ',');
}

OptionText option_text(const CLI::Option& option) {
  OptionText text;
  text.about = option.get_description();
  text.required = option.get_required();
  text.argument = option.get_positional();
  if (text.argument) {
    text.names = {option.get_name(true)};
    return text;
  }
  for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
  if (option.get_expected_max() == 0) return text;
  const std::string type = option.get_type_name();
  text.value = type.substr(0, type.find(':'));
  text.choices = choices_of(type);
  return text;
}

CommandText command_text(const CLI::App& app) {
  CommandText text{app.get_name(), app.get_description(), app.get_footer(), {}};
  for (const CLI::Option* option : app.get_options()) text.options.push_back(option_text(*option));
  return text;
}

}  // namespace

ProgramText read_definition(const CLI::App& app) {
  ProgramText program{std::string(version()), command_text(app), {}};
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    program.commands.push_back(command_text(*command));
    // Each has it from the program.
    std::erase_if(program.commands.back().options,
                  [](const OptionText& option) { return option.names.back() == "--help"; });
  }
  return program;
}

std::string short_about(const std::string& about) { return about.substr(0, about.find(';')); }

}  // namespace dsz::packaging
