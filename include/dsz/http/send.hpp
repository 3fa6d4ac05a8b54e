#pragma once

#include "dsz/http/http_client.hpp"
#include "dsz/os/signals.hpp"

namespace dsz {

/// One request, waited for. Others in flight go on meanwhile. A pending signal throws Failure(interrupted/terminated)
/// after cancel_all(), unless the request is not idempotent: such a request is waited for (its own time-out bounds it).
Outcome send(HttpClient& client, Request request, const Signals& signals);

}  // namespace dsz
