#pragma once

#include "json_plain_text.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace dsz {

/// Where the odd ones of 64 bytes stand, one after another: quotes above all. To find them all at once costs less than
/// to look for each, and the processor need not wait for one to go on to the next.
class JsonOddBytes {
 public:
  static constexpr std::size_t kSize = 64;

  /// There are kSize bytes at `at`.
  explicit JsonOddBytes(const char* at) : bits_(odd_bits(at)) {}

  /// The place of the next one; kSize when there is none left.
  std::size_t next() {
    const int at = std::countr_zero(bits_);
    bits_ &= bits_ - 1;
    return static_cast<std::size_t>(at);
  }

 private:
  std::uint64_t bits_;
};

}  // namespace dsz
