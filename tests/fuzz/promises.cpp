#include "promises.hpp"

#include "dsz/base/text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace dsz::fuzz {

void hold(bool kept, std::string_view promise, std::string_view evidence) {
  if (kept) return;
  const std::string shown = visible(evidence, 2'000);
  std::fprintf(stderr, "BROKEN: %.*s: %s\n", static_cast<int>(promise.size()), promise.data(), shown.c_str());
  std::abort();
}

void hold_sentence(std::string_view sentence) {
  constexpr std::size_t kLongest = 2'000;
  hold(!sentence.empty(), "a sentence says something");
  hold(sentence.size() <= kLongest, "a sentence is of moderate length", sentence.substr(0, kLongest));
  const bool controls = std::any_of(sentence.begin(), sentence.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
  hold(!controls, "a sentence has no control character", sentence);
  hold(visible(sentence, kLongest) == sentence, "a sentence can be shown as it is", sentence);
}

void hold_secret(std::string_view text, std::string_view secret) {
  constexpr std::size_t kTelling = 8;
  for (std::size_t at = 0; at + kTelling <= secret.size(); ++at) {
    hold(text.find(secret.substr(at, kTelling)) == std::string_view::npos, "no secret is shown", text);
  }
}

std::optional<Failure> failure_of(std::initializer_list<FailureKind> kinds, const std::function<void()>& act) {
  try {
    act();
  } catch (const Failure& failure) {
    hold(std::find(kinds.begin(), kinds.end(), failure.kind()) != kinds.end(), "the failure is of the right kind",
         failure.what());
    hold_sentence(failure.what());
    return failure;
  }
  return std::nullopt;
}

}  // namespace dsz::fuzz
