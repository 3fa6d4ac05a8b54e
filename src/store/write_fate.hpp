#pragma once

#include "dsz/http/http_client.hpp"

#include <string>

namespace dsz {

/// What the outcome of a whole batch says of it.
enum class Fate {
  answered,    ///< 2xx: to be judged item by item
  never_left,  ///< no connection
  refused,     ///< credentials, firewall, redirect: every other batch would be refused too
  rejected,    ///< the store refused this batch before it did anything
  not_taken,   ///< too large or too many: nothing was done, and in smaller batches it may go through
  failed,      ///< the store broke off and is through with it; a part may be done
  in_doubt,    ///< nobody heard the end of it: the store may still be at work on it
};
Fate fate_of(const Outcome& outcome);

/// What came instead of a batch's answer, for sentences.
std::string words_for(const Outcome& outcome);

}  // namespace dsz
