#include "staging.hpp"

#include "temporary_folder.hpp"

#include <cstdlib>
#include <fstream>

namespace dsz::test {

std::string Staging::text() const { return what + " at call " + std::to_string(at); }

ProgramOptions staged(const Staging& staging, const std::filesystem::path& folder, const std::filesystem::path& trace) {
  ProgramOptions options;
  options.environment = {{"LD_PRELOAD", DSZ_INTERPOSE_LIBRARY},
                         {"DSZ_STAGE_FOLDER", folder.string()},
                         {"DSZ_STAGE_TRACE", trace.string()},
                         {"DSZ_STAGE_WHAT", staging.what},
                         {"DSZ_STAGE_AT", std::to_string(staging.at)},
                         {"DSZ_STAGE_KINDS", staging.kinds},
                         {"DSZ_STAGE_CLOCK", std::to_string(staging.clock)}};
  return options;
}

ProgramOptions hasty() {
  ProgramOptions options;
  if (staging_works()) options = staged({}, "", "");
  options.environment["DSZ_STAGE_HASTE"] = "1";
  return options;
}

std::vector<StagedCall> take_trace(const std::filesystem::path& trace) {
  std::vector<StagedCall> calls;
  std::ifstream file(trace);
  StagedCall call;
  while (file >> call.kind && std::getline(file >> std::ws, call.path)) calls.push_back(call);
  std::filesystem::remove(trace);
  return calls;
}

bool staging_works() {
  static const bool works = [] {
    const TemporaryFolder folder;
    const auto trace = folder.path() / "trace";
    Program::run({"--version"}, staged({}, folder.path() / "none", trace));
    return std::filesystem::exists(trace);
  }();
  return works;
}

bool every_moment() { return std::getenv("DSZ_EVERY_MOMENT") != nullptr; }

}  // namespace dsz::test
