#pragma once

#include "dsz/app/notify_settings.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/log.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/notify/healthcheck.hpp"
#include "dsz/notify/notifier.hpp"

#include <memory>
#include <string>
#include <vector>

namespace dsz {

struct ChannelResult {
  std::string name;
  std::string error;           ///< "" when all is well
  bool taken = error.empty();  ///< as Telling has it
};

/// Every channel that is configured.
class Channels {
 public:
  /// `world` must outlive it.
  Channels(const NotifySettings& settings, const World& world);
  [[nodiscard]] bool empty() const { return notifiers_.empty() && !healthcheck_; }
  [[nodiscard]] Healthcheck* healthcheck() { return healthcheck_.get(); }
  /// One after another; what is left until `until` is shared out evenly among those still to come. The healthcheck is
  /// none of them.
  std::vector<ChannelResult> tell(const Message& message, SteadyTime until);

 private:
  const World& world_;
  std::unique_ptr<HttpClient> http_;
  std::vector<std::unique_ptr<Notifier>> notifiers_;
  std::unique_ptr<Healthcheck> healthcheck_;
};

}  // namespace dsz
