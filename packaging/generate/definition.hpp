#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace dsz::packaging {

/// What the files that are made here need to know of one option or argument.
struct OptionText {
  std::vector<std::string> names;    ///< "-n", "--dry-run"; of an argument its name alone: "FILE"
  std::string value;                 ///< "SECONDS"; "" for a flag
  std::vector<std::string> choices;  ///< the words that it may be, when they are known
  std::string about;
  bool argument = false;  ///< without dashes
  bool required = false;

  [[nodiscard]] bool takes_file() const { return (argument ? names.front() : value) == "FILE"; }
};

struct CommandText {
  std::string name;
  std::string about;
  std::string footer;
  std::vector<OptionText> options;
};

struct ProgramText {
  std::string version;
  CommandText common;  ///< the program itself: its options may stand before and after the command
  std::vector<CommandText> commands;
};

ProgramText read_definition(const CLI::App& app);

/// The beginning of a longer text, for one line in a shell: up to the first ";".
std::string short_about(const std::string& about);

/// Each makes one file.
std::string man_page(const ProgramText& program);
std::string bash_completion(const ProgramText& program);
std::string zsh_completion(const ProgramText& program);
std::string fish_completion(const ProgramText& program);

}  // namespace dsz::packaging
