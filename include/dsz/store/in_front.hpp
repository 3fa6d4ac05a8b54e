#pragma once

#include "dsz/http/http_client.hpp"

#include <string>

namespace dsz {

/// What stands between this machine and the store, told by an answer. Pure.

/// The name of the firewall or bot guard that answered instead of the store; "" when none did.
std::string firewall(const Response& response);

/// The name of a guard or proxy whose marks an answer bears that it let through; "" when there are none.
std::string guard_in_front(const ResponseHead& head);

/// The answer begins as a web page does; no answer of the API does.
bool is_web_page(const Response& response);

/// The name of the cache that answered from its memory instead of asking the store; "" when none shows. "A cache" when
/// it does not say whose it is.
std::string answering_cache(const ResponseHead& head);

}  // namespace dsz
