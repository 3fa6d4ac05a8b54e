#pragma once

#include "dsz/notify/event.hpp"
#include "dsz/notify/letter.hpp"

#include <string>

namespace dsz {

/// What every channel can make its own form of. Valid UTF-8.
struct Message {
  std::string occasion;  ///< "guard"; "test"
  std::string subject;   ///< one line
  std::string text;      ///< lines end with \n
  std::string html;      ///< a whole document; foreign text is escaped
  std::string json;      ///< one object on one line (docs/NOTIFICATIONS.md)
  std::string log_text;  ///< the last lines of the log alone
  std::int64_t run = 0;
  std::string command;  ///< "sync"
  int exit_code = 0;
  std::string sentence;
};

/// Pure.
Message compose(const Event& event);
/// What notify-test sends.
Message test_message(const std::string& store, WallTime now);

/// The first `max_bytes` of `text`, cut between characters, with "…" when something was cut.
std::string shortened(const std::string& text, std::size_t max_bytes);

}  // namespace dsz
