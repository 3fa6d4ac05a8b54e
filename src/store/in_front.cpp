#include "dsz/store/in_front.hpp"

#include "store_errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace dsz {
namespace {

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// A header in which a cache says what it did, and whose it is.
struct CacheMark {
  std::string_view header;
  std::string_view name;
};

constexpr std::array<CacheMark, 9> kKnownCaches{{
    {"cf-cache-status", "Cloudflare's cache"},
    {"x-litespeed-cache", "LiteSpeed Cache"},
    {"x-qc-cache", "QUIC.cloud's cache"},
    {"x-kinsta-cache", "Kinsta's cache"},
    {"x-proxy-cache", "A cache of the host"},
    {"x-fastcgi-cache", "nginx's page cache"},
    {"x-hcdn-cache-status", "Hostinger's cache"},
    {"x-sucuri-cache", "Sucuri's cache"},
    {"x-wp-cf-super-cache-cache-status", "Super Page Cache"},
}};

/// Words of a page, and who shows it.
struct PageMark {
  std::string_view words;
  std::string_view name;
};

/// Only on pages that ask the visitor to prove something; other pages of the same services do not have them.
constexpr std::array<PageMark, 8> kChallenges{{
    {"_cf_chl_opt", "Cloudflare"},
    {"<title>Just a moment", "Cloudflare"},
    {"<title>One moment, please", "Imunify360"},
    {"/.well-known/sgcaptcha/", "SiteGround's bot guard"},
    {"/.lsrecap/", "LiteSpeed's captcha"},
    {"Incapsula incident", "Imperva"},
    {"slowAES", "the host's JavaScript check"},
    {"DDoS-Guard", "DDoS-Guard"},
}};

constexpr std::array<PageMark, 7> kBlockPages{{
    {"Wordfence", "Wordfence"},
    {"Sucuri", "Sucuri"},
    {"Imunify360", "Imunify360"},
    {"mod_security", "ModSecurity, the host's firewall,"},
    {"Mod_Security", "ModSecurity, the host's firewall,"},
    {"ModSecurity", "ModSecurity, the host's firewall,"},
    {"Not Acceptable!", "ModSecurity, the host's firewall,"},
}};

/// What guards answer with besides 200 and 202.
constexpr std::array<int, 6> kBlocked{403, 405, 406, 415, 429, 503};

std::string named(std::span<const PageMark> marks, std::string_view body) {
  const auto found = std::ranges::find_if(marks, [&](const PageMark& mark) { return holds(body, mark.words); });
  return found == marks.end() ? "" : std::string(found->name);
}

/// Headers that only an answer of the guard itself has.
std::string guard_by_header(const ResponseHead& head) {
  if (!head.header("cf-mitigated").empty()) return "Cloudflare";
  if (!head.header("SG-Captcha").empty()) return "SiteGround's bot guard";
  if (!head.header("x-amzn-waf-action").empty()) return "AWS WAF";
  if (!head.header("X-Sucuri-Block").empty()) return "Sucuri";
  return "";
}

/// "error code: 1010": all that programs get to see of Cloudflare's refusals, whose numbers are from 1000 to 1999.
bool is_cloudflares_line(std::string_view body) {
  constexpr std::string_view kLine = "error code: 1";
  const std::string_view number = body.substr(std::min(body.size(), kLine.size()));
  return body.starts_with(kLine) && number.size() >= 3 && number.find_first_not_of("0123456789") >= 3;
}

/// By its title: a page of the shop may well have a captcha in one of its forms.
bool is_captcha(const Response& response) {
  constexpr std::string_view kOpen = "<title>";
  const std::string body = lower(response.body);
  const std::size_t open = body.find(kOpen);
  if (open == std::string::npos || !is_web_page(response)) return false;
  const std::string title = body.substr(open + kOpen.size(), body.find('<', open + kOpen.size()) - open - kOpen.size());
  constexpr std::array<std::string_view, 5> kWords{"captcha", "robot", "human", "checking your browser",
                                                   "verification"};
  return std::ranges::any_of(kWords, [&](std::string_view word) { return holds(title, word); });
}

/// "X-Cache-Status", "CDN-Cache", "X-SRCache-Fetch-Status" and the like; not "Cache-Control", and not what was found
/// and passed over all the same.
bool speaks_of_a_cache(std::string_view header) {
  constexpr std::array<std::string_view, 4> kOthers{"control", "lookup", "key", "tag"};
  const auto in_header = [header](std::string_view part) { return holds(header, part); };
  return in_header("cache") && std::ranges::none_of(kOthers, in_header);
}

/// By a word of its own: what came from memory, also while it is renewed behind ("stale" and "updating", as nginx and
/// Cloudflare say). Not "fwd=stale" (RFC 9211) and "hit-for-pass", where the store was asked.
bool says_hit(std::string_view value) {
  constexpr std::array<std::string_view, 3> kWords{"hit", "stale", "updating"};
  constexpr std::array<std::string_view, 3> kPassed{"hit-for-", "hit_for_", "hit for "};
  if (std::ranges::any_of(kPassed, [value](std::string_view words) { return holds(value, words); })) return false;
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || c == '='; };
  for (auto from = value.begin(); from != value.end();) {
    from = std::find_if(from, value.end(), is_part);
    const auto to = std::find_if_not(from, value.end(), is_part);
    if (std::ranges::find(kWords, std::string_view(from, to)) != kWords.end()) return true;
    from = to;
  }
  return false;
}

std::string name_of_cache(std::string_view header) {
  const auto* const known = std::ranges::find(kKnownCaches, lower(header), &CacheMark::header);
  return known == kKnownCaches.end() ? "A cache" : std::string(known->name);
}

/// Two numbers: this request's, and that of the one whose answer is given again.
bool varnish_hit(const ResponseHead& head) { return holds(head.header("X-Varnish"), " "); }

bool has_age(const ResponseHead& head) {
  return head.header("Age").find_first_of("123456789") != std::string_view::npos;
}

}  // namespace

std::string firewall(const Response& response) {
  if (std::string name = guard_by_header(response); !name.empty()) return name;
  const int status = response.status;
  const bool success = status >= 200 && status < 300;
  if (!success && std::ranges::find(kBlocked, status) == kBlocked.end()) return "";
  if (!store_error(response).code.empty()) return "";
  if (is_cloudflares_line(response.body)) return "Cloudflare";
  if (std::string name = named(kChallenges, response.body); !name.empty() && is_web_page(response)) return name;
  if (success) return is_captcha(response) ? "a captcha" : "";
  if (std::string name = named(kBlockPages, response.body); !name.empty()) return name;
  if (status == 405 || status == 415 || status == 503) return "";
  if (holds(lower(response.body), "cloudflare")) return "Cloudflare";
  const std::string in_front = guard_in_front(response);
  return fmt::format("{} (HTTP {}, not an answer of WordPress)",
                     in_front.empty() ? "a firewall or the host" : in_front + " or the host behind it", status);
}

std::string guard_in_front(const ResponseHead& head) {
  const std::string server = lower(head.header("Server"));
  if (!head.header("CF-Ray").empty() || server == "cloudflare") return "Cloudflare";
  if (!head.header("X-Sucuri-ID").empty() || holds(server, "sucuri")) return "Sucuri";
  if (!head.header("X-Iinfo").empty()) return "Imperva";
  if (holds(server, "imunify360")) return "Imunify360";
  if (holds(server, "ddos-guard")) return "DDoS-Guard";
  if (holds(server, "mod_security")) return "ModSecurity";
  return "";
}

bool is_web_page(const Response& response) {
  constexpr std::size_t kBeginning = 500;
  const std::string begin = lower(std::string_view(response.body).substr(0, kBeginning));
  return holds(begin, "<!doctype html") || holds(begin, "<html") || holds(begin, "<head");
}

std::string answering_cache(const ResponseHead& head) {
  for (const Header& header : head.headers) {
    if (speaks_of_a_cache(lower(header.name)) && says_hit(lower(header.value))) return name_of_cache(header.name);
  }
  if (varnish_hit(head)) return "Varnish";
  return has_age(head) ? "A cache" : "";
}

}  // namespace dsz
