#pragma once

#include <cstdint>
#include <string_view>

namespace dsz {

/// Where a job says how far it is. It may be told often: what is shown, and when, is the listener's matter.
class Progress {
 public:
  virtual ~Progress() = default;
  /// `activity` ("Reading the supplier") and `unit` ("pages") are literals. `in_all` 0: not known yet.
  virtual void update(std::string_view activity, std::string_view unit, std::int64_t done, std::int64_t in_all) = 0;
  /// The activity is over.
  virtual void end() = 0;
};

}  // namespace dsz
