#pragma once

#include "dsz/base/log.hpp"
#include "dsz/base/time.hpp"
#include "dsz/os/file_system.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace dsz {

struct Token {
  std::string text;
  std::string account;  ///< SupplierSettings::account
  WallTime received{};
  Millis life{0};  ///< exp - iat as the supplier stated it; 0 when it did not

  /// Until the earlier of 7 hours and the stated life less a margin (a tenth of the life, 2 s to 60 s), counted from
  /// receipt; a `received` in the future is not trusted.
  [[nodiscard]] bool usable(WallTime now) const;
  [[nodiscard]] WallTime usable_until() const;
};

/// `token_store.json` (600, replaced as a whole). A damaged or foreign file, or one that others can read, is a warning
/// and no token.
class TokenStore {
 public:
  TokenStore(FileSystem& files, std::filesystem::path path, Log& log);
  [[nodiscard]] std::optional<Token> load(const std::string& account);
  void save(const Token& token);
  void forget();

 private:
  FileSystem& files_;
  std::filesystem::path path_;
  Log& log_;
};

}  // namespace dsz
