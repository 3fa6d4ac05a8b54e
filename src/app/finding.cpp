#include "dsz/app/finding.hpp"

#include <utility>

namespace dsz {

std::string_view to_text(FindingState state) {
  switch (state) {
    case FindingState::ok:
      return "ok";
    case FindingState::warning:
      return "warning";
    case FindingState::trouble:
      return "trouble";
    case FindingState::skipped:
      return "skipped";
  }
  return "";
}

Finding fine(std::string name, std::string sentence) {
  return {.name = std::move(name), .state = FindingState::ok, .sentence = std::move(sentence)};
}

Finding warning(std::string name, std::string sentence, std::string what_to_do) {
  return {.name = std::move(name),
          .state = FindingState::warning,
          .sentence = std::move(sentence),
          .what_to_do = std::move(what_to_do)};
}

Finding trouble(std::string name, FailureKind kind, std::string sentence, std::string what_to_do) {
  return {.name = std::move(name),
          .state = FindingState::trouble,
          .sentence = std::move(sentence),
          .what_to_do = std::move(what_to_do),
          .kind = kind};
}

Finding trouble(std::string name, const Failure& failure) {
  const FailureKind kind = failure.kind();
  if (kind == FailureKind::interrupted || kind == FailureKind::terminated) throw Failure(failure);
  return trouble(std::move(name), kind, failure.what(), "");
}

Finding skipped(std::string name, std::string why) {
  return {.name = std::move(name), .state = FindingState::skipped, .sentence = std::move(why)};
}

}  // namespace dsz
