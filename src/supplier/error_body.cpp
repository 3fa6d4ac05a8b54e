#include "error_body.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dsz {

std::string ErrorBody::words() const {
  std::string words;
  if (!code.empty()) words += fmt::format(", code \"{}\"", visible(code));
  if (!message.empty()) words += fmt::format(", message \"{}\"", visible(message));
  return words;
}

ErrorBody read_error_body(const std::string& body) {
  const nlohmann::json json = nlohmann::json::parse(body, nullptr, false);
  ErrorBody error;
  if (!json.is_object()) return error;
  if (json.contains("code") && json["code"].is_string()) error.code = json["code"];
  if (json.contains("message") && json["message"].is_string()) error.message = json["message"];
  return error;
}

}  // namespace dsz
