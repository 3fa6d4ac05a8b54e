#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsz::sandbox {

/// Header fields, in the order in which they came or are sent.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header with this name, whatever its letter case; "" when there is none.
std::string header_value(const Headers& headers, std::string_view name);

/// The query of a URL, decoded, in its order. A name that comes twice keeps its last value, as PHP does it;
/// `name[]` and `name[0]` are joined to one comma list, which is how both services read a list.
class Query {
 public:
  Query() = default;
  /// `text` is what stands after the question mark.
  explicit Query(std::string_view text);

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::string get(std::string_view name, std::string_view fallback = "") const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& entries() const { return entries_; }
  [[nodiscard]] Query without(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

struct HttpRequest {
  std::size_t number = 0;  ///< counted from 1 over the life of the service
  std::string method;
  std::string scheme;      ///< "http" or "https"
  std::string path;        ///< as it came, without the query
  std::string query_text;  ///< as it came, after the question mark
  Query query;
  Headers headers;
  std::string body;
};

/// What is done to an answer below HTTP.
struct WirePlan {
  bool close_without_answer = false;  ///< no byte of the answer is sent
  bool reset = false;                 ///< the connection ends with a TCP reset instead of a close
  std::optional<double> head_share;   ///< only this share of the head is sent (0 to 1), then the connection ends
  std::optional<double> body_share;   ///< only this share of the body is sent (0 to 1), then the connection ends
  std::optional<std::size_t> claimed_length;  ///< Content-Length says this, whatever the body
  std::chrono::milliseconds drip{0};          ///< the answer is sent in 20 pieces with this pause before each
  std::string before{};                       ///< sent before the answer: an interim one, or what is no HTTP
  /// The body is sent again and again until so many bytes have left (Content-Length says so), or the client hangs up.
  std::uint64_t endless = 0;

  bool operator==(const WirePlan&) const = default;
};

struct HttpAnswer {
  int status = 200;
  Headers headers;
  std::string content_type = "application/json; charset=UTF-8";
  std::string body;
  std::size_t rows = 0;         ///< rows of a list, for the latency model
  std::size_t report_rows = 0;  ///< the same of the stock report
  std::size_t items = 0;        ///< items of a batch that were worked on, for the latency model
  std::size_t whole_items = 0;  ///< of these: answered untrimmed
  WirePlan wire;

  bool operator==(const HttpAnswer&) const = default;
};

/// Percent-decoding; '+' is a space.
std::string decode_component(std::string_view text);
/// Percent-encoding of all but letters, digits, '-', '.', '_' and '~' (RFC 3986).
std::string encode_component(std::string_view text);

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string to_lower(std::string_view text);
/// The parts between commas, not trimmed; none for an empty text.
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace dsz::sandbox
