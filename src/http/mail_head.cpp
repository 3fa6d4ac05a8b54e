#include "dsz/http/mail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dsz {
namespace {

std::string without_controls(std::string_view text) {
  std::string safe(text);
  std::replace_if(
      safe.begin(), safe.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return safe;
}

bool plain(std::string_view text) {
  return text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x7F; });
}

bool within_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string q_encoded(char c) {
  const bool itself = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  if (itself) return {c};
  return c == ' ' ? "_" : fmt::format("={:02X}", static_cast<unsigned char>(c));
}

/// Encoded words of at most 75 characters, none of which ends within a character, one a line.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t kMostInWord = 75 - std::string_view(
                                               "=?UTF-8?Q?"
                                               "?=")
                                               .size();
  std::string lines;
  std::string word;
  for (std::size_t i = 0; i < text.size();) {
    std::string character = q_encoded(text[i++]);
    while (i < text.size() && within_character(text[i])) character += q_encoded(text[i++]);
    if (word.size() + character.size() > kMostInWord) {
      lines += fmt::format("=?UTF-8?Q?{}?=\r\n ", word);
      word.clear();
    }
    word += character;
  }
  return lines + fmt::format("=?UTF-8?Q?{}?=", word);
}

/// "Sun, 22 Nov 2026 08:00:00 +0000"
std::string rfc5322(WallTime time) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace

std::vector<std::string> mail_head(const Mail& mail) {
  std::string to;
  for (const std::string& address : mail.to) to += (to.empty() ? "<" : ",\r\n <") + without_controls(address) + ">";
  const std::string subject = without_controls(mail.subject);
  return {"Date: " + rfc5322(mail.date),
          fmt::format("From: dsz-sync <{}>", without_controls(mail.from)),
          "To: " + to,
          "Subject: " + (plain(subject) ? subject : encoded_words(subject)),
          fmt::format("Message-ID: <{}>", without_controls(mail.message_id)),
          "Auto-Submitted: auto-generated"};
}

}  // namespace dsz
