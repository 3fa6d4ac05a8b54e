#include "secret_forms.hpp"

#include "dsz/base/base64.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace dsz {
namespace {

enum class HexCase { upper, lower };

std::string percent_encoded(std::string_view text, std::string_view also_plain, HexCase hex) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos || also_plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += hex == HexCase::upper ? fmt::format("%{:02X}", byte) : fmt::format("%{:02x}", byte);
    }
  }
  return encoded;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string result;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
    result += text.substr(0, at);
    result += with;
    text.remove_prefix(at + what.size());
  }
  result += text;
  return result;
}

void add_percent_encoded(std::string_view text, std::set<std::string>& forms) {
  for (const std::string_view also_plain : {"", "/", "!'()*", "!'()*;/?:@&=+$,#"}) {
    for (const HexCase hex : {HexCase::upper, HexCase::lower}) {
      const std::string encoded = percent_encoded(text, also_plain, hex);
      forms.insert(encoded);
      forms.insert(replaced(encoded, "%20", "+"));
    }
  }
}

void add_json_escaped(std::string_view text, std::set<std::string>& forms) {
  for (const bool ascii_only : {false, true}) {
    const std::string quoted = nlohmann::json(text).dump(-1, ' ', ascii_only, nlohmann::json::error_handler_t::replace);
    const std::string escaped = quoted.substr(1, quoted.size() - 2);
    forms.insert(escaped);
    forms.insert(replaced(escaped, "/", "\\/"));  // as PHP's json_encode does
  }
}

/// Not everybody escapes quotes, and those who do write them in different ways.
void add_html_escaped(std::string_view text, std::set<std::string>& forms) {
  const std::string escaped = replaced(replaced(replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
  for (const std::string_view two : {"\"", "&quot;", "&#34;", "&#034;"}) {
    for (const std::string_view one : {"'", "&#39;", "&#039;", "&#x27;", "&apos;"}) {
      forms.insert(replaced(replaced(escaped, "\"", two), "'", one));
    }
  }
}

/// Of what was encoded with the secret in it, three forms are possible: its place among three bytes decides. Digits
/// that hold bits of its neighbours are left out.
void add_base64(std::string_view secret, std::set<std::string>& forms) {
  std::array<std::string, 4> encoded{base64(secret)};
  for (std::size_t before = 0; before < 3; ++before) {
    std::string with_neighbours(before, '.');
    with_neighbours += secret;
    const std::string all = base64(with_neighbours);
    const std::size_t first = (before * 8 + 5) / 6;
    encoded.at(before + 1) = all.substr(first, (before + secret.size()) * 8 / 6 - first);
  }
  for (const std::string& each : encoded) {
    if (each.size() < kShortestSecret) continue;
    add_percent_encoded(each, forms);
    forms.insert(each);
    forms.insert(replaced(replaced(each, "+", "-"), "/", "_"));
  }
}

}  // namespace

std::set<std::string> secret_forms(std::string_view secret) {
  std::set<std::string> forms{std::string(secret)};
  add_percent_encoded(secret, forms);
  add_json_escaped(secret, forms);
  add_html_escaped(secret, forms);
  add_base64(secret, forms);
  return forms;
}

}  // namespace dsz
