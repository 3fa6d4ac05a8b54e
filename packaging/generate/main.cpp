// Makes the manual page and the completions of the shells from the command line's own definition, so that they never
// say anything else than --help:
//   dsz-sync-docs FOLDER            writes them
//   dsz-sync-docs --check FOLDER    exit code 1 when one of them is stale
#include "command_line_app.hpp"
#include "definition.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

namespace {

using dsz::packaging::ProgramText;

constexpr std::pair<const char*, std::string (*)(const ProgramText&)> kFiles[] = {
    {"man/dsz-sync.1", dsz::packaging::man_page},
    {"completions/dsz-sync.bash", dsz::packaging::bash_completion},
    {"completions/_dsz-sync", dsz::packaging::zsh_completion},
    {"completions/dsz-sync.fish", dsz::packaging::fish_completion},
};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::filesystem::path& path, const std::string& content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << content << std::flush;
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

/// How many files are stale.
int stale_files(const std::filesystem::path& folder, const ProgramText& program) {
  int stale = 0;
  for (const auto& [name, make] : kFiles) {
    if (content_of(folder / name) == make(program)) continue;
    std::cerr << (folder / name).string() << " is stale: cmake --build BUILD --target packaging-files makes it anew\n";
    ++stale;
  }
  return stale;
}

}  // namespace

int main(int argc, char** argv) try {
  const bool check = argc == 3 && std::string(argv[1]) == "--check";
  if (argc != (check ? 3 : 2)) {
    std::cerr << "Usage: dsz-sync-docs [--check] FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[argc - 1];
  CLI::App app;
  dsz::Options options;
  dsz::define_command_line(app, options);
  const ProgramText program = dsz::packaging::read_definition(app);
  if (check) return stale_files(folder, program) == 0 ? 0 : 1;
  for (const auto& [name, make] : kFiles) write(folder / name, make(program));
  return 0;
} catch (const std::exception& error) {
  std::cerr << "dsz-sync-docs: " << error.what() << "\n";
  return 1;
}
