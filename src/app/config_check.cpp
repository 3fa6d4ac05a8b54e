#include "dsz/base/text.hpp"
#include "dsz/http/url.hpp"

#include "config_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dsz {
namespace {

using Kind = ConfigValue::Kind;

std::string kind_in_words(const ConfigValue& value) {
  switch (value.kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return value.boolean ? "true" : "false";
    case Kind::number:
      return "a number";
    case Kind::text:
      return "text";
    case Kind::list:
      return "a list";
    case Kind::object:
      break;
  }
  return "an object";
}

/// "\"a\", \"b\" or \"c\""
std::string alternatives(const std::vector<std::string_view>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += fmt::format("\"{}\"", words[i]);
  }
  return list;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string text_complaint(const ConfigValue& value) {
  if (value.text.empty()) return "is empty; give it a value or remove the line";
  if (has_control_character(value.text)) return "has a line end or another control character in it";
  return "";
}

/// The part of "https://user:password@shop.example/path" between the slashes.
std::string_view authority(std::string_view url) {
  const std::size_t start = url.find("://");
  if (start != std::string_view::npos) url.remove_prefix(start + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

/// Never quotes the address: what is wrong with it may be a secret in it.
std::string url_complaint(const ConfigValue& value) {
  const std::string_view text = value.text;
  if (authority(text).find('@') != std::string_view::npos) {
    return "has a user name or a password in it; remove it, credentials have keys of their own";
  }
  if (text.find_first_of("?#") != std::string_view::npos) return "has a ? or a # in it; remove that part";
  const std::optional<Url> url = parse_url(text);
  if (!url || text.find("://") == std::string_view::npos) return "is not a web address like https://shop.example";
  if (url->path.find("/wp-json") != std::string::npos) {
    return "must be the shop's address alone; remove /wp-json and what follows it";
  }
  return "";
}

std::string number_complaint(const ConfigKey& key, const ConfigValue& value) {
  const bool whole = std::floor(value.number) == value.number;
  const bool inside = value.number >= key.least && value.number <= key.most;
  if (inside && (whole || key.type == ConfigType::number)) return "";
  return fmt::format("is {}, but must be {}", value.number, config_expects(key));
}

std::string choice_complaint(const ConfigKey& key, const ConfigValue& value) {
  if (std::find(key.choices.begin(), key.choices.end(), value.text) != key.choices.end()) return "";
  return fmt::format("is \"{}\", but must be {}", visible(value.text, 60), config_expects(key));
}

/// An empty list would look like a selection and select nothing.
std::string texts_complaint(const ConfigKey& key, const ConfigValue& value) {
  if (value.children.empty()) return "is empty; name something in it or remove it";
  for (const ConfigValue& child : value.children) {
    if (child.kind != Kind::text) {
      return fmt::format("has {} in it, but must be {}", kind_in_words(child), config_expects(key));
    }
    if (!key.choices.empty() && !choice_complaint(key, child).empty()) {
      return fmt::format("has \"{}\" in it, but must be {}", visible(child.text, 60), config_expects(key));
    }
    if (child.name.empty() && value.kind == Kind::object) return "has a field without a name";
    if (const std::string complaint = text_complaint(child); !complaint.empty()) {
      return "has a text in it that " + complaint;
    }
  }
  return "";
}

bool right_kind(ConfigType type, Kind kind) {
  switch (type) {
    case ConfigType::whole:
    case ConfigType::number:
      return kind == Kind::number;
    case ConfigType::boolean:
      return kind == Kind::boolean;
    case ConfigType::texts:
      return kind == Kind::text || kind == Kind::list;
    case ConfigType::text_map:
      return kind == Kind::object;
    case ConfigType::text:
    case ConfigType::secret:
    case ConfigType::url:
    case ConfigType::path:
    case ConfigType::choice:
      break;
  }
  return kind == Kind::text;
}

}  // namespace

std::string config_expects(const ConfigKey& key) {
  switch (key.type) {
    case ConfigType::whole:
      return fmt::format("a whole number from {} to {}", key.least, key.most);
    case ConfigType::number:
      return fmt::format("a number from {} to {}", key.least, key.most);
    case ConfigType::boolean:
      return "true or false";
    case ConfigType::choice:
      return alternatives(key.choices);
    case ConfigType::texts:
      return key.choices.empty() ? "text or a list of texts" : "a list of " + alternatives(key.choices);
    case ConfigType::text_map:
      return "an object of texts";
    case ConfigType::url:
      return "a web address";
    case ConfigType::path:
      return "a path";
    case ConfigType::text:
    case ConfigType::secret:
      break;
  }
  return "text";
}

std::string config_complaint(const ConfigKey& key, const ConfigValue& value) {
  if (!right_kind(key.type, value.kind)) {
    return fmt::format("is {}, but must be {}", kind_in_words(value), config_expects(key));
  }
  switch (key.type) {
    case ConfigType::whole:
    case ConfigType::number:
      return number_complaint(key, value);
    case ConfigType::choice:
      return choice_complaint(key, value);
    case ConfigType::text_map:
      return texts_complaint(key, value);
    case ConfigType::texts:
      if (value.kind == Kind::list) return texts_complaint(key, value);
      return key.choices.empty() ? text_complaint(value) : choice_complaint(key, value);
    case ConfigType::url: {
      const std::string complaint = text_complaint(value);
      return complaint.empty() ? url_complaint(value) : complaint;
    }
    case ConfigType::text:
    case ConfigType::path:
      return text_complaint(value);
    case ConfigType::boolean:
    case ConfigType::secret:  // what it says is checked when it is used: an empty one may come from the environment
      break;
  }
  return "";
}

}  // namespace dsz
