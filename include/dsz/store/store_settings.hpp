#pragma once

#include "dsz/base/time.hpp"
#include "dsz/http/url.hpp"

#include <string>

namespace dsz {

struct StoreSettings {
  Url url;  ///< as configured; plain http only for a loopback address or with `allow_insecure_http`
  std::string consumer_key;
  std::string consumer_secret;
  int batch_size = 50;  ///< items a batch, 1 to 100 (woocommerce-api.md, "Writing stock")
  int concurrency = 2;  ///< requests in flight at most
  double max_load = 1;  ///< share of the time in which a request may be under way, above 0 up to 1
  Millis timeout{120'000};
};

}  // namespace dsz
