#pragma once

#include "sandbox/wire/http_message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

HttpAnswer json_answer(const nlohmann::ordered_json& body, int status = 200);
/// {"code":…,"message":…,"data":{"status":…}} as WordPress writes an error.
HttpAnswer rest_error(int status, std::string_view code, std::string_view message);
HttpAnswer no_route();

struct InvalidParameter {
  std::string name;
  std::string code;  ///< rest_out_of_bounds, rest_invalid_type, rest_not_in_enum
  std::string message;
};
HttpAnswer invalid_parameters(const std::vector<InvalidParameter>& parameters);

/// Which rows of a list are asked for.
struct Page {
  std::size_t number = 1;
  std::size_t size = 10;
  std::size_t offset = 0;  ///< of the first row
};
/// X-WP-Total, X-WP-TotalPages and, where there is a page before or after, Link. `url` is the list's without its query.
void add_paging(HttpAnswer& answer, const Page& page, std::size_t total, const std::string& url, const Query& query);

}  // namespace dsz::sandbox
