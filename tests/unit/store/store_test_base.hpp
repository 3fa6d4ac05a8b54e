#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/store/store_api.hpp"

#include "capturing_log.hpp"
#include "fake_clock.hpp"
#include "fake_shop.hpp"
#include "fake_signals.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

namespace dsz::test {

inline constexpr const char* kKey = "ck_0123456789";
inline constexpr const char* kSecret = "cs_9876543210";

/// A store at https://shop.example and what talks to it. After each test, every request that left is held to S6, S7 and
/// S8.
class StoreTestBase : public ::testing::Test {
 protected:
  StoreTestBase();
  void TearDown() override;

  void add_simple(std::int64_t id, double quantity = 5);
  void add_unmanaged(std::int64_t id, const std::string& status = "instock");
  /// A variable product with variations.
  void add_variable(std::int64_t id, const std::vector<std::int64_t>& variation_ids);

  /// Not connected; made at the first call, with what `settings` then are.
  StoreApi& api();
  StoreApi& connected();
  /// The next call of api() makes another one, as the next run does.
  void forget_api() { api_.reset(); }

  FakeClock clock;
  FakeSignals signals;
  CapturingLog log;
  SecretMasker masker;
  std::mt19937_64 random{1};
  StoreSettings settings;
  FakeShop shop;
  ScriptedHttpClient client;
  std::unique_ptr<HttpClient> around;  ///< around `client`, when a test puts one there before the first call of api()

 private:
  void check_request(const Request& request) const;
  void check_write(const Call& call) const;

  std::unique_ptr<StoreApi> api_;
};

/// The failure that `job` ends with; a failed test when it ends with none.
template <typename Job>
Failure failure_of(Job job) {
  try {
    job();
  } catch (const Failure& failure) {
    return failure;
  }
  ADD_FAILURE() << "no failure";
  return {FailureKind::unexpected, ""};
}

}  // namespace dsz::test
