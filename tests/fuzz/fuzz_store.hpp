#pragma once

#include "dsz/base/secret_masker.hpp"
#include "dsz/store/store_api.hpp"

#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "fuzz_input.hpp"
#include "scripted_http_client.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace dsz::fuzz {

/// A store that lets anybody in and then gives the answers of the input. No secret of it, nor a part of one, may show
/// in a log line or a failure: the input may well echo them.
class FuzzStore {
 public:
  /// Stand in an input where the store echoes the credentials.
  static constexpr const char* kKeyEcho = "$KEY$";
  static constexpr const char* kSecretEcho = "$SECRET$";

  /// A row of a 2xx answer: what was asked, and what came.
  struct Row {
    Method method = Method::get;
    std::string path;  ///< "wc/v3/products"
    std::int64_t id = 0;
    nlohmann::json row;
  };

  FuzzStore(const FuzzInput& input, int batch_size);

  /// Called for each request that gets an answer of the input.
  std::function<void(const Request&)> on_request;
  /// Every row with an id that was answered so far.
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// Holds the log and `words` of a failure to what they may say.
  void hold_words(const std::vector<std::string>& words) const;
  [[nodiscard]] StoreApi& api() { return api_; }

  test::FakeClock clock;
  test::FakeSignals signals;
  test::CapturingLog log;
  SecretMasker masker;
  StoreSettings settings;

 private:
  test::Scripted answer_to(const Request& request);
  void keep_rows(const Request& request, const test::Scripted& answer);

  std::vector<test::Scripted> answers_;
  std::size_t asked_ = 0;
  bool connected_ = false;
  std::vector<Row> rows_;
  std::mt19937_64 random_{1};
  test::ScriptedHttpClient client_{clock, [this](const Request& request) { return answer_to(request); }};
  StoreApi api_;
};

/// The id that a row clearly has; 0 when it has none.
std::int64_t clear_id(const nlohmann::json& row, const char* name = "id");
/// "wc/v3/products" out of a request's URL.
std::string path_of(const Request& request);

}  // namespace dsz::fuzz
