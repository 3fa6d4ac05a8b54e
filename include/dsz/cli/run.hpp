#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/world.hpp"
#include "dsz/cli/command_line.hpp"
#include "dsz/cli/console.hpp"

namespace dsz {

/// The program: from its arguments to its exit code.
int run(int argc, const char* const* argv);

/// One command in a given world. Prints the result on console.out, and the sentence of what went wrong on console.err.
int run_command(const Options& options, const World& world, const ConfigSources& sources, Console& console);

}  // namespace dsz
