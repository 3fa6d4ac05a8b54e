#include "dsz/cli/run.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/cli/command.hpp"
#include "dsz/cli/json_output.hpp"

#include <ostream>

namespace dsz {
namespace {

RunEnd perform(const Invocation& call) {
  switch (call.options.command) {
    case CommandName::fetch:
      return fetch_command(call);
    case CommandName::match:
      return match_command(call);
    case CommandName::sync:
      return sync_command(call);
    case CommandName::apply:
      return apply_command(call);
    case CommandName::undo:
      return undo_command(call);
    case CommandName::history:
      return history_command(call);
    case CommandName::status:
      return status_command(call);
    case CommandName::report:
      return report_command(call);
    case CommandName::check:
      return check_command(call);
    case CommandName::init:
      return init_command(call);
    case CommandName::notify_test:
      return notify_test_command(call);
  }
  throw Failure(FailureKind::unexpected, "a command without a job");
}

}  // namespace

RunEnd ended(const Invocation& call, const std::function<RunEnd()>& work) {
  RunEnd end;
  try {
    end = work();
  } catch (const Failure& failure) {
    end = end_of(failure);
  } catch (const std::exception& error) {
    end = end_of(Failure(FailureKind::unexpected, std::string("unexpected: ") + error.what()));
  }
  end.sentence = call.masker.fit_to_show(end.sentence);
  return end;
}

int run_command(const Options& options, const World& world, const ConfigSources& sources, Console& console) {
  SecretMasker masker;
  const Invocation call{options, world, sources, console, masker};
  bool printed = false;
  const RunEnd end = ended(call, [&] {
    RunEnd result = perform(call);
    printed = true;
    return result;
  });
  ExitCode code = exit_code_of(end, options.detailed_exitcode);
  if (!printed && options.json) console.out << failure_document({to_text(options.command), end, code});
  console.out.flush();
  if (end.failure || end.partly) console.err << "dsz-sync: " << end.sentence << "\n";
  if (!console.out) {
    console.err << "dsz-sync: cannot write to standard output\n";
    if (code == ExitCode::done) code = ExitCode::unexpected;
  }
  return static_cast<int>(code);
}

}  // namespace dsz
