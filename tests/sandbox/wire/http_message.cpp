#include "sandbox/wire/http_message.hpp"

#include <algorithm>

namespace dsz::sandbox {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char low = lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string decode_component(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      result += text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

std::string encode_component(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (is_unreserved(c)) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += kDigits[byte >> 4U];
      result += kDigits[byte & 15U];
    }
  }
  return result;
}

std::string header_value(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return "";
}

Query::Query(std::string_view text) {
  for (const std::string& pair : split(text, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string name = decode_component(std::string_view(pair).substr(0, equals));
    std::string value = decode_component(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
    if (name.empty()) continue;
    const std::size_t bracket = name.find('[');
    const bool is_list = bracket != std::string::npos && name.back() == ']';
    if (is_list) name.resize(bracket);
    const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.first == name; });
    if (known == entries_.end()) {
      entries_.emplace_back(std::move(name), std::move(value));
    } else if (is_list) {
      known->second += "," + value;
    } else {
      known->second = std::move(value);
    }
  }
}

bool Query::has(std::string_view name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const auto& e) { return e.first == name; });
}

std::string Query::get(std::string_view name, std::string_view fallback) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.first == name; });
  return found == entries_.end() ? std::string(fallback) : found->second;
}

Query Query::without(std::string_view name) const {
  Query others = *this;
  std::erase_if(others.entries_, [&](const auto& e) { return e.first == name; });
  return others;
}

}  // namespace dsz::sandbox
