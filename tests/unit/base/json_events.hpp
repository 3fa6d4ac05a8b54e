#pragma once

#include "dsz/base/json_stream.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dsz::test {

/// Writes down what a JsonStream reports: "{", "key a", "string x", "number 1", "true", "null", "]".
class JsonEvents : public JsonHandler {
 public:
  void begin_object() override { list.emplace_back("{"); }
  void end_object() override { list.emplace_back("}"); }
  void begin_array() override { list.emplace_back("["); }
  void end_array() override { list.emplace_back("]"); }
  bool key(std::string_view name) override {
    list.push_back("key " + std::string(name));
    return !skip;
  }
  void string(std::string_view value) override { list.push_back("string " + std::string(value)); }
  void number(std::string_view literal) override { list.push_back("number " + std::string(literal)); }
  void boolean(bool value) override { list.emplace_back(value ? "true" : "false"); }
  void null() override { list.emplace_back("null"); }

  std::vector<std::string> list;
  bool skip = false;  ///< the values that have names
};

struct JsonResult {
  bool accepted = false;
  std::string error;
  std::vector<std::string> events;

  friend bool operator==(const JsonResult&, const JsonResult&) = default;
};

/// Reads a document that arrives in these pieces.
inline JsonResult read_json(const std::vector<std::string_view>& pieces, JsonStream::Limits limits = {},
                            bool skip = false) {
  JsonEvents events;
  events.skip = skip;
  JsonStream stream(events, limits);
  bool going = true;
  for (const std::string_view piece : pieces) {
    // A copy of exactly its size, gone after the call: a look beyond it, or at an earlier one, shows under a sanitizer.
    const std::vector<char> copy(piece.begin(), piece.end());
    going = going && stream.write({copy.data(), copy.size()});
  }
  JsonResult result;
  result.accepted = going && stream.finish();
  result.error = stream.error();
  result.events = events.list;
  return result;
}

inline JsonResult read_json(std::string_view document, JsonStream::Limits limits = {}, bool skip = false) {
  return read_json(std::vector<std::string_view>{document}, limits, skip);
}

}  // namespace dsz::test
