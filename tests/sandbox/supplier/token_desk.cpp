#include "sandbox/supplier/token_desk.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <vector>

namespace dsz::sandbox {
namespace {

std::string base64url(const std::string& bytes) {
  std::vector<unsigned char> out(4 * ((bytes.size() + 2) / 3) + 1);
  const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
  const int size = EVP_EncodeBlock(out.data(), in, static_cast<int>(bytes.size()));
  std::string text(out.begin(), out.begin() + size);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::find(text.begin(), text.end(), '='), text.end());
  return text;
}

}  // namespace

std::string TokenDesk::issue(Time now, std::chrono::seconds life) {
  const std::string number = std::to_string(++issued_);
  std::string token = base64url(R"({"alg":"HS256","typ":"JWT"})") + "." +
                      base64url(R"({"sub":"sandbox","n":)" + number + "}") + "." +
                      base64url("a signature that nobody checks, number " + number);
  expiry_[token] = now + life;
  return token;
}

bool TokenDesk::accepts(const std::string& token, Time now) const {
  const auto found = expiry_.find(token);
  return found != expiry_.end() && now < found->second;
}

}  // namespace dsz::sandbox
