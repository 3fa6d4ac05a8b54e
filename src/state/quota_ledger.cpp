#include "dsz/state/quota_ledger.hpp"

#include <algorithm>

namespace dsz {
namespace {

/// A request may arrive up to a second later than it left; the millisecond is what the clock's rounding may hide.
constexpr Millis kLate{1'001};
constexpr Millis kMinute = Millis{60'000} + kLate;
constexpr Millis kHour = Millis{3'600'000} + kLate;

Millis spacing_of(const QuotaLimits& limits) {
  return Millis{(60'000 + limits.per_minute - 1) / limits.per_minute};  // rounded up
}

}  // namespace

QuotaLedger::QuotaLedger(Database& database, const Clock& clock, QuotaLimits limits, std::string account)
    : database_(database),
      clock_(clock),
      limits_(limits),
      account_(std::move(account)),
      boot_id_(clock.boot_id()),
      // Other boots: the wall clock says how long ago, but not before 0; from then on this boot's steady clock counts.
      adopt_(database.prepare("UPDATE quota_request SET boot_id = ?2, steady_ms = ?3 - max(0, ?4 - wall_ms),"
                              " wall_ms = min(wall_ms, ?4) WHERE account = ?1 AND (boot_id <> ?2 OR boot_id = '')")),
      bound_(database.prepare("UPDATE quota_request SET steady_ms = ?2, wall_ms = ?3"
                              " WHERE account = ?1 AND steady_ms > ?2")),
      prune_(database.prepare("DELETE FROM quota_request WHERE account = ? AND steady_ms <= ?")),
      nth_newest_(database.prepare("SELECT steady_ms FROM quota_request WHERE account = ?"
                                   " ORDER BY steady_ms DESC LIMIT 1 OFFSET ?")),
      insert_(database.prepare("INSERT INTO quota_request (account, boot_id, steady_ms, wall_ms) VALUES (?, ?, ?, ?)")),
      count_(database.prepare("SELECT count(*) FROM quota_request WHERE account = ?")) {}

std::optional<Millis> QuotaLedger::acquire() {
  Transaction transaction(database_);
  const Moment now = settle_clock();
  const Millis wait = std::max({wait_for(1, spacing_of(limits_), now), wait_for(limits_.per_minute, kMinute, now),
                                wait_for(limits_.per_hour, kHour, now)});
  if (wait == Millis{0}) {
    insert_.bind(1, account_).bind(2, boot_id_).bind(3, now.steady_ms).bind(4, now.wall_ms).run();
  }
  transaction.commit();
  return wait == Millis{0} ? std::nullopt : std::optional(wait);
}

int QuotaLedger::left_this_hour() {
  Transaction transaction(database_);
  settle_clock();
  count_.bind(1, account_).step();
  const auto used = static_cast<int>(count_.integer(0));
  count_.reset();
  transaction.commit();
  return std::max(0, limits_.per_hour - used);
}

QuotaLedger::Moment QuotaLedger::settle_clock() {
  const Moment now{clock_.steady().time_since_epoch().count(), clock_.wall().time_since_epoch().count()};
  adopt_.bind(1, account_).bind(2, boot_id_).bind(3, now.steady_ms).bind(4, now.wall_ms).run();
  bound_.bind(1, account_).bind(2, now.steady_ms).bind(3, now.wall_ms).run();
  prune_.bind(1, account_).bind(2, now.steady_ms - kHour.count()).run();
  return now;
}

Millis QuotaLedger::wait_for(int places, Millis span, const Moment& now) {
  nth_newest_.bind(1, account_).bind(2, std::int64_t{places} - 1);
  const bool taken = nth_newest_.step();
  const Millis free_again = taken ? Millis{nth_newest_.integer(0)} + span : Millis{now.steady_ms};
  nth_newest_.reset();
  return std::max(Millis{0}, free_again - Millis{now.steady_ms});
}

}  // namespace dsz
