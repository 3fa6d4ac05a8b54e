#pragma once

#include "dsz/base/failure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// A JSON value that knows its line, for the error sentences.
struct ConfigValue {
  enum class Kind { null, boolean, number, text, list, object };

  Kind kind = Kind::null;
  std::string name;  ///< of a member of an object
  int line = 0;      ///< from 1; of a member: its name's
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<ConfigValue> children;  ///< of a list or an object

  /// The member at "match.guards.floor", below this object; nullptr when there is none.
  [[nodiscard]] const ConfigValue* at(std::string_view path) const;
};

/// Reads one JSON value. `file` is for the sentences: not JSON (with line and column), a comment, a member that is
/// there twice, nested too deep are Failure(usage). No sentence quotes the text: it may be a secret.
ConfigValue parse_config_document(std::string_view text, std::string_view file);

/// Failure(usage): "FILE line LINE: SENTENCE", without the line when it is 0.
Failure config_failure(std::string_view file, int line, std::string_view sentence);

}  // namespace dsz
