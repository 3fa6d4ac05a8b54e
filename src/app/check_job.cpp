#include "dsz/app/check_job.hpp"

#include "dsz/app/counted.hpp"
#include "dsz/app/status.hpp"
#include "dsz/app/store_session.hpp"
#include "dsz/state/known_skus.hpp"
#include "dsz/store/catalogue_reader.hpp"

#include "check_catalogue.hpp"
#include "check_clock.hpp"
#include "check_files.hpp"
#include "check_store.hpp"
#include "check_supplier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <random>

namespace dsz {
namespace {

constexpr const char* kConfiguration = "configuration";
constexpr const char* kConfigurationFirst = "the configuration must be mended first";
/// Enough to pass over a hiccup; who waits for a check wants to know soon.
constexpr int kAttempts = 2;

class Check {
 public:
  Check(const World& world, SecretMasker& masker, Log& log, Progress& progress, CheckReport& report)
      : world_(world), masker_(masker), log_(log), progress_(progress), report_(report) {}

  void run(const ConfigSources& sources, const std::string& option) {
    read_configuration(sources, option);
    files();
    supplier();
    store();
    add({check_clock(supplier_seen_.ahead, store_seen_.ahead)});
  }

 private:
  void add(std::vector<Finding> findings) {
    std::move(findings.begin(), findings.end(), std::back_inserter(report_.findings));
  }

  /// Each side on its own, so that what one lacks does not hide the other.
  void read_configuration(const ConfigSources& sources, const std::string& option) {
    std::vector<std::string> complaints;
    const auto read = [&](const ConfigNeeds& needs) -> std::optional<Config> {
      try {
        report_.config = find_config(option, sources, world_.files);
        Config config = load_config(report_.config, needs, sources, world_.files, masker_);
        config.retries = std::min(config.retries, kAttempts);
        config.store_retries = std::min(config.store_retries, kAttempts);
        return config;
      } catch (const Failure& failure) {
        if (std::ranges::find(complaints, failure.what()) == complaints.end()) complaints.emplace_back(failure.what());
        return std::nullopt;
      }
    };
    config_ = read({});
    if (config_) supplier_ = read({.supplier = Need::required});
    if (config_) store_ = read({.store = Need::required});
    if (complaints.empty()) {
      add({fine(kConfiguration, fmt::format("{} can be read", report_.config.string()))});
    } else {
      add({trouble(kConfiguration, FailureKind::usage, fmt::format("{}", fmt::join(complaints, "; ")), "")});
    }
  }

  void files() {
    if (config_) {
      add(check_files(world_.files, *config_));
    } else {
      add({skipped(kPermissions, kConfigurationFirst), skipped(kDiskSpace, kConfigurationFirst)});
    }
  }

  void supplier() {
    const World world = observed_world(world_, supplier_seen_);
    add(supplier_ ? check_supplier(world, *supplier_, masker_, log_, supplier_seen_)
                  : skip_supplier(kConfigurationFirst));
  }

  void store() {
    const World world = observed_world(world_, store_seen_);
    std::mt19937_64 random(world_.seed);
    std::unique_ptr<StoreSession> session;
    if (store_) session = std::make_unique<StoreSession>(world, *store_, masker_, random, log_);
    std::vector<Finding> connection = skip_connection(kConfigurationFirst);
    connection.resize(session ? 0 : connection.size());
    const bool connected = session && check_connection(session->api(), store_->store, store_seen_, connection);
    add(std::move(connection));
    if (!connected) {
      const char* const why = "the store must be reached first";
      add(skip_store_settings(why));
      add(skip_catalogue(why));
      add({skipped(kStoreCache, why)});
      return;
    }
    add(check_store_settings(session->api()));
    catalogue(session->api());
    add({check_cache(store_seen_)});
  }

  static std::vector<Finding> skip_catalogue(const std::string& why) {
    return {skipped(kCatalogue, why), skipped(kDuplicateSkus, why), skipped(kSelection, why),
            skipped(kBackorders, why)};
  }

  void catalogue(StoreApi& api) {
    try {
      CatalogueReader reader(api, log_);
      StoreCatalogue catalogue = reader.read(store_->match.select.marks, [this](const CatalogueProgress& progress) {
        progress_.update("Reading the store", "products", progress.read, progress.in_all);
      });
      progress_.end();
      judge(reader, catalogue);
    } catch (const Failure& failure) {
      std::vector<Finding> findings = skip_catalogue("the catalogue cannot be read");
      findings.front() = trouble(kCatalogue, failure);
      add(std::move(findings));
    }
  }

  void judge(CatalogueReader& reader, StoreCatalogue& catalogue) {
    const std::unique_ptr<Database> database = open_existing_database(world_, *store_);
    std::unique_ptr<KnownSkus> known = database ? std::make_unique<KnownSkus>(*database) : nullptr;
    const SelectionRules& rules = store_->match.select;
    const Selection selection(rules, [&](std::string_view sku) { return known && known->contains(sku); });
    const std::vector<std::int64_t> selected = selected_products(catalogue, selection);
    std::vector<Finding> findings{
        fine(kCatalogue,
             fmt::format("{} and variations read", counted(static_cast<std::int64_t>(catalogue.size()), "product"))),
        check_duplicates(catalogue, store_->match.rules),
        check_selection(selected.size(), catalogue.size(), rules, known ? known->count() : 0)};
    if (findings.back().state == FindingState::skipped) {
      findings.push_back(skipped(kBackorders, "not known before the selection is"));
    } else {
      reader.read_again(catalogue, selected);
      findings.push_back(check_backorders(catalogue, selected));
    }
    add(std::move(findings));
  }

  const World& world_;
  SecretMasker& masker_;
  Log& log_;
  Progress& progress_;
  CheckReport& report_;
  std::optional<Config> config_;    ///< without secrets
  std::optional<Config> supplier_;  ///< with the supplier's
  std::optional<Config> store_;     ///< with the store's
  Observations supplier_seen_;
  Observations store_seen_;
};

}  // namespace

CheckReport run_check(const World& world, const ConfigSources& sources, const std::string& config_option,
                      SecretMasker& masker, Log& log, Progress& progress) {
  CheckReport report;
  Check(world, masker, log, progress, report).run(sources, config_option);
  return report;
}

}  // namespace dsz
