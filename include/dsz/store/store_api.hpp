#pragma once

#include "dsz/base/log.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"
#include "dsz/store/store_settings.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <random>
#include <string>
#include <vector>

namespace dsz {

/// What the store says of itself, found out once a run by connect().
struct StoreIdentity {
  std::string base;  ///< where requests go: configured URL, after http→https or www (never another host)
  std::string home;  ///< the store's own home URL, from its index: names the store in the journal, is signed
  std::vector<std::string> namespaces;  ///< "wc/v3", "wc-analytics"
  bool stock_management = true;         ///< false: the store ignores every quantity
};

/// Requests to one WooCommerce store: paths under /wp-json/, credentials put in, answers checked to be JSON (a BOM,
/// blank lines and PHP notices before the JSON are passed over), every final failure turned into a sentence.
class StoreApi {
 public:
  StoreApi(HttpClient& client, const StoreSettings& settings, SecretMasker& masker, const Clock& clock,
           const Signals& signals, std::mt19937_64& random, Log& log);

  /// Reads the index without credentials (redirects followed: http→https and www are taken over with a warning, another
  /// host is Failure(usage) naming the right URL), then finds the way to authenticate with a harmless GET: Basic over
  /// https, else keys in the query; over plain http OAuth 1.0a, then the others (loopback only). All refused:
  /// Failure(credentials). No index, firewall page, plain permalinks, no WooCommerce: Failure(store) with what to mend.
  /// Reads the stock management setting where the key may.
  const StoreIdentity& connect();
  [[nodiscard]] const StoreIdentity& identity() const;

  /// Authenticated; `path` is under /wp-json/, e.g. "wc/v3/products". Cache-Control: no-cache.
  Request get(const std::string& path, const Query& query);
  /// Not idempotent, no redirects (S8).
  Request post(const std::string& path, const nlohmann::json& body);

  /// Several at a time within the client's bound; each `done` gets the outcome.
  void start(Request request, Completion done);
  /// Until at least one has completed; a pending signal throws after cancel_all() unless a write is in flight.
  void drive();
  Outcome send(Request request);

  /// The JSON of a 2xx answer, or Failure(store) saying what came instead.
  nlohmann::json json_of(const Outcome& outcome, std::string_view label) const;
  /// The sentence for an outcome that ends the job: 401/403 → credentials, else store.
  [[noreturn]] void fail(const Outcome& outcome, std::string_view label) const;
};

}  // namespace dsz
