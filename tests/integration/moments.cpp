#include "moments.hpp"

#include <algorithm>
#include <cerrno>
#include <random>

namespace dsz::test {
namespace {

constexpr unsigned kSeed = 20261122;
constexpr std::ptrdiff_t kSample = 10;

std::vector<std::string> faults_of(const std::string& kind) {
  const auto once = [](int error) { return "errno:" + std::to_string(error); };
  const auto from_now_on = [](int error) { return "errno-from:" + std::to_string(error); };
  std::vector<std::string> faults{once(ENOSPC), once(EIO), once(EROFS), once(EACCES)};
  if (kind == "sync") {
    faults.push_back(from_now_on(EIO));
  } else if (kind == "write") {
    faults.insert(faults.end(), {"short", from_now_on(ENOSPC), from_now_on(EROFS)});
  } else {
    faults.insert(faults.end(), {from_now_on(EROFS), from_now_on(EACCES)});
  }
  return faults;
}

}  // namespace

std::vector<Staging> kills_at(const std::vector<StagedCall>& calls) {
  std::vector<Staging> moments;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const long at = static_cast<long>(i) + 1;
    for (const char* what : {"kill-before", "kill-after"}) moments.push_back({.what = what, .at = at});
    if (calls[i].kind == "write" || calls[i].kind == "send") moments.push_back({.what = "tear", .at = at});
  }
  return moments;
}

std::vector<Staging> faults_at(const std::vector<StagedCall>& calls) {
  std::vector<Staging> faults;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    for (const std::string& what : faults_of(calls[i].kind)) {
      faults.push_back({.what = what, .at = static_cast<long>(i) + 1, .kinds = kFileCalls});
    }
  }
  return faults;
}

std::vector<Staging> all_or_sample(std::vector<Staging> moments, const std::vector<StagedCall>& calls,
                                   std::string_view about) {
  if (every_moment()) return moments;
  std::shuffle(moments.begin(), moments.end(), std::mt19937(kSeed));
  const auto first = [&calls, about](const Staging& moment) {
    const std::string& path = calls.at(static_cast<std::size_t>(moment.at) - 1).path;
    const auto has = [&path](std::string_view part) { return path.find(part) != std::string::npos; };
    return about.empty() ? !has("state.db") && !has("sync.") : has(about);
  };
  const auto others = std::stable_partition(moments.begin(), moments.end(), first);
  const auto taken = std::min(kSample / 2, others - moments.begin());
  std::rotate(moments.begin() + taken, others, moments.end());
  moments.resize(std::min(static_cast<std::size_t>(kSample), moments.size()));
  return moments;
}

}  // namespace dsz::test
