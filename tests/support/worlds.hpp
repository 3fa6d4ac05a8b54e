#pragma once

#include <cstdlib>

namespace dsz::test {

/// How many random worlds a seeded test tries: `normally`, or DSZ_WORLDS (fewer under sanitizers, more over night).
inline int worlds(int normally) {
  const char* const text = std::getenv("DSZ_WORLDS");
  return text == nullptr ? normally : std::atoi(text);
}

}  // namespace dsz::test
