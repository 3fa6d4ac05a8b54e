#pragma once

#include "dsz/base/json_stream.hpp"

#include "row_value.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dsz {

/// What an answer's list says, row by row.
class ListRows {
 public:
  virtual ~ListRows() = default;
  virtual void begin_row() = 0;
  /// The name of the next field; false when the field does not matter.
  virtual bool field(std::string_view name) = 0;
  /// Of the field that was named last.
  virtual void value(ValueKind kind, std::string_view text) = 0;
  virtual void end_row() = 0;
  /// An entry that is no object.
  virtual void bad_row() = 0;
};

/// Parses an answer of the supplier while it arrives: an object with the list `result`, with numbers beside it (as
/// numbers or as strings), and without `code` or `message`, which is how the supplier words an error
/// (dropshipzone-api.md). Only a row's own fields count: nested objects do not. More than 10,000 rows are refused.
class ListAnswer final : public JsonHandler {
 public:
  explicit ListAnswer(ListRows& rows) : rows_(rows) {}

  bool write(std::string_view piece);
  bool finish();
  [[nodiscard]] std::string problem() const;
  /// "total", "current_page": of the last of this name; nullopt when it is absent or no whole number from 0 up.
  [[nodiscard]] std::optional<std::int64_t> number_beside(std::string_view name) const;

  void begin_object() override;
  void end_object() override;
  void begin_array() override;
  void end_array() override;
  bool key(std::string_view name) override;
  void string(std::string_view value) override { scalar(ValueKind::text, value); }
  void number(std::string_view literal) override { scalar(ValueKind::number, literal); }
  void boolean(bool value) override { scalar(ValueKind::boolean, value ? "true" : "false"); }
  void null() override { scalar(ValueKind::null, ""); }

 private:
  void begin_container();
  void end_container();
  void scalar(ValueKind kind, std::string_view text);
  void set_beside(std::string_view name, ValueKind kind, std::string_view text);

  ListRows& rows_;
  JsonStream stream_{*this};
  std::string problem_;
  std::string error_words_;
  /// Depths: 1 in the answer's object, 2 in the list, 3 in a row; what lies deeper is passed over.
  int depth_ = 0;
  std::size_t row_count_ = 0;
  bool has_result_ = false;
  bool in_result_ = false;
  bool in_field_ = false;    ///< of a row, and it matters
  std::string_view beside_;  ///< the name of the member beside the list that comes next, if it matters
  std::map<std::string, std::optional<std::int64_t>, std::less<>> numbers_;
};

}  // namespace dsz
