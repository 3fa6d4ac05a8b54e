#pragma once

#include "dsz/base/failure.hpp"
#include "dsz/base/log.hpp"
#include "dsz/base/secret_masker.hpp"
#include "dsz/http/http_client.hpp"
#include "dsz/os/clock.hpp"
#include "dsz/os/signals.hpp"
#include "dsz/store/store_settings.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// What the store says of itself, found out once a run by connect().
struct StoreIdentity {
  std::string base;  ///< where requests go: configured URL, after http→https or www (never another host)
  std::string home;  ///< the store's own home URL, from its index: names the store in the journal, is signed
  std::vector<std::string> namespaces;  ///< "wc/v3", "wc-analytics"
  bool stock_management = true;         ///< false: the store ignores every quantity
  bool stock_management_read = false;   ///< false: the key may not read that setting, and it is assumed to be on
};

/// What must be right for connect(), in the order in which it is found out.
enum class ConnectStep {
  connection,   ///< name lookup, network, TLS, an answer
  firewall,     ///< nothing in front of the store stops the request
  address,      ///< the store is where `woocommerce.url` says, and works
  permalinks,   ///< not Plain
  woocommerce,  ///< its REST API is there
  keys,         ///< accepted for reading
};

/// Where connect() stopped.
class ConnectFailure : public Failure {
 public:
  ConnectFailure(ConnectStep step, const Failure& failure) : Failure(failure), step_(step) {}
  [[nodiscard]] ConnectStep step() const { return step_; }

 private:
  ConnectStep step_;
};

/// Requests to one WooCommerce store: paths under /wp-json/, credentials put in, answers checked to be JSON (a BOM,
/// blank lines and PHP notices before the JSON, and markup behind it, are passed over), every final failure turned into
/// a sentence.
class StoreApi {
 public:
  StoreApi(HttpClient& client, const StoreSettings& settings, SecretMasker& masker, const Clock& clock,
           const Signals& signals, std::mt19937_64& random, Log& log);

  /// Reads the index without credentials (redirects followed: http→https and www are taken over with a warning, another
  /// host is Failure(usage) naming the right URL), then finds the way to authenticate with a harmless GET: Basic over
  /// https, else keys in the query; over plain http OAuth 1.0a, then the others (loopback only). All refused:
  /// Failure(credentials). No index, firewall page, plain permalinks, no WooCommerce: Failure(store) with what to mend.
  /// Beside it, reads the stock management setting where the key may. Each Failure is a ConnectFailure.
  const StoreIdentity& connect();
  /// Whole after connect(); `home` is "" until the index was read.
  [[nodiscard]] const StoreIdentity& identity() const { return identity_; }
  /// "keys in the header", "keys in the query" or "OAuth 1.0a". Only after connect().
  [[nodiscard]] std::string_view keys_travel_as() const { return to_text(way_); }
  [[nodiscard]] std::size_t concurrency() const;
  /// Reads that setting once more. False also when it cannot be read.
  bool stock_management_is_off_now();

  /// How many rows of a list are asked for at a time: the most that WooCommerce gives, or what this host bears.
  [[nodiscard]] std::size_t rows_a_page() const { return rows_a_page_; }
  void set_rows_a_page(std::size_t rows) { rows_a_page_ = rows; }

  /// Authenticated; `path` is under /wp-json/, e.g. "wc/v3/products". Cache-Control: no-cache.
  Request get(const std::string& path, const Query& query);
  /// The same at an address that no cache has seen: for what is about to be written, and what became of a write.
  Request get_fresh(const std::string& path, Query query);
  /// Not idempotent, no redirects (S8). It does not leave with a signal pending.
  Request post(const std::string& path, const nlohmann::json& body);

  /// Several at a time within the client's bound; each `done` gets the outcome. A 2xx answer to a GET that is plainly
  /// cut off is asked for again before.
  void start(Request request, Completion done);
  /// Until at least one has completed; a pending signal throws after cancel_all() unless a write is in flight.
  void drive();
  Outcome send(Request request);

  /// The store's words without our secrets: some hosts echo the request in their error pages (S8).
  [[nodiscard]] std::string masked(std::string_view words) const { return masker_.mask(words); }
  /// Drops every request that has not completed, without calling its `done`.
  void cancel_all();

  /// The JSON of a 2xx answer, or Failure(store) saying what came instead.
  nlohmann::json json_of(const Outcome& outcome, std::string_view label) const;
  /// The failure for an outcome that ends the job: 401/403 → credentials, a firewall and all else → store.
  [[nodiscard]] Failure failure(const Outcome& outcome, std::string_view label) const;
  [[noreturn]] void fail(const Outcome& outcome, std::string_view label) const;

 private:
  /// How the credentials travel.
  enum class Credentials { header, query, signature };
  static std::string_view to_text(Credentials way);

  void read_index();
  [[noreturn]] void fail_index(const Outcome& outcome);
  /// `otherwise`: the step when neither the network nor something in front of the store is the cause.
  [[noreturn]] void stop(ConnectStep otherwise, const Outcome& outcome, std::string_view label) const;
  [[nodiscard]] bool plain_permalinks();
  void take_over_address(const std::string& final_url);
  void take_identity(const nlohmann::json& index);
  void authenticate();
  [[nodiscard]] std::vector<Credentials> ways() const;
  void take_stock_management(const Outcome& outcome);

  void start_reading(Request request, Completion done, int readings_left);
  void complete(Outcome outcome, const Completion& done);
  Request request(Method method, const std::string& path, const Query& query);
  void put_credentials(Request& request, const std::string& path, Query query);

  HttpClient& client_;
  const StoreSettings& settings_;
  const SecretMasker& masker_;
  const Clock& clock_;
  const Signals& signals_;
  std::mt19937_64& random_;
  Log& log_;
  StoreIdentity identity_;
  Credentials way_ = Credentials::header;
  bool connected_ = false;
  std::size_t rows_a_page_ = 100;
  std::uint64_t completed_ = 0;
  std::size_t writes_in_flight_ = 0;
};

}  // namespace dsz
