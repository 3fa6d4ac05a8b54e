#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dsz::sandbox {

/// WordPress's `_fields`: which fields an answer keeps. Names may be nested: "environment.version".
class FieldFilter {
 public:
  FieldFilter() = default;
  /// A comma list; "" keeps everything.
  explicit FieldFilter(std::string_view text);

  [[nodiscard]] bool keeps_all() const { return paths_.empty(); }
  /// True when the field, or something inside it, is kept.
  [[nodiscard]] bool wants(std::string_view field) const;
  /// The object with only the fields that are kept; an empty list when none is, as PHP writes an empty array.
  [[nodiscard]] nlohmann::ordered_json apply(const nlohmann::ordered_json& object) const;

 private:
  std::vector<std::string> paths_;
};

}  // namespace dsz::sandbox
