#pragma once

#include "dsz/base/failure.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace dsz::fuzz {

/// Ends the program, which is how a fuzzer reports, when a promise is not kept.
void hold(bool kept, std::string_view promise, std::string_view evidence = "");

/// A text for the owner: not empty, of moderate length, without control characters, terminal escapes, turned writing or
/// broken UTF-8.
void hold_sentence(std::string_view sentence);

/// Not even a part of `secret` that is long enough to help anybody is in `text` (S8).
void hold_secret(std::string_view text, std::string_view secret);

/// What `act` fails with, which must be one of `kinds` and say so in a sentence; nullopt when it does not fail.
/// Anything else that is thrown ends the program.
std::optional<Failure> failure_of(std::initializer_list<FailureKind> kinds, const std::function<void()>& act);

}  // namespace dsz::fuzz
