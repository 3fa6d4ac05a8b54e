#include "dsz/http/system_certificates.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace dsz {
namespace {

namespace fs = std::filesystem;

std::size_t certificates_in_file(const fs::path& path) {
  std::size_t count = 0;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("-----BEGIN ") && line.find("CERTIFICATE-----") != std::string::npos) ++count;
  }
  return count;
}

/// "5ed36f99.0"
bool is_hash_name(std::string_view name) {
  constexpr std::size_t kHashSize = 8;
  if (name.size() < kHashSize + 2 || name[kHashSize] != '.') return false;
  const auto all_of = [](std::string_view text, std::string_view letters) {
    return text.find_first_not_of(letters) == std::string_view::npos;
  };
  return all_of(name.substr(0, kHashSize), "0123456789abcdef") && all_of(name.substr(kHashSize + 1), "0123456789");
}

std::size_t certificates_in_folder(const fs::path& path) {
  std::size_t count = 0;
  std::error_code error;
  for (fs::directory_iterator entry(path, error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code broken;  // a link that leads nowhere
    if (is_hash_name(entry->path().filename().native()) && entry->is_regular_file(broken)) ++count;
  }
  return count;
}

}  // namespace

SystemCertificates system_certificates() {
  const curl_version_info_data* const about = curl_version_info(CURLVERSION_NOW);
  const auto path = [](const char* text) { return text == nullptr ? fs::path() : fs::path(text); };
  const bool open_ssl = about->ssl_version != nullptr && std::string_view(about->ssl_version).starts_with("OpenSSL/");
  return {path(about->cainfo), open_ssl ? path(about->capath) : fs::path()};
}

fs::path hashed_certificates(const SystemCertificates& system) {
  if (system.file.empty() || system.folder.empty()) return {};
  const std::size_t needed = certificates_in_file(system.file);
  return needed > 0 && certificates_in_folder(system.folder) >= needed ? system.folder : fs::path();
}

}  // namespace dsz
