#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace dsz {

/// SHA-256 of bytes that come in pieces, by OpenSSL.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view piece);
  /// In hexadecimal, lower case. Ends the sum: nothing may be added after.
  std::string hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace dsz
