#pragma once

#include "dsz/base/time.hpp"

#include <string>

namespace dsz {

struct SupplierSettings {
  std::string base_url = "https://api.dropshipzone.com.au";
  std::string email;
  std::string password;
  int page_size = 200;
  Millis timeout{60'000};
  /// Names the account where the address must not appear (token file, quota ledger): base URL + "#" + start of SHA-256
  /// of the e-mail address in lower case.
  [[nodiscard]] std::string account() const;
};

}  // namespace dsz
