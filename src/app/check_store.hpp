#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/finding.hpp"
#include "dsz/store/store_api.hpp"

#include "observations.hpp"

#include <optional>
#include <vector>

namespace dsz {

inline constexpr const char* kStoreConnection = "store connection";
inline constexpr const char* kStoreFirewall = "store firewall";
inline constexpr const char* kStoreAddress = "store address";
inline constexpr const char* kPermalinks = "permalinks";
inline constexpr const char* kWooCommerce = "WooCommerce";
inline constexpr const char* kVersion = "WooCommerce version";
inline constexpr const char* kStoreKeys = "store keys";
inline constexpr const char* kWritePermission = "write permission";
inline constexpr const char* kStockManagement = "stock management";
inline constexpr const char* kAnalytics = "analytics";
inline constexpr const char* kStoreCache = "store cache";

/// What connect() needs, one finding for each ConnectStep. True: the store is connected.
bool check_connection(StoreApi& api, const StoreSettings& settings, const Observations& seen,
                      std::vector<Finding>& findings);
/// What a connected store says of itself: key, settings, version.
std::vector<Finding> check_store_settings(StoreApi& api);
std::vector<Finding> skip_store_settings(const std::string& why);
std::vector<Finding> skip_connection(const std::string& why);

/// "store cache", after all other requests to the store.
Finding check_cache(const Observations& seen);
/// "WooCommerce version", for what the store says of it, "" when it does not. Pure.
Finding judge_version(const std::string& woocommerce, const std::string& wordpress);

}  // namespace dsz
