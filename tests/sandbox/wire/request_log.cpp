#include "sandbox/wire/request_log.hpp"

#include <algorithm>
#include <iterator>

namespace dsz::sandbox {

void RequestLog::add(RecordedRequest record) {
  const std::lock_guard lock(mutex_);
  const auto later = std::find_if(records_.rbegin(), records_.rend(), [&](const RecordedRequest& known) {
    return known.request.number < record.request.number;
  });
  records_.insert(later.base(), std::move(record));
}

std::vector<RecordedRequest> RequestLog::all() const {
  const std::lock_guard lock(mutex_);
  return records_;
}

std::vector<RecordedRequest> RequestLog::matching(const RequestMatch& match) const {
  const std::lock_guard lock(mutex_);
  std::vector<RecordedRequest> found;
  std::copy_if(records_.begin(), records_.end(), std::back_inserter(found),
               [&](const RecordedRequest& record) { return match(record.request); });
  return found;
}

std::size_t RequestLog::count(const RequestMatch& match) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::count_if(records_.begin(), records_.end(), [&](const RecordedRequest& r) { return match(r.request); }));
}

std::vector<RecordedRequest> RequestLog::writes() const {
  const std::lock_guard lock(mutex_);
  std::vector<RecordedRequest> found;
  std::copy_if(records_.begin(), records_.end(), std::back_inserter(found), [](const RecordedRequest& record) {
    return record.request.method != "GET" && record.request.method != "HEAD";
  });
  return found;
}

void RequestLog::clear() {
  const std::lock_guard lock(mutex_);
  records_.clear();
}

}  // namespace dsz::sandbox
