// A store that sends its client elsewhere, wherever it is read: no request follows, no key travels, and nothing wrong
// is written.
#include "match_disaster.hpp"

#include <fmt/format.h>

#include <fstream>

namespace dsz::test {
namespace {

using sandbox::Fault;

/// Which requests are sent elsewhere, and what becomes of the run.
struct Redirected {
  const char* name;
  std::function<void(Shop&)> before;  ///< so that these requests are made
  sandbox::RequestMatch requests;
  After after;
  int exit_code;

  friend void PrintTo(const Redirected& redirected, std::ostream* out) { *out << redirected.name; }
};

class MatchRedirects : public MatchWorld, public testing::WithParamInterface<std::tuple<const char*, Redirected, int>> {
 protected:
  /// The other host is trusted, so that it would hear of a request that followed.
  MatchRedirects() : MatchWorld(std::get<0>(GetParam())) {
    std::ofstream trusted(shop_.file("trusted.pem"));
    trusted << std::ifstream(shop_.store.ca_file()).rdbuf() << std::ifstream(elsewhere_.ca_file()).rdbuf();
    shop_.config["woocommerce"]["ca_file"] = shop_.file("trusted.pem").string();
  }

  void expect_not_followed(const std::string& to) {
    SCOPED_TRACE(to);
    const auto& [version, redirected, status] = GetParam();
    if (redirected.before) redirected.before(shop_);
    const Fault fault = Fault::redirect(to + "/wp-json/wc/v3/else?per_page=100", status);
    expect_survived({"", at(redirected.requests, fault.always()), redirected.after, redirected.exit_code});
    EXPECT_EQ(elsewhere_.requests().count(), 0);
    for (const auto& record : shop_.store.requests().all()) {
      EXPECT_EQ(record.request.scheme, "https") << record.request.path;
      EXPECT_FALSE(record.request.path.ends_with("/else"));
    }
  }

  sandbox::StoreService elsewhere_;
};

TEST_P(MatchRedirects, ToAnotherHostAreNotFollowed) { expect_not_followed(elsewhere_.https_url()); }

TEST_P(MatchRedirects, ToPlainHttpAreNotFollowed) { expect_not_followed(shop_.store.http_url()); }

TEST_P(MatchRedirects, WithinTheStoreAreNotFollowed) { expect_not_followed(shop_.store.https_url()); }

std::vector<Redirected> redirected() {
  const auto without_report = [](Shop& shop) { shop.store.set_analytics(false); };
  return {
      {"Lists", without_report, {.path_contains = "/products", .query_contains = "per_page=100"}, After::all_old, 13},
      {"Keys", {}, {.path_contains = "/products", .query_contains = "per_page=1&"}, After::all_old, 13},
      {"Report", {}, {.path_contains = "/reports/stock"}, After::all_new, 0},
      {"Settings", {}, {.path_contains = "/settings/"}, After::all_new, 0},
      {"SecondReading", {}, {.query_contains = "include="}, After::all_old, 13},
  };
}

constexpr auto kRedirectedName = [](const auto& row) {
  const char* const version = std::string(std::get<0>(row.param)) == "7.9.0" ? "Old" : "New";
  return fmt::format("{}{}{}", std::get<1>(row.param).name, std::get<2>(row.param), version);
};

INSTANTIATE_TEST_SUITE_P(Reading, MatchRedirects,
                         testing::Combine(kVersions, testing::ValuesIn(redirected()),
                                          testing::Values(301, 302, 307, 308)),
                         kRedirectedName);

}  // namespace
}  // namespace dsz::test
