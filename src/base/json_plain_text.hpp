#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>

#include <bit>
#endif

namespace dsz {

/// What stands for itself in a JSON string and needs no further look: ASCII but for controls, '"' and '\'.
inline bool is_plain_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// The first byte in [at, end) that is not plain text, else `end`; eight bytes at a time.
inline const char* plain_text_end_portable(const char* at, const char* end) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighBits = kOnes * 0x80U;
  // The high bit of a byte of the result is set where the byte is below `limit`; of several, the first is exact.
  const auto below = [](std::uint64_t block, unsigned limit) { return (block - kOnes * limit) & ~block; };
  while (end - at >= 8) {
    std::uint64_t block = 0;
    std::memcpy(&block, at, sizeof block);
    const std::uint64_t quote = below(block ^ (kOnes * '"'), 1);
    const std::uint64_t backslash = below(block ^ (kOnes * '\\'), 1);
    if (((block | below(block, 0x20) | quote | backslash) & kHighBits) != 0) break;
    at += sizeof block;
  }
  while (at != end && is_plain_text(*at)) ++at;
  return at;
}

/// The same, as fast as this processor allows. Most bytes of a supplier's page pass through here.
inline const char* plain_text_end(const char* at, const char* end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i space = _mm_set1_epi8(' ');
  while (end - at >= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    // As signed numbers, bytes from 0x80 up are below the space too.
    const __m128i low = _mm_cmplt_epi8(block, space);
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash));
    const int hits = _mm_movemask_epi8(_mm_or_si128(low, ends));
    if (hits != 0) return at + std::countr_zero(static_cast<unsigned>(hits));
    at += 16;
  }
#endif
  return plain_text_end_portable(at, end);
}

}  // namespace dsz
