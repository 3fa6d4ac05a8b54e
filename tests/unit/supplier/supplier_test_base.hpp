#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/http/retry.hpp"
#include "dsz/supplier/supplier_api.hpp"

#include "capturing_log.hpp"
#include "fake_clock.hpp"
#include "fake_signals.hpp"
#include "memory_file_system.hpp"
#include "scripted_http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <random>
#include <string>

namespace dsz {

/// The value of a query parameter, "" when absent; commas are decoded, nothing else is needed here.
inline std::string parameter(const std::string& url, const std::string& name) {
  for (const char before : {'?', '&'}) {
    const std::size_t at = url.find(before + name + '=');
    if (at == std::string::npos) continue;
    std::string value = url.substr(at + name.size() + 2);
    value.erase(std::min(value.find('&'), value.size()));
    for (std::size_t comma = value.find("%2C"); comma != std::string::npos; comma = value.find("%2C", comma)) {
      value.replace(comma, 3, ",");
    }
    return value;
  }
  return "";
}

inline std::string authorization(const Request& request) {
  for (const Header& header : request.headers) {
    if (header.name == "Authorization") return header.value;
  }
  return "";
}

/// The supplier's client room on a scripted supplier, in virtual time. By default it signs everybody in, with tokens
/// "token-1", "token-2"…, and lists no products.
class SupplierTest : public ::testing::Test {
 protected:
  SupplierTest() {
    settings_.base_url = "https://supplier.example";
    settings_.email = "owner@example.com";
    settings_.password = "pass-phrase";
  }

  test::Scripted serve(const Request& request) {
    if (request.label == "POST /auth") {
      ++sign_ins_;
      return on_auth_ ? on_auth_(request) : token_answer();
    }
    return on_products_(request);
  }
  [[nodiscard]] test::Scripted token_answer() const {
    return test::answer(200,
                        R"({"iat":1700000000,"exp":1700028800,"token":"token-)" + std::to_string(sign_ins_) + "\"}");
  }
  std::unique_ptr<HttpClient> with_retries() { return retrying(http_, RetryPolicy{}, clock_, signals_, random_, log_); }

  /// The sentence of the Failure that `act` must throw.
  static std::string failure_of(FailureKind kind, const std::function<void()>& act) {
    try {
      act();
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), kind) << failure.what();
      return failure.what();
    }
    ADD_FAILURE() << "no failure";
    return "";
  }

  test::FakeClock clock_;
  test::FakeSignals signals_;
  test::CapturingLog log_;
  test::MemoryFileSystem files_{&clock_};
  SecretMasker masker_;
  SupplierSettings settings_;
  std::mt19937_64 random_{1};
  int sign_ins_ = 0;
  test::ScriptedHttpClient::Handler on_auth_;
  test::ScriptedHttpClient::Handler on_products_ = [](const Request&) {
    return test::answer(200, R"({"result":[],"total":0})");
  };
  test::ScriptedHttpClient http_{clock_, [this](const Request& request) { return serve(request); }, &signals_};
  std::unique_ptr<HttpClient> client_ = with_retries();
  TokenStore store_{files_, "/state/token_store.json", log_};
  AuthManager auth_{*client_, settings_, store_, masker_, clock_, signals_, log_};
  SupplierApi api_{*client_, auth_, settings_, signals_, log_};
};

}  // namespace dsz
