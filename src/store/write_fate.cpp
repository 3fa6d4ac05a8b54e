#include "write_fate.hpp"

#include "dsz/base/text.hpp"

#include "store_errors.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

/// A 5xx in WordPress' own words, and a 500 (PHP's end by itself), come from the store. The others are a gateway's,
/// which has stopped listening while PHP runs on.
bool store_is_through(const Response& response) {
  return response.status == 500 || !store_error(response).code.empty();
}

}  // namespace

Fate fate_of(const Outcome& outcome) {
  if (!outcome.response) return outcome.error.may_have_reached_server ? Fate::in_doubt : Fate::never_left;
  if (outcome.ok()) return Fate::answered;
  const int status = outcome.response->status;
  const bool limited = status == 429 && outcome.response->header("cf-mitigated").empty();
  if (status == 413 || limited) return Fate::not_taken;
  if (!firewall(*outcome.response).empty() || credentials_refused(outcome)) return Fate::refused;
  if (status >= 300 && status < 400) return Fate::refused;
  if (status != 408 && status < 500) return Fate::rejected;
  return store_is_through(*outcome.response) ? Fate::failed : Fate::in_doubt;
}

std::string words_for(const Outcome& outcome) {
  if (!outcome.response || outcome.ok()) return visible(outcome.describe());
  return fmt::format("{}, {}", outcome.describe(), words_of(*outcome.response));
}

}  // namespace dsz
