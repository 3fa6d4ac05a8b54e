#pragma once

#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"

#include <filesystem>

namespace dsz {

struct CurlSettings {
  std::filesystem::path ca_file;  ///< trusted instead of the system's certificates; empty: those
  std::string user_agent;         ///< "dsz-sync/0.1.0"
  /// Where the system's certificates are (http/system_certificates.hpp); empty: where libcurl looks for them.
  std::filesystem::path ca_folder{};
};

/// libcurl's multi interface. Only http and https; TLS 1.2 or later, certificates always verified; no redirect unless
/// the request allows it (5 at most, http(s) only, never from https to http); proxies from the environment; compressed
/// answers are decoded, and the decoded size is what max_body limits. A request that is not idempotent gets a
/// connection of its own, for on one that was kept open libcurl would send it a second time by itself; so does one that
/// asks for it. A header with a line break in its value is a Failure(unexpected) of start().
std::unique_ptr<HttpClient> curl_client(const CurlSettings& settings, const Clock& clock, const Signals& signals);

}  // namespace dsz
