#include "dsz/base/secret_masker.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace dsz {
namespace {

constexpr std::size_t kShortest = 4;
constexpr std::string_view kCut = "…";  // as visible() in base/text.hpp ends a text that it cuts

enum class HexCase { upper, lower };

std::string percent_encoded(std::string_view text, HexCase hex) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += hex == HexCase::upper ? fmt::format("%{:02X}", byte) : fmt::format("%{:02x}", byte);
    }
  }
  return encoded;
}

std::string json_escaped(std::string_view text, bool ascii_only) {
  const std::string quoted = nlohmann::json(text).dump(-1, ' ', ascii_only, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

/// PHP's json_encode writes "/" as "\/".
std::string slashes_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '/') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

/// How many bytes before `end`, where the text was cut, are the beginning of `secret`; 0 when too few to tell anything.
std::size_t cut_off_secret(std::string_view text, std::size_t end, std::string_view secret) {
  for (std::size_t length = std::min(end, secret.size() - 1); length >= kShortest; --length) {
    if (text.substr(end - length, length) == secret.substr(0, length)) return length;
  }
  return 0;
}

}  // namespace

void SecretMasker::add(std::string_view secret) {
  if (secret.size() < kShortest) return;
  secrets_.emplace(secret);
  secrets_.insert(percent_encoded(secret, HexCase::upper));
  secrets_.insert(percent_encoded(secret, HexCase::lower));
  for (const bool ascii_only : {false, true}) {
    const std::string escaped = json_escaped(secret, ascii_only);
    secrets_.insert(escaped);
    secrets_.insert(slashes_escaped(escaped));
  }
}

std::string SecretMasker::mask(std::string_view text) const {
  // Every byte that belongs to some secret is marked first, so that of two secrets that overlap nothing is left.
  std::vector<bool> hidden;
  const auto hide = [&hidden, text](std::size_t at, std::size_t length) {
    hidden.resize(text.size());
    std::fill_n(hidden.begin() + static_cast<std::ptrdiff_t>(at), length, true);
  };
  for (const std::string& secret : secrets_) {
    for (std::size_t at = text.find(secret); at != std::string_view::npos; at = text.find(secret, at + 1)) {
      hide(at, secret.size());
    }
    for (std::size_t cut = text.find(kCut); cut != std::string_view::npos; cut = text.find(kCut, cut + 1)) {
      if (const std::size_t length = cut_off_secret(text, cut, secret); length > 0) hide(cut - length, length);
    }
  }
  if (hidden.empty()) return std::string(text);

  std::string masked;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!hidden[i]) {
      masked += text[i];
    } else if (i == 0 || !hidden[i - 1]) {
      masked += "***";
    }
  }
  return masked;
}

std::string SecretMasker::fit_to_show(std::string_view sentence) const {
  constexpr std::size_t kLongest = 4096;
  return visible(mask(sentence), kLongest);
}

}  // namespace dsz
