#include "sandbox/store/rest_answer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

bool is_list(std::string_view name) {
  constexpr std::array<std::string_view, 3> kLists = {"include", "exclude", "parent"};
  return std::find(kLists.begin(), kLists.end(), name) != kLists.end();
}

void append(std::string& url, const std::string& name, const std::string& value) {
  url.append(url.find('?') == std::string::npos ? "?" : "&").append(name).append("=").append(encode_component(value));
}

/// The list's URL with its own query, at another page. WordPress writes lists with indices and booleans as 1.
std::string page_url(const std::string& base, const Query& query, std::size_t page) {
  std::string url = base;
  bool has_page = false;
  for (const auto& [name, value] : query.entries()) {
    if (name == "page") {
      has_page = true;
      append(url, name, std::to_string(page));
    } else if (is_list(name)) {
      std::size_t index = 0;
      for (const std::string& part : split(value, ','))
        append(url, name + "%5B" + std::to_string(index++) + "%5D", part);
    } else {
      append(url, name, value == "true" ? "1" : value);
    }
  }
  if (!has_page) append(url, "page", std::to_string(page));
  return url;
}

}  // namespace

HttpAnswer json_answer(const Json& body, int status) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return answer;
}

HttpAnswer rest_error(int status, std::string_view code, std::string_view message) {
  return json_answer({{"code", code}, {"message", message}, {"data", {{"status", status}}}}, status);
}

HttpAnswer no_route() {
  return rest_error(404, "rest_no_route", "No route was found matching the URL and request method.");
}

HttpAnswer invalid_parameters(const std::vector<InvalidParameter>& parameters) {
  std::string names;
  Json messages = Json::object();
  Json details = Json::object();
  for (const InvalidParameter& parameter : parameters) {
    names.append(names.empty() ? "" : ", ").append(parameter.name);
    messages[parameter.name] = parameter.message;
    details[parameter.name] = {{"code", parameter.code}, {"message", parameter.message}, {"data", nullptr}};
  }
  return json_answer({{"code", "rest_invalid_param"},
                      {"message", "Invalid parameter(s): " + names},
                      {"data", {{"status", 400}, {"params", messages}, {"details", details}}}},
                     400);
}

void add_paging(HttpAnswer& answer, const Page& page, std::size_t total, const std::string& url, const Query& query) {
  const std::size_t pages = (total + page.size - 1) / page.size;
  answer.headers.emplace_back("X-WP-Total", std::to_string(total));
  answer.headers.emplace_back("X-WP-TotalPages", std::to_string(pages));
  std::string link;
  if (page.number > 1) link = "<" + page_url(url, query, std::min(page.number - 1, pages)) + ">; rel=\"prev\"";
  if (page.number < pages) {
    link.append(link.empty() ? "" : ", ").append("<" + page_url(url, query, page.number + 1) + ">; rel=\"next\"");
  }
  if (!link.empty()) answer.headers.emplace_back("Link", link);
}

}  // namespace dsz::sandbox
