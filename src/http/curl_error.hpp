#pragma once

#include "dsz/http/http_client.hpp"

#include <curl/curl.h>

namespace dsz {

/// What is known when libcurl gives a transfer up.
struct CurlEnd {
  CURLcode code = CURLE_OK;
  CURL* easy = nullptr;
  std::string_view detail;  ///< CURLOPT_ERRORBUFFER
  bool request_left = false;
  Millis timeout{0};  ///< of the whole transfer
};

TransferError transfer_error(const CurlEnd& end);

/// "api.example.com": the host of the URL last asked, for messages; the rest of a URL may hold secrets.
std::string host_of(CURL* easy);

}  // namespace dsz
