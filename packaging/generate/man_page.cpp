#include "definition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace dsz::packaging {
namespace {

/// Text as roff takes it: no character of it means anything else.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
  }
  return result.starts_with('.') || result.starts_with('\'') ? "\\&" + result : result;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

/// Lines that are indented stay as they are; the others are filled. With `sections`, "Examples:" begins a section.
std::string footer_text(const std::string& footer, bool sections) {
  std::string result;
  bool literal = false;
  bool new_paragraph = true;
  std::istringstream lines(footer);
  for (std::string line; std::getline(lines, line);) {
    const bool indented = line.starts_with("  ");
    if (literal && !indented) result += ".fi\n.RE\n";
    if (indented && !literal) result += ".RS 2\n.nf\n";
    literal = indented;
    if (line.empty()) {
      new_paragraph = true;
    } else if (sections && new_paragraph && line.ends_with(':')) {
      result += fmt::format(".SH {}\n", upper(line.substr(0, line.size() - 1)));
      new_paragraph = false;
    } else {
      if (new_paragraph && !indented) result += ".PP\n";
      new_paragraph = false;
      result += plain(indented ? line.substr(2) : line) + "\n";
    }
  }
  return literal ? result + ".fi\n.RE\n" : result;
}

std::string option_entry(const OptionText& option) {
  std::string names;
  for (const std::string& name : option.names) {
    const char* const font = option.argument ? "\\fI" : "\\fB";
    names += fmt::format("{}{}{}\\fR", names.empty() ? "" : ", ", font, plain(name));
  }
  if (!option.value.empty()) names += fmt::format(" \\fI{}\\fR", plain(option.value));
  return fmt::format(".TP\n{}\n{}\n", names, plain(option.about));
}

std::string entries(const CommandText& command) {
  std::string text;
  for (const OptionText& option : command.options) text += option_entry(option);
  return text;
}

std::string synopsis(const CommandText& command) {
  std::string text = "dsz-sync " + command.name;
  const auto is_option = [](const OptionText& option) { return !option.argument; };
  if (std::ranges::any_of(command.options, is_option)) text += " [OPTIONS]";
  for (const OptionText& option : command.options) {
    if (option.argument) text += option.required ? " " + option.names.front() : " [" + option.names.front() + "]";
  }
  return plain(text);
}

}  // namespace

std::string man_page(const ProgramText& program) {
  std::string text = fmt::format(
      ".\\\" Made from the command line by dsz-sync-docs (packaging/generate). Do not edit.\n"
      ".TH DSZ\\-SYNC 1 \"\" \"dsz\\-sync {}\" \"User Commands\"\n"
      ".SH NAME\n"
      "dsz\\-sync \\- {}\n"
      ".SH SYNOPSIS\n"
      ".B dsz\\-sync\n"
      "[OPTIONS] COMMAND [OPTIONS]\n"
      ".SH OPTIONS\n"
      "These may stand before and after the command.\n",
      program.version, plain(program.common.about));
  text += entries(program.common) + ".SH COMMANDS\n";
  for (const CommandText& command : program.commands) {
    text += fmt::format(".SS {}\n{}\n", synopsis(command), plain(command.about)) + entries(command) +
            footer_text(command.footer, false);
  }
  return text + footer_text(program.common.footer, true);
}

}  // namespace dsz::packaging
