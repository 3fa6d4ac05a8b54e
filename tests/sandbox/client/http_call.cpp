#include "sandbox/client/http_call.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string_view>

namespace dsz::sandbox {
namespace {

std::size_t add_to_body(char* bytes, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, size * count);
  return size * count;
}

std::size_t add_header(char* bytes, std::size_t size, std::size_t count, void* headers) {
  const std::string_view line(bytes, size * count);
  const std::size_t colon = line.find(": ");
  if (colon != std::string_view::npos) {
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::string_view value = line.substr(colon + 2);
    (*static_cast<std::map<std::string, std::string>*>(headers))[name] = value.substr(0, value.find('\r'));
  }
  return size * count;
}

}  // namespace

HttpResult perform(const HttpCall& call) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
  if (!call.authorization.empty()) list = curl_slist_append(list, ("Authorization: " + call.authorization).c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, &curl_slist_free_all);
  HttpResult result;
  curl_easy_setopt(curl.get(), CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, call.method.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  if (!call.ca_file.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, call.ca_file.c_str());
  if (!call.user_and_password.empty()) curl_easy_setopt(curl.get(), CURLOPT_USERPWD, call.user_and_password.c_str());
  if (!call.body.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, call.body.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, add_to_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &result.body);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, add_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &result.headers);
  result.failure = curl_easy_perform(curl.get());
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &result.status);
  return result;
}

}  // namespace dsz::sandbox
