#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

namespace dsz::sandbox {

/// A certificate for 127.0.0.1 and localhost, made at start and signed by an authority of its own, which is written
/// to a file: a client that trusts that file (`ca_file`) can check the sandbox as it checks a real host.
class TlsIdentity {
 public:
  TlsIdentity();
  ~TlsIdentity();
  TlsIdentity(const TlsIdentity&) = delete;
  TlsIdentity& operator=(const TlsIdentity&) = delete;

  /// PEM file of the authority, in a temporary folder that lives as long as this object.
  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }
  [[nodiscard]] SSL_CTX* context() const { return context_.get(); }

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const;
  };
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::string folder_;
  std::string ca_file_;
};

}  // namespace dsz::sandbox
