#include "dsz/base/secret_masker.hpp"

#include "dsz/base/text.hpp"

#include "secret_forms.hpp"

#include <algorithm>
#include <vector>

namespace dsz {
namespace {

constexpr std::string_view kCut = "…";  // as visible() in base/text.hpp ends a text that it cuts

/// How many bytes before `end`, where the text was cut, are the beginning of `secret`; 0 when too few to tell anything.
std::size_t cut_off_secret(std::string_view text, std::size_t end, std::string_view secret) {
  for (std::size_t length = std::min(end, secret.size() - 1); length >= kShortestSecret; --length) {
    if (text.substr(end - length, length) == secret.substr(0, length)) return length;
  }
  return 0;
}

}  // namespace

void SecretMasker::add(std::string_view secret) {
  if (secret.size() >= kShortestSecret) secrets_.merge(secret_forms(secret));
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
