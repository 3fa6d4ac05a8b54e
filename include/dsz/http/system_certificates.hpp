#pragma once

#include <filesystem>

namespace dsz {

/// Where the certificates stand that the system trusts.
struct SystemCertificates {
  std::filesystem::path file;    ///< all of them, PEM
  std::filesystem::path folder;  ///< one a file, named by the hash of its subject ("5ed36f99.0"); empty: there is none
};

/// What this libcurl was built to trust. Without the folder where its TLS is not OpenSSL's: others read all of it.
SystemCertificates system_certificates();

/// The folder, when it holds as many certificates as the file, else empty. OpenSSL reads from it the one or two that it
/// needs; from the file it reads all, for each connection anew: a megabyte of memory and 25 ms. A folder that holds
/// fewer, as where the file alone was copied into a container or a certificate was added to it by hand, is not enough.
std::filesystem::path hashed_certificates(const SystemCertificates& system);

}  // namespace dsz
