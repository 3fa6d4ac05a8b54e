#pragma once

#include "dsz/http/http_client.hpp"

namespace dsz {

/// The server's clock when it sent this answer: its Date, and the Age that a cache adds to an old one. nullopt when it
/// does not say, or not as HTTP has it.
std::optional<WallTime> server_time(const ResponseHead& head);

}  // namespace dsz
