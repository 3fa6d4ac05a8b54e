#pragma once

#include "dsz/http/rate_limit.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/state/database.hpp"

#include <string>

namespace dsz {

struct QuotaLimits {
  int per_minute = 60;
  int per_hour = 600;
};

/// Keeps the account's requests within the supplier's limits as a sliding window sees them there, even when each
/// request arrives up to a second late: spans are a minute and a second, an hour and a second; two requests leave at
/// least 60 s / per_minute apart. Shared by all runs and processes through `state.db`. Survives clock changes: within
/// one boot the steady clock counts; a record from the future counts as one made now.
class QuotaLedger : public RateLimiter {
 public:
  /// `account` names the quota (the supplier's URL and a hash of the e-mail address; never the address itself).
  QuotaLedger(Database& database, const Clock& clock, QuotaLimits limits, std::string account);
  std::optional<Millis> acquire() override;
  /// Requests that could leave within this hour's window, from now on.
  [[nodiscard]] int left_this_hour();

 private:
  struct Moment {
    std::int64_t steady_ms;
    std::int64_t wall_ms;
  };

  /// Puts every record on this boot's steady clock, none later than now, and drops those that no longer count.
  Moment settle_clock();
  /// How long until fewer than `places` requests lie in the last `span`.
  Millis wait_for(int places, Millis span, const Moment& now);

  Database& database_;
  const Clock& clock_;
  const QuotaLimits limits_;
  const std::string account_;
  const std::string boot_id_;
  Statement adopt_;
  Statement bound_;
  Statement prune_;
  Statement nth_newest_;
  Statement insert_;
  Statement count_;
};

}  // namespace dsz
