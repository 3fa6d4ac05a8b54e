#include "sandbox/wire/fault_plan.hpp"

#include <utility>

namespace dsz::sandbox {

void FaultPlan::add(Fault fault) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(fault));
}

std::optional<Fault> FaultPlan::take(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  for (auto fault = waiting_.begin(); fault != waiting_.end(); ++fault) {
    if (!fault->match(request) || (fault->only_if && !fault->only_if(request))) continue;
    if (fault->skip > 0) {
      --fault->skip;
      continue;
    }
    Fault due = *fault;
    const bool lasts = fault->times == 0;
    if (!lasts && --fault->times == 0) waiting_.erase(fault);
    return due;
  }
  return std::nullopt;
}

void FaultPlan::clear() {
  const std::lock_guard lock(mutex_);
  waiting_.clear();
}

void FaultPlan::count_strike() {
  const std::lock_guard lock(mutex_);
  ++strikes_;
}

std::size_t FaultPlan::strikes() const {
  const std::lock_guard lock(mutex_);
  return strikes_;
}

}  // namespace dsz::sandbox
