#include "sandbox/store/store_version.hpp"

#include <stdexcept>

namespace dsz::sandbox {

StoreVersion store_version(std::string_view woocommerce) {
  if (woocommerce == "11.0.1") {
    StoreVersion version;
    version.woocommerce = "11.0.1";
    version.wordpress = "6.9";
    version.namespaces = {"oembed/1.0",
                          "wc/v3",
                          "wc/v1",
                          "wc/pos/v1/catalog",
                          "jetpack/v4",
                          "wc-admin",
                          "wc-analytics",
                          "wc/store",
                          "wc/store/v1",
                          "wc/private",
                          "wc/v2",
                          "wc-admin-email",
                          "wc-telemetry",
                          "wccom-site/v3",
                          "wp-abilities/v1",
                          "wp/v2",
                          "wp-site-health/v1",
                          "wp-block-editor/v1"};
    return version;
  }
  if (woocommerce == "7.9.0") {
    StoreVersion version;
    version.woocommerce = "7.9.0";
    version.wordpress = "6.1.9";
    version.lists_all_variations = false;
    version.has_brands = false;
    version.moves_variations = true;
    version.has_target_hints = false;
    version.variations_tell_parent = false;
    version.namespaces = {"oembed/1.0",
                          "jetpack/v4",
                          "wc-admin",
                          "wc-analytics",
                          "wc/store",
                          "wc/store/v1",
                          "wc/v1",
                          "wc/v2",
                          "wc/v3",
                          "wc-telemetry",
                          "wccom-site/v1",
                          "wccom-site/v2",
                          "wp/v2",
                          "wp-site-health/v1",
                          "wp-block-editor/v1"};
    return version;
  }
  throw std::invalid_argument("sandbox: no recording of WooCommerce " + std::string(woocommerce));
}

}  // namespace dsz::sandbox
