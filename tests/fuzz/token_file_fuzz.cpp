// token_store.json, and how its token then travels.

#include "dsz/base/secret_masker.hpp"
#include "dsz/supplier/auth_manager.hpp"

#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "fuzz_input.hpp"
#include "memory_file_system.hpp"
#include "promises.hpp"
#include "scripted_http_client.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz::fuzz {
namespace {

constexpr const char* kPath = "/state/token_store.json";
constexpr const char* kNewToken = "token-that-is-asked-for";

SupplierSettings settings_of_test() {
  SupplierSettings settings;
  settings.base_url = "https://supplier.example";
  settings.email = "owner@example.com";
  settings.password = "pass-phrase";
  return settings;
}

bool same(const Token& a, const Token& b) {
  return a.text == b.text && a.account == b.account && a.life == b.life &&
         std::chrono::floor<std::chrono::seconds>(a.received) == std::chrono::floor<std::chrono::seconds>(b.received);
}

void hold_loaded(const Token& token, std::string_view text, TokenStore& store) {
  const nlohmann::json file = nlohmann::json::parse(text);
  hold(file.at("token") == token.text && file.at("account") == token.account && !token.text.empty(),
       "a token is that of the file");
  hold(token.usable_until() - token.received <= std::chrono::hours{7}, "a token is used for 7 hours at most");
  store.save(token);
  const auto again = store.load(token.account);
  hold(again && same(*again, token), "what is written is read again as it was", text);
}

/// Signs in with what is in the file, or anew.
void hold_use(const FuzzInput& input, const SupplierSettings& settings) {
  test::FakeClock clock;
  test::FakeSignals signals;
  test::CapturingLog log;
  test::MemoryFileSystem files(&clock);
  files.put(kPath, input.text);
  TokenStore store(files, kPath, log);
  SecretMasker masker;
  test::ScriptedHttpClient client(clock, [](const Request&) {
    return test::answer(200, nlohmann::json{{"token", kNewToken}, {"iat", 0}, {"exp", 28'800}}.dump());
  });
  AuthManager auth(client, settings, store, masker, clock, signals, log);
  Request request;
  auth.authorize(request);
  const std::string& value = request.headers.at(0).value;
  hold(std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 0x7F; }),
       "a token that travels is plain", value);
  const Token token = auth.token();
  hold(token.usable(clock.wall()), "a token that travels is good");
  const bool asked = client.started().size() == 1;
  hold(asked == (token.text == kNewToken) || input.text.find(kNewToken) != std::string_view::npos,
       "a new token is asked for when the file has no good one", input.text);
  for (const auto& line : log.lines()) {
    hold_sentence(line.message);
    if (!asked) hold_secret(line.message, token.text);
  }
}

void run(const FuzzInput& input) {
  const SupplierSettings settings = settings_of_test();
  test::CapturingLog log;
  test::MemoryFileSystem files;
  files.put(kPath, input.text);
  TokenStore store(files, kPath, log);
  if (const auto token = store.load(settings.account())) {
    hold(token->account == settings.account(), "a token is of this account");
    hold_loaded(*token, input.text, store);
  } else {
    hold(log.lines().size() == 1, "a file that is not used is spoken of");
  }
  hold_use(input, settings);
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
