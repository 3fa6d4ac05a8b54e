#include "dsz/supplier/credentials.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/sku.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace dsz {

std::string SupplierSettings::account() const {
  constexpr std::size_t kBytesShown = 8;        // enough to tell accounts apart
  const std::string address = fold_sku(email);  // mail addresses are the same in any letter case, as SKUs are
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(address.data(), address.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw Failure(FailureKind::unexpected, "OpenSSL cannot compute SHA-256");
  }
  std::string account = base_url + "#";
  for (std::size_t i = 0; i < kBytesShown; ++i) account += fmt::format("{:02x}", digest.at(i));
  return account;
}

}  // namespace dsz
