#pragma once

#include "sandbox/wire/fault.hpp"
#include "shop.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace dsz::test {

/// One way in which the supplier fails during a fetch, and what must hold then.
struct FetchDisaster {
  std::string name;        ///< of the test
  sandbox::Fault fault;    ///< with the requests that it strikes
  int exit_code = 0;       ///< 0: the new inventory stands, whole and right; else the old one, byte for byte
  std::string sentence{};  ///< is said on stderr
  nlohmann::json settings = nlohmann::json::object();  ///< members of `dropshipzone` in the configuration

  friend void PrintTo(const FetchDisaster& disaster, std::ostream* out) { *out << disaster.name; }
};

extern const sandbox::RequestMatch kSupplierPages;
extern const sandbox::RequestMatch kSupplierSignIns;

/// Strikes the third page that is asked for, once: it is asked for again.
FetchDisaster passing(std::string name, const sandbox::Fault& fault, std::string sentence = "");
/// The same, but there is no way to go on.
FetchDisaster fatal(std::string name, const sandbox::Fault& fault, int exit_code, std::string sentence);
/// Strikes every page; one attempt each, so that nothing waits.
FetchDisaster lasting(std::string name, const sandbox::Fault& fault, int exit_code, std::string sentence);
/// Strikes the sign-in, once or always.
FetchDisaster passing_at_sign_in(std::string name, const sandbox::Fault& fault);
FetchDisaster lasting_at_sign_in(std::string name, const sandbox::Fault& fault, int exit_code, std::string sentence);

/// The supplier has six pages of ten products; an old inventory stands already.
class FetchWorld : public testing::Test {
 protected:
  FetchWorld();

  static std::string sku(int number) { return "SKU-" + std::to_string(1000 + number); }
  /// What a right inventory holds, in its order.
  [[nodiscard]] nlohmann::json right_products() const;
  ProgramResult fetch();
  void expect_old_inventory() const;
  void expect_new_inventory() const;
  /// Without the faults a fetch is whole and right: nothing was left behind that stands in its way.
  void expect_recovery();

  Shop shop_;
  std::string before_;
};

class FetchDisasters : public FetchWorld, public testing::WithParamInterface<FetchDisaster> {};

}  // namespace dsz::test
