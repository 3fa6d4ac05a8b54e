#pragma once

#include "sandbox/wire/request_match.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dsz::sandbox {

/// One way to go wrong, and for which requests. Make it with a function below, then narrow it:
///   faults.add(Fault::html(502).on({.method = "GET"}).after(3).repeat(2));
/// goes wrong at the fourth and the fifth GET.
struct Fault {
  /// What the client gets, given the request and what the service would have answered.
  using Change = std::function<void(const HttpRequest&, HttpAnswer&)>;

  RequestMatch match;
  std::function<bool(const HttpRequest&)> only_if;  ///< a finer condition; empty: none
  std::size_t skip = 0;                             ///< this many matching requests are left alone first
  std::size_t times = 1;                            ///< then this many go wrong; 0: all
  bool does_the_work = false;                       ///< the service handles the request first, so that a write is done
  std::chrono::milliseconds delay{0};
  Change change;  ///< empty: the service's own answer stays

  Fault on(RequestMatch which) const;
  Fault when(std::function<bool(const HttpRequest&)> condition) const;
  Fault after(std::size_t matching_requests) const;
  Fault repeat(std::size_t count) const;
  Fault always() const;
  /// The work is done although the answer says otherwise: "done but answered 504".
  Fault done() const;
  Fault delayed(std::chrono::milliseconds span) const;

  // Answers that take the place of the service's own.
  static Fault answer(int status, std::string body, std::string content_type, Headers headers = {});
  static Fault json(int status, std::string_view code, std::string_view message);
  static Fault html(int status);                                  ///< a gateway's or a firewall's page
  static Fault cloudflare_challenge();                            ///< 403, HTML, cf-mitigated: challenge
  static Fault too_many(std::optional<int> retry_after_seconds);  ///< 429
  static Fault redirect(std::string url, int status = 301);
  static Fault closed();                                           ///< the connection ends before any byte of an answer
  static Fault reset();                                            ///< the same, by a TCP reset
  static Fault no_http(std::string bytes);                         ///< these bytes, then the connection ends
  static Fault endless(std::string piece, std::uint64_t bytes);    ///< 200, the piece again and again: never held whole
  static Fault gzip_bomb(std::string start, std::uint64_t bytes);  ///< 200, gzip: `start`, then so many blanks
  /// A batch of more items than this fails with 500 and an HTML page, the work undone. Always, until cleared.
  static Fault batch_limit(std::size_t most);

  // Changes to the service's own answer; the work is done.
  static Fault empty();                  ///< 200 without a body
  static Fault truncated(double share);  ///< Content-Length is true, the body is cut, the connection ends
  static Fault cut_json(double share);   ///< a complete answer (Content-Length agrees) with half a JSON text
  static Fault wrong_length(
      std::ptrdiff_t difference);  ///< Content-Length off by so many bytes, then the connection ends
  static Fault reset_in_head(double share);
  static Fault reset_in_body(double share);
  static Fault after_interim(std::string head);  ///< "HTTP/1.1 103 Early Hints\r\n\r\n", then the right answer
  static Fault labelled(std::string name, std::string value);  ///< a further header
  static Fault dripping(std::chrono::milliseconds pause);      ///< twenty pieces with a pause before each
  static Fault slow(std::chrono::milliseconds span);           ///< a right answer, late
  static Fault prefixed(std::string text);                     ///< before the JSON: a BOM, blank lines, a PHP notice
  static Fault bom();
  static Fault php_notice();
  static Fault gzipped();                                             ///< Content-Encoding: gzip, asked for or not
  static Fault edited(std::function<std::string(std::string)> edit);  ///< the body is rewritten
  // For batch answers ("update": [...]); the items were written.
  static Fault item_error(std::int64_t id, std::string code, std::string message);  ///< this item carries `error`
  static Fault items_reversed();
  static Fault item_missing(std::size_t index);
};

/// A PHP warning as a store with `display_errors` prints it before its JSON.
std::string php_notice_text();

}  // namespace dsz::sandbox
