#pragma once

#include "dsz/http/curl_client.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/file_system.hpp"
#include "dsz/os/signals.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace dsz {

/// What lies outside the program. The real one is made in cli/run.cpp, another one in tests.
struct World {
  const Clock& clock;
  Sleeper& sleeper;
  const Signals& signals;
  FileSystem& files;
  /// Makes the client that really sends; one for each side.
  std::function<std::unique_ptr<HttpClient>(const CurlSettings&)> http;
  std::uint64_t seed = 0;  ///< of the jitter and the nonces
};

}  // namespace dsz
