#include "fuzz_input.hpp"

namespace dsz::fuzz {

FuzzInput::FuzzInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = all.rfind('\0');
  text = all.substr(0, end);
  if (end != std::string_view::npos) steering = all.substr(end + 1);
}

std::vector<std::string_view> FuzzInput::pieces() const {
  constexpr std::size_t kUsual = 7;
  std::vector<std::string_view> pieces;
  std::size_t at = 0;
  for (std::size_t i = 0; at < text.size(); ++i) {
    // There is no NUL in the steering, so that each piece has at least one byte.
    const std::size_t length = steering.empty() ? kUsual : steer(i % steering.size());
    pieces.push_back(text.substr(at, length));
    at += length;
  }
  return pieces;
}

std::string FuzzInput::secret(std::string_view prefix) const {
  constexpr std::uint64_t kBasis = 14'695'981'039'346'656'037U;  // FNV-1a
  constexpr std::uint64_t kPrime = 1'099'511'628'211U;
  std::uint64_t hash = kBasis;
  for (const std::string_view part : {prefix, text, steering}) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  // Of letters that are no words, digits or hexadecimal: what is found in a sentence is the secret.
  std::string secret(prefix);
  for (int i = 0; i < 16; ++i) secret += static_cast<char>('G' + ((hash >> (4U * static_cast<unsigned>(i))) & 0xFU));
  return secret;
}

std::string FuzzInput::filled_in(std::string text, std::string_view name, std::string_view value) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) {
    text.replace(at, name.size(), value);
  }
  return text;
}

unsigned FuzzInput::steer(std::size_t position) const {
  return position < steering.size() ? static_cast<unsigned char>(steering[position]) : 0;
}

}  // namespace dsz::fuzz
