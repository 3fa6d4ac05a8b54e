#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dsz {

/// What stands for itself in a JSON string and needs no further look: ASCII but for controls, '"' and '\'. Any other
/// byte is odd.
inline bool is_plain_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// Of the eight bytes at `at`: a bit for each, the first one's the lowest, set where the byte is odd.
inline unsigned odd_bits_of_8(const char* at) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighBits = kOnes * 0x80U;
  constexpr std::uint64_t kLowBits = kOnes * 0x7FU;
  std::uint64_t block = 0;
  for (unsigned i = 0; i < 8; ++i) block |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << 8U * i;
  // Each sets the high bit of a byte, and no sum carries into the next byte.
  const auto zero = [](std::uint64_t bytes) { return ~(((bytes & kLowBits) + kLowBits) | bytes); };
  const std::uint64_t control = ~((block & kLowBits) + kOnes * 0x60U);
  const std::uint64_t odd = block | control | zero(block ^ (kOnes * '"')) | zero(block ^ (kOnes * '\\'));
  return static_cast<unsigned>(((odd & kHighBits) >> 7U) * 0x0102040810204080U >> 56U);
}

#ifdef __SSE2__
/// The same of 16 bytes.
inline unsigned odd_bits_of_16(const char* at) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  // As signed numbers, bytes from 0x80 up are below the space too.
  const __m128i low = _mm_cmplt_epi8(block, _mm_set1_epi8(' '));
  const __m128i ends =
      _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')), _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, ends)));
}
#endif

/// The first odd byte in [at, end), else `end`; eight bytes at a time.
inline const char* plain_text_end_portable(const char* at, const char* end) {
  for (; end - at >= 8; at += 8) {
    if (const unsigned odd = odd_bits_of_8(at); odd != 0) return at + std::countr_zero(odd);
  }
  while (at != end && is_plain_text(*at)) ++at;
  return at;
}

/// The same, as fast as this processor allows. Most bytes of a supplier's page pass through here.
inline const char* plain_text_end(const char* at, const char* end) {
#ifdef __SSE2__
  for (; end - at >= 16; at += 16) {
    if (const unsigned odd = odd_bits_of_16(at); odd != 0) return at + std::countr_zero(odd);
  }
#endif
  return plain_text_end_portable(at, end);
}

/// Of the 64 bytes at `at`: a bit for each, the first one's the lowest, set where the byte is odd.
inline std::uint64_t odd_bits_portable(const char* at) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; i += 8) bits |= static_cast<std::uint64_t>(odd_bits_of_8(at + i)) << i;
  return bits;
}

/// The same, as fast as this processor allows.
inline std::uint64_t odd_bits(const char* at) {
#ifdef __SSE2__
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; i += 16) bits |= static_cast<std::uint64_t>(odd_bits_of_16(at + i)) << i;
  return bits;
#else
  return odd_bits_portable(at);
#endif
}

}  // namespace dsz
