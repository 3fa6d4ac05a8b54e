#pragma once

#include "dsz/app/config.hpp"
#include "dsz/app/finding.hpp"
#include "dsz/app/world.hpp"
#include "dsz/base/log.hpp"

#include "observations.hpp"

#include <vector>

namespace dsz {

inline constexpr const char* kSupplierConnection = "supplier connection";
inline constexpr const char* kSupplierSignIn = "supplier sign-in";
inline constexpr const char* kSupplierQuota = "supplier quota";

/// Name lookup and TLS, sign-in and quota. Makes the state folder's database when there is none. `world` is the one of
/// `seen`.
std::vector<Finding> check_supplier(const World& world, const Config& config, SecretMasker& masker, Log& log,
                                    const Observations& seen);
std::vector<Finding> skip_supplier(const std::string& why);

}  // namespace dsz
