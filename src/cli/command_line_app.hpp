#pragma once

#include "dsz/cli/command_line.hpp"

#include <CLI/CLI.hpp>

namespace dsz {

/// Every option and command, with what --help says of it: what the command line is parsed with, and what the manual
/// page and the completions of the shells are made from (packaging/generate). Both outlive the parsing.
void define_command_line(CLI::App& app, Options& options);

}  // namespace dsz
