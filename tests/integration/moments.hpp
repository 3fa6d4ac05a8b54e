#pragma once

#include "staging.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

/// The kinds of calls that change files.
inline constexpr const char* kFileCalls = "open,write,sync,truncate,rename,link,unlink,mkdir,chmod";

/// Killed before and after each call, and in the middle of each write.
std::vector<Staging> kills_at(const std::vector<StagedCall>& calls);
/// Each call fails once with each error that it may have, and from then on. `calls` are of kFileCalls.
std::vector<Staging> faults_at(const std::vector<StagedCall>& calls);
/// All with DSZ_EVERY_MOMENT; else a seeded sample, half of it at calls on files whose path has `about` in it. Without
/// `about` that half is at calls on anything but the database, which most calls are on, the log and the lock.
std::vector<Staging> all_or_sample(std::vector<Staging> moments, const std::vector<StagedCall>& calls,
                                   std::string_view about);

}  // namespace dsz::test
