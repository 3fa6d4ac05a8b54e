#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::fuzz {

/// An input of a fuzzer: a text, and after its last NUL byte, if there is one, what steers the test. So a file of a
/// corpus is plainly the text that is read.
struct FuzzInput {
  std::string_view text;
  std::string_view steering;

  FuzzInput(const std::uint8_t* data, std::size_t size);
  /// The text cut up; each byte of the steering is the length of a piece, over and over. Without any: 7.
  [[nodiscard]] std::vector<std::string_view> pieces() const;
  /// A secret that no input can hold, for what follows the prefix depends on all of the input. Keep that short: an
  /// input may well hold it.
  [[nodiscard]] std::string secret(std::string_view prefix) const;
  /// The text with each `name` replaced by `value`: so an input says where a peer echoes a secret.
  [[nodiscard]] static std::string filled_in(std::string text, std::string_view name, std::string_view value);
  /// The byte of the steering at `position`, 0 beyond its end.
  [[nodiscard]] unsigned steer(std::size_t position) const;
};

}  // namespace dsz::fuzz
