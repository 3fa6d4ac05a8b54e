#pragma once

#include "scripted_http_client.hpp"

#include <string_view>
#include <vector>

namespace dsz::fuzz {

/// The answers that a service gives, one after the other, as a fuzzer's input has them: each is
///
///     200
///     X-WP-Total: 1
///
///     [{"id":1}]
///
/// and the next one follows a line "%%". In place of the status: "timeout", "broken" or "connect", then there is no
/// answer. A first line that is neither is taken as the body of a 200.
std::vector<test::Scripted> scripted_answers(std::string_view text);

}  // namespace dsz::fuzz
