// POST /auth: one or two answers, for a 500 is asked for again.

#include "dsz/supplier/auth_manager.hpp"

#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "fuzz_input.hpp"
#include "memory_file_system.hpp"
#include "promises.hpp"
#include "scripted_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dsz::fuzz {
namespace {

constexpr const char* kPath = "/state/token_store.json";
/// Stands in an input where the supplier echoes the password.
constexpr const char* kEcho = "$PASSWORD$";

struct Supplier {
  explicit Supplier(const FuzzInput& input)
      : password(input.secret("P+/")),
        answers(scripted_answers(FuzzInput::filled_in(std::string(input.text), kEcho, password))) {
    settings.base_url = "https://supplier.example";
    settings.email = "owner@example.com";
    settings.password = password;
    masker.add(password);  // as the configuration does
    client.set_piece_size(input.steer(0) == 0 ? 7 : input.steer(0));
  }

  test::Scripted next() {
    if (asked >= answers.size()) return test::no_answer(TransferErrorKind::broken);
    return answers[asked++];
  }

  std::string password;
  std::vector<test::Scripted> answers;
  std::size_t asked = 0;
  SupplierSettings settings;
  SecretMasker masker;
  test::FakeClock clock;
  test::FakeSignals signals;
  test::CapturingLog log;
  test::MemoryFileSystem files{&clock};
  test::ScriptedHttpClient client{clock, [this](const Request&) { return next(); }};
  TokenStore store{files, kPath, log};
  AuthManager auth{client, settings, store, masker, clock, signals, log};
};

void hold_token(Supplier& supplier) {
  const Token& token = supplier.auth.token();
  const test::Scripted& given = supplier.answers.at(supplier.asked - 1);
  const nlohmann::json body = nlohmann::json::parse(given.outcome.response->body);
  hold(given.outcome.ok() && body.at("token") == token.text, "a token is that of the answer", token.text);
  hold(std::all_of(token.text.begin(), token.text.end(), [](char c) { return c > ' ' && c < 0x7F; }),
       "a token is plain", token.text);
  hold(token.received == supplier.clock.wall() && token.life >= Millis{0}, "a life is counted from receipt");
  hold(token.usable_until() - token.received <= std::chrono::hours{7}, "a token is used for 7 hours at most");
  if (token.life > Millis{0}) {
    const auto life = body.at("exp").get<std::int64_t>() - body.at("iat").get<std::int64_t>();
    hold(token.life == std::chrono::seconds{life}, "a life is what the answer says");
  }
  if (token.text.size() >= 4) hold(supplier.masker.mask(token.text) == "***", "a token is masked", token.text);

  const auto kept = supplier.store.load(supplier.settings.account());
  hold(kept && kept->text == token.text && kept->life == token.life, "the token is kept", token.text);
  hold(supplier.files.info(kPath)->mode == 0600, "the token's file is its owner's alone");
}

void run(const FuzzInput& input) {
  Supplier supplier(input);
  const auto failure = failure_of({FailureKind::supplier, FailureKind::credentials}, [&] { supplier.auth.token(); });
  hold(supplier.client.started().size() <= 2, "signing in takes two requests at most");
  if (failure) {
    hold_secret(supplier.masker.mask(failure->what()), supplier.password);
    hold(!supplier.files.info(kPath), "no token is kept when there is none");
  } else {
    hold_token(supplier);
  }
  for (const auto& line : supplier.log.lines()) {
    hold_sentence(line.message);
    hold_secret(supplier.masker.mask(line.message), supplier.password);
  }
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
