#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace dsz {

/// What JsonStream reports, in document order. Text is valid UTF-8, unescaped, and lives only during the call.
class JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  virtual void begin_object() = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
  /// False: the value that follows is checked but not handed over, be it an object or a list with all that is in it, so
  /// that a long description costs neither copying nor unescaping.
  virtual bool key(std::string_view name) = 0;
  virtual void string(std::string_view value) = 0;
  /// The number as it was written: "12", "12.00", "1e3", "-0".
  virtual void number(std::string_view literal) = 0;
  virtual void boolean(bool value) = 0;
  virtual void null() = 0;
};

/// A strict JSON reader (RFC 8259) that is pushed pieces of a body as they arrive and never holds more than one key or
/// string. It replaces a pull parser on the hot path only: a page of the supplier is 1 MB, and several arrive at a
/// time. Refused: nesting beyond `max_depth`, invalid UTF-8, lone surrogates in a text that is handed over, NaN,
/// comments, trailing commas, text after the value. A byte order mark and white space before the value are passed over.
class JsonStream {
 public:
  struct Limits {
    std::size_t max_depth = 64;
    std::size_t max_text = 4U << 20U;  ///< bytes of one key, one number or one handed-over string
  };

  explicit JsonStream(JsonHandler& handler);
  JsonStream(JsonHandler& handler, Limits limits);
  ~JsonStream();
  JsonStream(const JsonStream&) = delete;
  JsonStream& operator=(const JsonStream&) = delete;

  /// False as soon as the text is not JSON; error() then says why, and further pieces are refused.
  bool write(std::string_view piece);
  /// Call at the end of the body. False when the value is not whole.
  bool finish();
  /// "unexpected '<' at byte 0, where a value should start": "" when nothing is wrong.
  [[nodiscard]] const std::string& error() const;
  /// Bytes taken so far.
  [[nodiscard]] std::uint64_t offset() const;

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace dsz
