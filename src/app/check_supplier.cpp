#include "check_supplier.hpp"

#include "dsz/app/supplier_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace dsz {
namespace {

/// A run under way needs what is left more than a check does.
constexpr int kQuotaKept = 5;

std::string quota_sentence(int left, const Config& config) {
  return fmt::format("{} of {} requests are left this hour", left, config.quota.per_hour);
}

std::vector<Finding> sign_in(SupplierSession& session, const Config& config, const Observations& seen) {
  std::vector<Finding> findings;
  std::optional<Failure> failed;
  try {
    session.auth().sign_in();
  } catch (const Failure& failure) {
    failed = failure;
  }
  if (failed && !seen.answered) {
    findings.push_back(trouble(kSupplierConnection, *failed));
    findings.push_back(skipped(kSupplierSignIn, "the supplier cannot be reached"));
  } else {
    findings.push_back(fine(kSupplierConnection, fmt::format("{} answers", config.supplier.base_url)));
    findings.push_back(failed ? trouble(kSupplierSignIn, *failed)
                              : fine(kSupplierSignIn, "the e-mail address and the password are accepted"));
  }
  findings.push_back(fine(kSupplierQuota, quota_sentence(session.ledger().left_this_hour(), config)));
  return findings;
}

std::vector<Finding> too_little_quota(int left, const Config& config) {
  const char* const why = "too few requests are left to sign in, and a run may need them";
  return {skipped(kSupplierConnection, why), skipped(kSupplierSignIn, why),
          warning(kSupplierQuota, quota_sentence(left, config),
                  "wait up to an hour: runs and other programs with this account have used them up")};
}

}  // namespace

std::vector<Finding> check_supplier(const World& world, const Config& config, SecretMasker& masker, Log& log,
                                    const Observations& seen) try {
  const auto database = Database::open(config.database_file());
  std::mt19937_64 random(world.seed);
  SupplierSession session(world, config, *database, masker, random, log);
  const int left = session.ledger().left_this_hour();
  const int kept = std::min(kQuotaKept, config.quota.per_hour - 1);
  return left <= kept ? too_little_quota(left, config) : sign_in(session, config, seen);
} catch (const Failure& failure) {  // the database, without which the quota cannot be kept
  Finding found = trouble(kSupplierQuota, failure);
  found.kind = FailureKind::usage;
  return {skipped(kSupplierConnection, "requests cannot be counted"),
          skipped(kSupplierSignIn, "requests cannot be counted"), found};
}

std::vector<Finding> skip_supplier(const std::string& why) {
  return {skipped(kSupplierConnection, why), skipped(kSupplierSignIn, why), skipped(kSupplierQuota, why)};
}

}  // namespace dsz
