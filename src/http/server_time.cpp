#include "dsz/http/server_time.hpp"

#include "http_date.hpp"

#include <charconv>

namespace dsz {
namespace {

std::chrono::seconds age_of(const ResponseHead& head) {
  const std::string_view text = head.header("Age");
  std::int32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return std::chrono::seconds{whole && seconds > 0 ? seconds : 0};
}

}  // namespace

std::optional<WallTime> server_time(const ResponseHead& head) {
  std::optional<WallTime> date = http_date(std::string(head.header("Date")));
  if (date) *date += age_of(head);
  return date;
}

}  // namespace dsz
