#include "scripted_answers.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace dsz::fuzz {
namespace {

/// Cuts off and returns what is before `separator`; all of it when there is none.
std::string_view take_until(std::string_view& text, std::string_view separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
  return taken;
}

std::optional<TransferErrorKind> no_answer_because(std::string_view line) {
  if (line == "timeout") return TransferErrorKind::timeout;
  if (line == "broken") return TransferErrorKind::broken;
  if (line == "connect") return TransferErrorKind::connect;
  return std::nullopt;
}

test::Scripted scripted_answer(std::string_view text) {
  std::string_view rest = text;
  const std::string_view first = take_until(rest, "\n");
  if (const auto kind = no_answer_because(first)) return test::no_answer(*kind);
  int status = 0;
  const auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), status);
  if (error != std::errc{} || end != first.data() + first.size() || status < 100 || status > 599) {
    return test::answer(200, std::string(text));
  }
  std::vector<Header> headers;
  for (std::string_view line = take_until(rest, "\n"); !line.empty(); line = take_until(rest, "\n")) {
    const std::string_view name = take_until(line, ": ");
    headers.push_back({std::string(name), std::string(line)});
  }
  return test::answer(status, std::string(rest), std::move(headers));
}

}  // namespace

std::vector<test::Scripted> scripted_answers(std::string_view text) {
  std::vector<test::Scripted> answers;
  while (!text.empty()) answers.push_back(scripted_answer(take_until(text, "\n%%\n")));
  return answers;
}

}  // namespace dsz::fuzz
