// config.json, for a command that needs nothing, one service, or both.

#include "dsz/app/config.hpp"

#include "fuzz_input.hpp"
#include "memory_file_system.hpp"
#include "promises.hpp"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <array>

namespace dsz::fuzz {
namespace {

using nlohmann::json;

constexpr const char* kPath = "/c/config.json";
/// Stands in an input where the owner has written a secret.
constexpr const char* kSecretPlace = "$SECRET$";

struct Secrets {
  explicit Secrets(const FuzzInput& input)
      : written(input.secret("w")), printed(input.secret("p")), filed(input.secret("f")) {}
  std::string written;  ///< in the configuration itself
  std::string printed;  ///< by a command
  std::string filed;    ///< in a file of its own
};

ConfigNeeds needs_for(const FuzzInput& input) {
  constexpr std::array<Need, 3> kNeeds = {Need::required, Need::if_given, Need::none};
  return {.supplier = kNeeds.at(input.steer(0) % kNeeds.size()), .store = kNeeds.at(input.steer(1) % kNeeds.size())};
}

bool secret_key(std::string_view name) {
  return name == "email" || name == "password" || name == "consumer_key" || name == "consumer_secret";
}

/// True when the secret stands only where secrets belong: where it is a name, or a word to choose, it may be quoted.
bool only_as_secret(const json& value, const std::string& secret) {
  if (value.is_string()) return value.get<std::string>().find(secret) == std::string::npos;
  if (value.is_array()) {
    for (const json& each : value) {
      if (!only_as_secret(each, secret)) return false;
    }
  }
  if (value.is_object()) {
    for (const auto& [name, each] : value.items()) {
      if (name.find(secret) != std::string::npos) return false;
      if (!(secret_key(name) && each.is_string()) && !only_as_secret(each, secret)) return false;
    }
  }
  return true;
}

void hold_refusal(std::string_view sentence, std::string_view text, const Secrets& secrets) {
  hold(sentence.find("/c") != std::string_view::npos, "a refusal names the file or the folder", sentence);
  hold_secret(sentence, secrets.printed);
  hold_secret(sentence, secrets.filed);
  const json document = json::parse(text, nullptr, false);
  const bool broken = sentence.find(" is not JSON") != std::string_view::npos;
  const bool twice = sentence.find("is there twice") != std::string_view::npos;
  if (broken || (!twice && !document.is_discarded() && only_as_secret(document, secrets.written))) {
    hold_secret(sentence, secrets.written);
  }
}

bool inside(double value, double least, double most) { return value >= least && value <= most; }

void hold_ranges(const Config& config) {
  hold(inside(config.quota.per_minute, 1, 60'000) && inside(config.quota.per_hour, 1, 3'600'000),
       "a quota is positive");
  hold(inside(config.supplier.page_size, 1, 200), "a page has 1 to 200 products");
  hold(config.supplier.timeout >= Millis{1'000} && config.store.timeout >= Millis{1'000}, "a time-out is a span");
  hold(inside(config.retries, 0, 20), "attempts are few");
  hold(inside(config.store.batch_size, 1, 100) && inside(config.store.concurrency, 1, 8), "batches are of a size");
  const GuardLimits& guards = config.match.guards;
  for (const double percent : {guards.missing_percent, guards.zeroed_percent, guards.feed_drop_percent}) {
    hold(inside(percent, 0, 100), "a guard's limit is a share");
  }
  hold(inside(static_cast<double>(guards.floor), 0, 1'000'000), "a floor is a count");
  const StockRules& stock = config.match.rules.stock;
  hold(!stock.cap || (*stock.cap >= 1 && *stock.cap >= stock.minimum), "a cap leaves something to sell");
  hold(config.match.max_inventory_age > Millis{0}, "an age is a span");
}

void hold_config(const Config& config, const ConfigNeeds& needs, const SecretMasker& masker) {
  hold_ranges(config);
  hold(config.supplier.base_url.starts_with("https://") || parse_url(config.supplier.base_url)->loopback(),
       "credentials travel over TLS", config.supplier.base_url);
  hold(config.store.url.scheme.empty() || config.store.url.scheme == "https" || config.store.url.loopback(),
       "credentials travel over TLS", config.store.url.host);
  hold(!config.state_dir.empty() && !config.log.path.empty(), "there is a place for the state and the log");
  for (const std::string& secret :
       {config.supplier.email, config.supplier.password, config.store.consumer_key, config.store.consumer_secret}) {
    if (secret.size() >= 4)
      hold(masker.mask("a " + secret).find(secret) == std::string::npos, "a secret is masked", secret);
  }
  if (needs.supplier == Need::required) {
    hold(!config.supplier.email.empty() && !config.supplier.password.empty(), "what is needed is there");
  }
  if (needs.store == Need::required) {
    hold(!config.store.url.host.empty() && !config.store.consumer_key.empty() && !config.store.consumer_secret.empty(),
         "what is needed is there");
  }
  const SelectionRules& select = config.match.select;
  for (const auto* texts : {&select.sku_prefixes, &select.marks.tags, &select.marks.categories, &select.marks.brands}) {
    for (const std::string& text : *texts) hold(!text.empty(), "nothing empty selects");
  }
}

void run(const FuzzInput& input) {
  const Secrets secrets(input);
  const std::string text = FuzzInput::filled_in(std::string(input.text), kSecretPlace, secrets.written);
  test::MemoryFileSystem files;
  files.make_folder("/c", 0700);
  files.put(kPath, text);
  files.put("/c/secret", secrets.filed + "\n");
  const auto run_command = [&secrets](const std::string& command) -> std::string {
    if (command == "false") throw Failure(FailureKind::usage, "it ended with status 1");
    return command == "two" ? secrets.printed + "\nline" : secrets.printed;
  };
  const ConfigSources sources{.environment = [](const char*) { return std::optional<std::string>(); },
                              .run_command = run_command,
                              .user = ::geteuid(),
                              .run_brief_command = run_command};
  SecretMasker masker;
  const ConfigNeeds needs = needs_for(input);
  Config config;
  const auto failure =
      failure_of({FailureKind::usage}, [&] { config = load_config(kPath, needs, sources, files, masker); });
  if (failure) {
    hold_refusal(failure->what(), text, secrets);
  } else {
    hold_config(config, needs, masker);
  }
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
