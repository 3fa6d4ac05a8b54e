#pragma once

#include "match_job_fixture.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace dsz::test {

/// What goes wrong in a world, once.
enum class Trouble {
  none,
  supplier_away,         ///< nobody can be asked by name
  stale_inventory,       ///< it is a second older than it may be
  stock_management_off,  ///< the store would ignore every quantity
  read_once,             ///< one read of the store fails, and works when it is repeated
  read_for_good,         ///< from some read on, the store answers with a firewall's page
  odd_list,              ///< one page of the catalogue is not what it should be
  redirected_read,       ///< one read is sent to another host
  redirected_index,      ///< the store's index is found at another host
  sale,                  ///< a customer buys between the reading and the writing
  write_lost,            ///< the connection breaks before a write was done
  write_done_no_answer,  ///< … after it was done
  write_done_504,
  write_not_done_504,
  write_done_odd_answer,  ///< the answer is a list of products
  write_half_done,        ///< the first half of a batch is done, then 500
  item_error,
  item_left_out,     ///< done, and not in the answer
  write_refused,     ///< 401: the key may not write
  redirected_write,  ///< to another host
  signal,            ///< SIGTERM while the store works on a write
};
inline constexpr int kTroubles = 22;

inline bool strikes_writes(Trouble trouble) { return trouble >= Trouble::sale; }

/// Whether and how a run is given --allow-missing.
enum class Allowance { none, right, one_more, one_fewer };

/// A random small store and supplier, a configuration, and what goes wrong.
struct RandomShop {
  std::vector<nlohmann::json> products;
  std::map<std::int64_t, std::vector<nlohmann::json>> variations;
  std::map<std::string, std::int64_t> inventory;  ///< -1: unknown; some SKUs twice, but for letter case
  std::map<std::string, std::int64_t> by_name;    ///< what the supplier has that the inventory lacks
  bool thin = false;                              ///< half of the store's SKUs are nowhere at the supplier
  bool by_prefix = false;                         ///< configured: SKUs that begin with "S-"; else what the supplier has
  MatchRules rules;
  GuardLimits guards;
  std::optional<std::int64_t> feed_baseline;  ///< what the last accepted inventory had
  Allowance allowance = Allowance::none;
  bool dry_run = false;
  int batch_size = 50;
  bool old_store = false;  ///< no route for all variations
  Trouble trouble = Trouble::none;
  int at = 0;  ///< the request that it strikes
};

RandomShop random_shop(std::mt19937_64& random);

/// The state of one product, all that a run may change: "5", or "instock" for one that does not manage stock.
using Stocks = std::map<std::int64_t, std::string>;
std::string stock_of(const nlohmann::json& row);
Stocks stocks_of(const FakeShop& shop);

/// What a plain reading of the rules says, without any code of the product.
struct Expected {
  bool allowance_decides = false;             ///< without it a guard would stop it
  bool guarded = false;                       ///< a guard stops it
  std::optional<std::int64_t> allow_missing;  ///< what the run is to be given
  std::int64_t missing = 0;                   ///< as the supplier itself says
  std::int64_t duplicates = 0;                ///< products that share their SKU
  std::int64_t ambiguous = 0;                 ///< products whose SKU several of the supplier's could mean
  Stocks wanted;                              ///< by product: what it should have; only those that may be written
  Stocks changes;                             ///< of these, what is to be written
};
Expected expected(const RandomShop& world, const FakeShop& shop);

/// Whether a product is the supplier's, by its SKU.
bool selects(const RandomShop& world, const std::string& sku);

}  // namespace dsz::test
