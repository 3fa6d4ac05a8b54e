#include "sandbox/wire/tls_identity.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace dsz::sandbox {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;

void require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(std::string("sandbox: cannot make a certificate: ") + what);
}

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  require(key != nullptr, "key");
  return key;
}

void set_random_serial(X509* certificate) {
  std::uint32_t number = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1, "serial number");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number);
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
  require(extension != nullptr, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate new_certificate(EVP_PKEY* key, const char* common_name) {
  Certificate certificate(X509_new());
  require(certificate != nullptr, "certificate");
  X509_set_version(certificate.get(), 2);
  set_random_serial(certificate.get());
  constexpr long kDay = 24L * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 30 * kDay);
  X509_set_pubkey(certificate.get(), key);
  const auto* text = reinterpret_cast<const unsigned char*>(common_name);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, text, -1, -1, 0);
  return certificate;
}

Certificate make_authority(EVP_PKEY* key) {
  Certificate authority = new_certificate(key, "dsz-sandbox authority");
  X509_set_issuer_name(authority.get(), X509_get_subject_name(authority.get()));
  add_extension(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(authority.get(), authority.get(), NID_subject_key_identifier, "hash");
  require(X509_sign(authority.get(), key, EVP_sha256()) > 0, "signature of the authority");
  return authority;
}

Certificate make_server_certificate(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key) {
  Certificate server = new_certificate(key, "127.0.0.1");
  X509_set_issuer_name(server.get(), X509_get_subject_name(authority));
  add_extension(server.get(), authority, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(server.get(), authority, NID_ext_key_usage, "serverAuth");
  add_extension(server.get(), authority, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
  add_extension(server.get(), authority, NID_authority_key_identifier, "keyid");
  require(X509_sign(server.get(), authority_key, EVP_sha256()) > 0, "signature");
  return server;
}

std::string new_temporary_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "dsz-sandbox-XXXXXX").string();
  require(mkdtemp(pattern.data()) != nullptr, "temporary folder");
  return pattern;
}

void write_pem(const std::string& path, X509* certificate) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  require(file != nullptr, path.c_str());
  const bool written = PEM_write_X509(file, certificate) == 1;
  require(std::fclose(file) == 0 && written, path.c_str());
}

}  // namespace

void TlsIdentity::FreeContext::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

TlsIdentity::TlsIdentity() : context_(SSL_CTX_new(TLS_server_method())) {
  require(context_ != nullptr, "TLS context");
  const Key authority_key = new_key();
  const Certificate authority = make_authority(authority_key.get());
  const Key key = new_key();
  const Certificate certificate = make_server_certificate(key.get(), authority.get(), authority_key.get());
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  require(SSL_CTX_use_certificate(context_.get(), certificate.get()) == 1, "use of the certificate");
  require(SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1, "use of the key");
  folder_ = new_temporary_folder();
  ca_file_ = folder_ + "/ca.pem";
  write_pem(ca_file_, authority.get());
}

TlsIdentity::~TlsIdentity() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace dsz::sandbox
