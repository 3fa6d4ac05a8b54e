#include "sandbox/store/field_filter.hpp"

#include "sandbox/wire/http_message.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void copy_path(const Json& from, Json& to, std::string_view path) {
  const std::size_t dot = path.find('.');
  const std::string key(path.substr(0, dot));
  if (!from.is_object() || !from.contains(key)) return;
  if (dot == std::string_view::npos) {
    to[key] = from.at(key);
    return;
  }
  Json inner = to.value(key, Json::object());
  copy_path(from.at(key), inner, path.substr(dot + 1));
  if (!inner.empty()) to[key] = std::move(inner);
}

}  // namespace

FieldFilter::FieldFilter(std::string_view text) {
  for (const std::string& part : split(text, ',')) {
    std::string path = trimmed(part);
    if (!path.empty()) paths_.push_back(std::move(path));
  }
}

bool FieldFilter::wants(std::string_view field) const {
  return keeps_all() || std::any_of(paths_.begin(), paths_.end(), [&](const std::string& path) {
           return std::string_view(path).substr(0, path.find('.')) == field;
         });
}

Json FieldFilter::apply(const Json& object) const {
  if (keeps_all()) return object;
  Json kept = Json::object();
  for (const std::string& path : paths_) copy_path(object, kept, path);
  return kept.empty() ? Json::array() : kept;
}

}  // namespace dsz::sandbox
