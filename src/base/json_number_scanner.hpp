#pragma once

#include "ascii.hpp"

#include <cstdint>

namespace dsz {

/// The grammar of a JSON number (RFC 8259, 6), character by character.
class JsonNumberScanner {
 public:
  void begin() { state_ = State::start; }
  /// False when `c` cannot go on the number.
  bool take(char c) {
    const State next = after(c);
    if (next == State::start) return false;
    state_ = next;
    return true;
  }
  /// What was taken is a number.
  [[nodiscard]] bool whole() const {
    return state_ == State::zero || state_ == State::integer || state_ == State::fraction || state_ == State::power;
  }

 private:
  enum class State : std::uint8_t { start, minus, zero, integer, point, fraction, exponent, exponent_sign, power };

  /// State::start: nothing.
  [[nodiscard]] State after(char c) const {
    switch (state_) {
      case State::start:
        return c == '-' ? State::minus : integer_part(c);
      case State::minus:
        return integer_part(c);
      case State::integer:
        return is_digit(c) ? State::integer : after_integer(c);
      case State::zero:
        return after_integer(c);
      case State::point:
        return is_digit(c) ? State::fraction : State::start;
      case State::fraction:
        return is_digit(c) ? State::fraction : exponent(c);
      case State::exponent:
        if (c == '+' || c == '-') return State::exponent_sign;
        [[fallthrough]];
      case State::exponent_sign:
      case State::power:
        return is_digit(c) ? State::power : State::start;
    }
    return State::start;
  }
  static State integer_part(char c) {
    if (c == '0') return State::zero;
    return is_digit(c) ? State::integer : State::start;
  }
  static State after_integer(char c) { return c == '.' ? State::point : exponent(c); }
  static State exponent(char c) { return c == 'e' || c == 'E' ? State::exponent : State::start; }

  State state_ = State::start;
};

}  // namespace dsz
