#include "fuzz_store.hpp"

#include "promises.hpp"
#include "scripted_answers.hpp"
#include "store/answer_json.hpp"

#include <algorithm>

namespace dsz::fuzz {
namespace {

using nlohmann::json;

StoreSettings settings_of(const FuzzInput& input, int batch_size) {
  StoreSettings settings;
  settings.url = *parse_url("https://shop.example");
  settings.consumer_key = input.secret("ck_");
  settings.consumer_secret = input.secret("cs_");
  settings.batch_size = batch_size;
  settings.concurrency = 1;  // else the answers would not belong to a request each
  return settings;
}

std::string with_echoes(std::string_view text, const StoreSettings& settings) {
  const std::string filled = FuzzInput::filled_in(std::string(text), FuzzStore::kKeyEcho, settings.consumer_key);
  return FuzzInput::filled_in(filled, FuzzStore::kSecretEcho, settings.consumer_secret);
}

test::Scripted connecting_answer(const std::string& path) {
  if (path.empty()) {
    return test::answer(200, R"({"home":"https://shop.example","url":"https://shop.example","namespaces":["wc/v3"]})");
  }
  if (path == "wc/v3/products") return test::answer(200, "[]");
  return test::answer(200, R"({"value":"yes"})");
}

}  // namespace

FuzzStore::FuzzStore(const FuzzInput& input, int batch_size)
    : settings(settings_of(input, batch_size)),
      answers_(scripted_answers(with_echoes(input.text, settings))),
      api_(client_, settings, masker, clock, signals, random_, log) {
  api_.connect();
  connected_ = true;
}

void FuzzStore::hold_words(const std::vector<std::string>& words) const {
  std::vector<std::string> all = words;
  for (const auto& line : log.lines()) all.push_back(line.message);
  for (const std::string& each : all) {
    if (each.empty()) continue;
    hold_sentence(each);
    const std::string shown = masker.mask(each);  // as the log and the command line do
    hold_secret(shown, settings.consumer_key);
    hold_secret(shown, settings.consumer_secret);
  }
}

test::Scripted FuzzStore::answer_to(const Request& request) {
  hold(request.method == Method::get || !request.idempotent, "a write is not repeated by others");
  hold(!connected_ || !request.follow_redirects, "credentials follow no redirect", request.label);
  if (!connected_) return connecting_answer(path_of(request));
  if (on_request) on_request(request);
  if (asked_ >= answers_.size()) return test::no_answer(TransferErrorKind::broken);
  const test::Scripted& answer = answers_[asked_++];
  if (answer.outcome.ok()) keep_rows(request, answer);
  return answer;
}

void FuzzStore::keep_rows(const Request& request, const test::Scripted& answer) {
  const auto body = answer_json(answer.outcome.response->body);
  if (!body) return;
  const bool batch = request.method == Method::post;
  if (batch && !(body->is_object() && body->contains("update"))) return;
  const json& rows = batch ? body->at("update") : *body;
  if (!rows.is_array()) return;
  for (const json& row : rows) {
    if (const std::int64_t id = clear_id(row); id > 0) rows_.push_back({request.method, path_of(request), id, row});
  }
}

std::int64_t clear_id(const json& row, const char* name) {
  if (!row.is_object() || !row.contains(name)) return 0;
  const json& id = row.at(name);
  if (id.is_number_unsigned() && id.get<std::uint64_t>() <= INT64_MAX) return id.get<std::int64_t>();
  if (!id.is_string()) return 0;
  const std::string text = id.get<std::string>();
  constexpr std::size_t kLongest = 18;
  const std::size_t digits = text.find_first_not_of('0');
  if (digits == std::string::npos || text.size() - digits > kLongest) return 0;
  return text.find_first_not_of("0123456789") == std::string::npos ? std::stoll(text) : 0;
}

std::string path_of(const Request& request) {
  constexpr std::string_view kRoot = "/wp-json/";
  std::string path = request.url.substr(request.url.find(kRoot) + kRoot.size());
  path.resize(std::min(path.find('?'), path.size()));
  return path;
}

}  // namespace dsz::fuzz
