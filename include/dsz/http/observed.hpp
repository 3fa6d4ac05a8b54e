#pragma once

#include "dsz/http/http_client.hpp"

#include <functional>
#include <memory>

namespace dsz {

using Observer = std::function<void(const Outcome& outcome)>;

/// Lets `observer` see the outcome of each attempt before the one who asked does.
std::unique_ptr<HttpClient> observed(std::unique_ptr<HttpClient> inner, Observer observer);

}  // namespace dsz
