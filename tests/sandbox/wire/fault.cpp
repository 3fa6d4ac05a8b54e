#include "sandbox/wire/fault.hpp"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

Fault instead(HttpAnswer answer) {
  Fault fault;
  fault.change = [answer = std::move(answer)](const HttpRequest&, HttpAnswer& out) { out = answer; };
  return fault;
}

Fault changing(std::function<void(HttpAnswer&)> change) {
  Fault fault;
  fault.does_the_work = true;
  fault.change = [change = std::move(change)](const HttpRequest&, HttpAnswer& out) { change(out); };
  return fault;
}

Fault changing_items(std::function<void(Json&)> change) {
  return changing([change = std::move(change)](HttpAnswer& out) {
    Json body = Json::parse(out.body, nullptr, false);
    if (!body.is_object() || !body.contains("update")) return;
    change(body["update"]);
    out.body = body.dump();
  });
}

std::string page(int status) {
  return "<!DOCTYPE html>\n<html><head><title>" + std::to_string(status) + "</title></head>\n<body><center><h1>" +
         std::to_string(status) + "</h1></center><hr><center>nginx</center></body></html>\n";
}

constexpr int kGzipFormat = 15 + 16;

std::string gzip(std::string& text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK) return text;
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// `start` and then blanks, packed as they are made.
std::string gzip_of_blanks(std::string start, std::uint64_t blanks) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipFormat, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string packed;
  std::array<char, 65536> room{};
  const auto pack = [&](std::string& text, int flush) {
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(room.data());
      stream.avail_out = static_cast<uInt>(room.size());
      deflate(&stream, flush);
      packed.append(room.data(), room.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  };
  pack(start, Z_NO_FLUSH);
  std::string piece(1U << 20U, ' ');
  for (; blanks > 0; blanks -= piece.size()) {
    piece.resize(std::min<std::uint64_t>(blanks, piece.size()));
    pack(piece, Z_NO_FLUSH);
  }
  piece.clear();
  pack(piece, Z_FINISH);
  deflateEnd(&stream);
  return packed;
}

std::size_t batch_size(const HttpRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("update")) return 0;
  return body["update"].size();
}

}  // namespace

Fault Fault::on(RequestMatch which) const {
  Fault copy = *this;
  copy.match = std::move(which);
  return copy;
}

Fault Fault::when(std::function<bool(const HttpRequest&)> condition) const {
  Fault copy = *this;
  copy.only_if = std::move(condition);
  return copy;
}

Fault Fault::after(std::size_t matching_requests) const {
  Fault copy = *this;
  copy.skip = matching_requests;
  return copy;
}

Fault Fault::repeat(std::size_t count) const {
  Fault copy = *this;
  copy.times = count;
  return copy;
}

Fault Fault::always() const { return repeat(0); }

Fault Fault::done() const {
  Fault copy = *this;
  copy.does_the_work = true;
  return copy;
}

Fault Fault::delayed(std::chrono::milliseconds span) const {
  Fault copy = *this;
  copy.delay = span;
  return copy;
}

Fault Fault::answer(int status, std::string body, std::string content_type, Headers headers) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = std::move(body);
  answer.content_type = std::move(content_type);
  answer.headers = std::move(headers);
  return instead(std::move(answer));
}

Fault Fault::json(int status, std::string_view code, std::string_view message) {
  return answer(status, Json{{"code", code}, {"message", message}}.dump(), "application/json; charset=UTF-8");
}

Fault Fault::html(int status) { return answer(status, page(status), "text/html"); }

Fault Fault::cloudflare_challenge() {
  return answer(403, page(403), "text/html; charset=UTF-8", {{"cf-mitigated", "challenge"}, {"Server", "cloudflare"}});
}

Fault Fault::too_many(std::optional<int> retry_after_seconds) {
  Headers headers;
  if (retry_after_seconds) headers.emplace_back("Retry-After", std::to_string(*retry_after_seconds));
  return answer(429, R"({"code":"TooManyRequests","message":"Too Many Requests"})", "application/json; charset=utf-8",
                std::move(headers));
}

Fault Fault::redirect(std::string url, int status) {
  return answer(status, page(status), "text/html", {{"Location", std::move(url)}});
}

Fault Fault::closed() {
  HttpAnswer answer;
  answer.wire.close_without_answer = true;
  return instead(std::move(answer));
}

Fault Fault::reset() {
  HttpAnswer answer;
  answer.wire.close_without_answer = true;
  answer.wire.reset = true;
  return instead(std::move(answer));
}

Fault Fault::no_http(std::string bytes) {
  HttpAnswer answer;
  answer.wire.before = std::move(bytes);
  answer.wire.head_share = 0;
  return instead(std::move(answer));
}

Fault Fault::endless(std::string piece, std::uint64_t bytes) {
  HttpAnswer answer;
  answer.body = std::move(piece);
  answer.wire.endless = bytes;
  return instead(std::move(answer));
}

Fault Fault::gzip_bomb(std::string start, std::uint64_t bytes) {
  Fault fault;
  fault.change = [start = std::move(start), bytes](const HttpRequest&, HttpAnswer& out) {
    out = {};
    out.body = gzip_of_blanks(start, bytes);  // made when it is sent: it takes half a second
    out.headers.emplace_back("Content-Encoding", "gzip");
  };
  return fault;
}

Fault Fault::batch_limit(std::size_t most) {
  return html(500)
      .on({.method = "POST", .path_contains = "/batch"})
      .when([most](const HttpRequest& request) { return batch_size(request) > most; })
      .always();
}

Fault Fault::empty() {
  return changing([](HttpAnswer& out) {
    out.status = 200;
    out.body.clear();
  });
}

Fault Fault::truncated(double share) {
  return changing([share](HttpAnswer& out) { out.wire.body_share = share; });
}

Fault Fault::cut_json(double share) {
  return changing([share](HttpAnswer& out) {
    out.body.resize(static_cast<std::size_t>(static_cast<double>(out.body.size()) * share));
  });
}

Fault Fault::wrong_length(std::ptrdiff_t difference) {
  return changing([difference](HttpAnswer& out) {
    out.wire.claimed_length = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, std::ssize(out.body) + difference));
  });
}

Fault Fault::reset_in_head(double share) {
  return changing([share](HttpAnswer& out) {
    out.wire.head_share = share;
    out.wire.reset = true;
  });
}

Fault Fault::after_interim(std::string head) {
  return changing([head = std::move(head)](HttpAnswer& out) { out.wire.before = head; });
}

Fault Fault::labelled(std::string name, std::string value) {
  return changing(
      [name = std::move(name), value = std::move(value)](HttpAnswer& out) { out.headers.emplace_back(name, value); });
}

Fault Fault::reset_in_body(double share) {
  return changing([share](HttpAnswer& out) {
    out.wire.body_share = share;
    out.wire.reset = true;
  });
}

Fault Fault::dripping(std::chrono::milliseconds pause) {
  return changing([pause](HttpAnswer& out) { out.wire.drip = pause; });
}

Fault Fault::slow(std::chrono::milliseconds span) {
  Fault fault;
  fault.does_the_work = true;
  fault.delay = span;
  return fault;
}

Fault Fault::prefixed(std::string text) {
  return changing([text = std::move(text)](HttpAnswer& out) { out.body.insert(0, text); });
}

Fault Fault::bom() { return prefixed("\xEF\xBB\xBF"); }

Fault Fault::php_notice() { return prefixed(php_notice_text()); }

Fault Fault::gzipped() {
  return changing([](HttpAnswer& out) {
    out.body = gzip(out.body);
    out.headers.emplace_back("Content-Encoding", "gzip");
  });
}

Fault Fault::edited(std::function<std::string(std::string)> edit) {
  return changing([edit = std::move(edit)](HttpAnswer& out) { out.body = edit(std::move(out.body)); });
}

Fault Fault::item_error(std::int64_t id, std::string code, std::string message) {
  return changing_items([id, code = std::move(code), message = std::move(message)](Json& items) {
    for (Json& item : items) {
      if (item.value("id", Json()) != Json(id)) continue;
      const Json error = {{"code", code}, {"message", message}, {"data", {{"status", 400}}}};
      item = Json{{"id", id}, {"error", error}};
    }
  });
}

Fault Fault::items_reversed() {
  return changing_items([](Json& items) { std::reverse(items.begin(), items.end()); });
}

Fault Fault::item_missing(std::size_t index) {
  return changing_items([index](Json& items) {
    if (index < items.size()) items.erase(index);
  });
}

std::string php_notice_text() {
  return "<br />\n<b>Notice</b>:  Undefined index: page in <b>/var/www/html/wp-content/plugins/example/example.php</b> "
         "on line <b>42</b><br />\n";
}

}  // namespace dsz::sandbox
