#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/log.hpp"
#include "dsz/http/pace.hpp"
#include "dsz/http/request_log.hpp"
#include "dsz/store/store_api.hpp"

#include <memory>
#include <random>

namespace dsz {

/// The store's side of a run: retrying(paced(counting(curl))). Nothing is sent before
/// StoreApi::connect().
class StoreSession {
 public:
  StoreSession(const World& world, const Config& config, SecretMasker& masker, std::mt19937_64& random, Log& log);

  [[nodiscard]] StoreApi& api() { return api_; }
  [[nodiscard]] const RequestCounts& counts() const { return counting_->counts(); }

 private:
  std::unique_ptr<HttpClient> transport_;
  std::unique_ptr<CountingClient> counting_;
  std::unique_ptr<HttpClient> paced_;
  std::unique_ptr<HttpClient> client_;
  StoreApi api_;
};

}  // namespace dsz
