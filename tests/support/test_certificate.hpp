#pragma once

#include <memory>
#include <string>
#include <vector>

namespace dsz::test {

struct CertificateWish {
  /// Names and IPv4 addresses the certificate is good for.
  std::vector<std::string> hosts{"localhost", "127.0.0.1"};
  bool expired = false;
};

/// A certificate with its private key, both PEM.
struct TestCertificate {
  std::string certificate;
  std::string key;
};

/// A certificate authority of its own for one test. Its certificate() goes into a client's `ca_file`.
class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  /// PEM.
  [[nodiscard]] std::string certificate() const;
  /// What OpenSSL names its file by: "5ed36f99".
  [[nodiscard]] std::string hash() const;
  [[nodiscard]] TestCertificate issue(const CertificateWish& wish = {}) const;

 private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
};

}  // namespace dsz::test
