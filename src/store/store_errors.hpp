#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/store/in_front.hpp"

#include <string>
#include <string_view>

namespace dsz {

/// {"code": …, "message": …} as WordPress and WooCommerce answer an error; empty texts when the body is not one. As the
/// store wrote them: make them visible() before they are shown.
struct StoreError {
  std::string code;
  std::string message;
};
StoreError store_error(const Response& response);

/// "code: message", else the title of a web page, else what the body begins with; visible, never empty.
std::string words_of(const Response& response);

/// The route does not exist in this version, or the plugin that has it is not active (404 rest_no_route).
bool no_such_route(const Outcome& outcome);

/// WooCommerce knows the route and not the product in it.
bool product_is_gone(const Outcome& outcome);

/// 401 or 403 by WordPress itself: the credentials were seen and refused, or did not arrive.
bool credentials_refused(const Outcome& outcome);

/// What is wrong, where (`base` names the store, `label` the request) and what to do, for an outcome that ends the job.
Failure store_failure(const Outcome& outcome, std::string_view label, std::string_view base);

}  // namespace dsz
