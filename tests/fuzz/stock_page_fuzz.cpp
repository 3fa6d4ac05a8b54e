// POST /stock: the pages of the log of changes, and what is made of them.

#include "dsz/supplier/stock_changes.hpp"

#include "capturing_log.hpp"
#include "fake_signals.hpp"
#include "fuzz_input.hpp"
#include "memory_file_system.hpp"
#include "promises.hpp"
#include "reference_rows.hpp"
#include "scripted_answers.hpp"

#include <algorithm>

namespace dsz::fuzz {
namespace {

constexpr std::size_t kMostRequests = 2'000;

struct Supplier {
  explicit Supplier(const FuzzInput& input) : answers(scripted_answers(input.text)) {
    settings.base_url = "https://supplier.example";
    settings.email = "owner@example.com";
    settings.password = "pass-phrase";
    client.set_piece_size(input.steer(0) == 0 ? 7 : input.steer(0));
  }

  test::Scripted answer_to(const Request& request) {
    if (request.label == "POST /auth") return test::answer(200, R"({"token":"t-0123","iat":0,"exp":28800})");
    hold(++asked <= kMostRequests, "reading the changes comes to an end");
    return asked <= answers.size() ? answers[asked - 1] : test::no_answer(TransferErrorKind::broken);
  }

  std::vector<test::Scripted> answers;
  std::size_t asked = 0;
  SupplierSettings settings;
  SecretMasker masker;
  test::FakeClock clock;
  test::FakeSignals signals;
  test::CapturingLog log;
  test::MemoryFileSystem files{&clock};
  test::ScriptedHttpClient client{clock, [this](const Request& request) { return answer_to(request); }};
  TokenStore store{files, "/state/token_store.json", log};
  AuthManager auth{client, settings, store, masker, clock, signals, log};
  SupplierApi api{client, auth, settings, signals, log};
};

/// The one text that the row has for `name`; nullopt when it has none or contradicts itself.
std::optional<std::string> only_text(const ReferenceRow& row, std::string_view name) {
  const std::vector<std::string> texts = row.texts(name);
  if (texts.empty() || std::count(texts.begin(), texts.end(), texts[0]) != std::ssize(texts)) return std::nullopt;
  return texts[0];
}

bool says(const ReferenceRow& row, const std::string& sku, std::int64_t quantity) {
  const auto said = only_text(row, "sku");
  if (!said || without_space(*said) != sku) return false;
  if (quantity == 0 && says_gone(row)) return true;
  const auto text = only_text(row, "new_qty");
  return text && clear_number(*text) == quantity;
}

/// S2: what is known of the stock stands in some row.
void hold_newest(const StockChanges& changes, const std::vector<ReferenceRow>& rows) {
  for (const auto& [sku, latest] : changes.newest) {
    const StockLevel stock = latest.stock;
    if (!stock.known()) continue;
    hold(std::any_of(rows.begin(), rows.end(),
                     [&sku = sku, stock](const ReferenceRow& row) { return says(row, sku, stock.quantity()); }),
         "a quantity stands in the answer", sku);
  }
}

bool read_page(StockChangeSink& sink, const std::vector<std::string_view>& pieces) {
  sink.begin({});
  const bool taken =
      std::all_of(pieces.begin(), pieces.end(), [&sink](std::string_view piece) { return sink.write(piece); });
  return taken && sink.finish();
}

void hold_splitting(const FuzzInput& input) {
  StockChangeSink whole;
  StockChangeSink cut;
  const bool usable = read_page(whole, {input.text});
  hold(read_page(cut, input.pieces()) == usable, "where the body is cut changes nothing", input.text);
  if (!usable) {
    hold_sentence(whole.unusable_because());
    return;
  }
  const StockChangePage& page = whole.page();
  hold(page.rows == std::ssize(page.news) + page.unreadable, "every entry is counted");
  hold(cut.page().rows == page.rows && cut.page().news.size() == page.news.size(),
       "where the body is cut changes no entry", input.text);
}

void run(const FuzzInput& input) {
  hold_splitting(input);
  Supplier supplier(input);
  StockChanges changes;
  const auto failure = failure_of({FailureKind::supplier, FailureKind::credentials}, [&] {
    changes = read_stock_changes(supplier.api, supplier.clock.wall() - std::chrono::hours{48}, supplier.clock.wall());
  });
  for (const auto& line : supplier.log.lines()) hold_sentence(line.message);
  if (failure) return;
  if (!changes.doubt.empty()) hold_sentence(changes.doubt);

  std::vector<ReferenceRow> rows;
  for (const test::Scripted& answer : supplier.answers) {
    if (!answer.outcome.ok()) continue;
    auto more = literal_rows(answer.outcome.response->body);
    if (!more) return;  // nested deeper than the other parser reads
    rows.insert(rows.end(), more->begin(), more->end());
  }
  hold_newest(changes, rows);
}

}  // namespace
}  // namespace dsz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dsz::fuzz::run({data, size});
  return 0;
}
