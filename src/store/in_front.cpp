#include "dsz/store/in_front.hpp"

#include "store_errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dsz {
namespace {

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// A header by which a cache says "hit", and whose it is.
struct CacheMark {
  std::string_view header;
  std::string_view name;
};

constexpr std::array<CacheMark, 9> kCacheMarks{{
    {"CF-Cache-Status", "Cloudflare's cache"},
    {"X-LiteSpeed-Cache", "LiteSpeed Cache"},
    {"X-QC-Cache", "QUIC.cloud's cache"},
    {"X-Kinsta-Cache", "Kinsta's cache"},
    {"X-Proxy-Cache", "A cache of the host"},
    {"X-FastCGI-Cache", "nginx's page cache"},
    {"X-Cache-Status", "A cache"},
    {"X-Cache", "A cache"},
    {"X-WP-CF-Super-Cache-Cache-Status", "Super Page Cache"},
}};

/// Two numbers: this request's, and that of the one whose answer is given again.
bool varnish_hit(const ResponseHead& head) { return holds(head.header("X-Varnish"), " "); }

bool has_age(const ResponseHead& head) {
  return head.header("Age").find_first_of("123456789") != std::string_view::npos;
}

}  // namespace

std::string firewall(const Response& response) {
  if (!response.header("cf-mitigated").empty()) return "Cloudflare";
  const int status = response.status;
  if (status != 403 && status != 406 && status != 503) return "";
  if (!store_error(response).code.empty()) return "";
  const std::string_view body = response.body;
  if (holds(body, "Wordfence")) return "Wordfence";
  if (holds(body, "Sucuri")) return "Sucuri";
  for (const std::string_view word : {"mod_security", "Mod_Security", "ModSecurity", "Not Acceptable!"}) {
    if (holds(body, word)) return "ModSecurity, the host's firewall,";
  }
  if (status == 503) return "";
  if (holds(body, "Cloudflare") || holds(body, "cloudflare")) return "Cloudflare";
  return fmt::format("a firewall or the host (HTTP {}, not an answer of WordPress)", status);
}

std::string guard_in_front(const ResponseHead& head) {
  if (!head.header("CF-Ray").empty() || lower(head.header("Server")) == "cloudflare") return "Cloudflare";
  if (!head.header("X-Sucuri-ID").empty() || holds(lower(head.header("Server")), "sucuri")) return "Sucuri";
  if (holds(lower(head.header("Server")), "mod_security")) return "ModSecurity";
  return "";
}

std::string answering_cache(const ResponseHead& head) {
  for (const CacheMark& mark : kCacheMarks) {
    if (holds(lower(head.header(mark.header)), "hit")) return std::string(mark.name);
  }
  if (varnish_hit(head)) return "Varnish";
  return has_age(head) ? "A cache" : "";
}

}  // namespace dsz
