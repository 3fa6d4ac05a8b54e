#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/run_end.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/cli/command_line.hpp"
#include "dsz/cli/console.hpp"

#include <functional>

namespace dsz {

/// What every command gets.
struct Invocation {
  const Options& options;
  const World& world;
  const ConfigSources& sources;
  Console& console;
  SecretMasker& masker;
};

/// Each does its work and prints its result on stdout; a Failure that it throws has left stdout empty.
RunEnd fetch_command(const Invocation& call);
RunEnd match_command(const Invocation& call);
RunEnd sync_command(const Invocation& call);
RunEnd apply_command(const Invocation& call);
RunEnd undo_command(const Invocation& call);
RunEnd history_command(const Invocation& call);
RunEnd status_command(const Invocation& call);
RunEnd report_command(const Invocation& call);
RunEnd check_command(const Invocation& call);
RunEnd init_command(const Invocation& call);
RunEnd notify_test_command(const Invocation& call);

/// Runs `work`; what it throws becomes an end like any other. The only place where failures are caught.
RunEnd ended(const Invocation& call, const std::function<RunEnd()>& work);

}  // namespace dsz
