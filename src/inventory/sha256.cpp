#include "dsz/inventory/sha256.hpp"

#include "dsz/base/failure.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace dsz {
namespace {

void require(int success) {
  if (success != 1) throw Failure(FailureKind::unexpected, "OpenSSL cannot compute SHA-256");
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) { require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }

void Sha256::add(std::string_view piece) { require(EVP_DigestUpdate(context_.get(), piece.data(), piece.size())); }

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
  std::string text;
  for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

}  // namespace dsz
