#include "sandbox/program/fault_json.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& json, const char* name, const char* fallback = "") {
  return json.value(name, std::string(fallback));
}

/// Answers that take the place of the service's own; an empty match kind is left to changed().
Fault replaced(const Json& json, const std::string& kind, bool& known) {
  if (kind == "answer") {
    return Fault::answer(json.value("status", 200), text(json, "body"), text(json, "content_type", "application/json"));
  }
  if (kind == "json") return Fault::json(json.value("status", 500), text(json, "code", "error"), text(json, "message"));
  if (kind == "html") return Fault::html(json.value("status", 502));
  if (kind == "cloudflare_challenge") return Fault::cloudflare_challenge();
  if (kind == "too_many") {
    return Fault::too_many(json.contains("retry_after") ? std::optional(json.at("retry_after").get<int>())
                                                        : std::nullopt);
  }
  if (kind == "redirect") return Fault::redirect(text(json, "url"), json.value("status", 301));
  if (kind == "closed") return Fault::closed();
  if (kind == "reset") return Fault::reset();
  if (kind == "no_http") return Fault::no_http(text(json, "text"));
  if (kind == "endless") return Fault::endless(text(json, "text", " "), json.value("bytes", std::uint64_t{1} << 30U));
  if (kind == "gzip_bomb") return Fault::gzip_bomb(text(json, "text"), json.value("bytes", std::uint64_t{1} << 28U));
  if (kind == "batch_limit") return Fault::batch_limit(json.value("most", std::size_t{50}));
  known = false;
  return {};
}

Fault changed(const Json& json, const std::string& kind) {
  const std::chrono::milliseconds span(json.value("ms", 0));
  if (kind == "empty") return Fault::empty();
  if (kind == "truncated") return Fault::truncated(json.value("share", 0.5));
  if (kind == "cut_json") return Fault::cut_json(json.value("share", 0.5));
  if (kind == "wrong_length") return Fault::wrong_length(json.value("difference", std::ptrdiff_t{100}));
  if (kind == "reset_in_head") return Fault::reset_in_head(json.value("share", 0.5));
  if (kind == "after_interim") return Fault::after_interim(text(json, "text", "HTTP/1.1 103 Early Hints\r\n\r\n"));
  if (kind == "labelled") return Fault::labelled(text(json, "name"), text(json, "value"));
  if (kind == "reset_in_body") return Fault::reset_in_body(json.value("share", 0.5));
  if (kind == "dripping") return Fault::dripping(span);
  if (kind == "slow") return Fault::slow(span);
  if (kind == "prefixed") return Fault::prefixed(text(json, "text"));
  if (kind == "bom") return Fault::bom();
  if (kind == "php_notice") return Fault::php_notice();
  if (kind == "gzipped") return Fault::gzipped();
  if (kind == "item_error") {
    return Fault::item_error(json.at("id").get<std::int64_t>(), text(json, "code", "error"), text(json, "message"));
  }
  if (kind == "items_reversed") return Fault::items_reversed();
  if (kind == "item_missing") return Fault::item_missing(json.value("index", std::size_t{0}));
  throw std::invalid_argument("no fault is called \"" + kind + "\"");
}

}  // namespace

Fault fault_from_json(const Json& json) {
  const std::string kind = json.at("kind").get<std::string>();
  bool known = true;
  Fault fault = replaced(json, kind, known);
  if (!known) fault = changed(json, kind);
  if (json.contains("match")) {
    const Json& match = json.at("match");
    fault.match = {text(match, "method"), text(match, "path"), text(match, "query"), text(match, "body")};
  }
  fault.skip = json.value("skip", fault.skip);
  fault.times = json.value("times", fault.times);
  fault.does_the_work = json.value("done", fault.does_the_work);
  fault.delay += std::chrono::milliseconds(json.value("delay_ms", 0));
  return fault;
}

}  // namespace dsz::sandbox
