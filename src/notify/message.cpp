#include "dsz/notify/message.hpp"

#include "dsz/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dsz {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

std::string text_of(const Letter& letter) {
  std::string text;
  for (const std::string& paragraph : letter.paragraphs) text += paragraph + "\n\n";
  for (const auto& [name, value] : letter.figures) text += fmt::format("{}: {}\n", name, value);
  for (const LetterList& list : letter.lists) {
    text += fmt::format("\n{}:\n", list.title);
    for (const std::string& line : list.lines) text += "- " + line + "\n";
  }
  if (!letter.log.empty()) text += "\nThe last lines of the log:\n";
  for (const std::string& line : letter.log) text += line + "\n";
  return text;
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string html_of(const Letter& letter) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{0}</title></head>\n"
      "<body style=\"font-family: sans-serif\">\n<h2>{0}</h2>\n",
      escaped(letter.subject));
  for (const std::string& paragraph : letter.paragraphs) html += fmt::format("<p>{}</p>\n", escaped(paragraph));
  html += "<table>\n";
  for (const auto& [name, value] : letter.figures) {
    html += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", escaped(name), escaped(value));
  }
  html += "</table>\n";
  for (const LetterList& list : letter.lists) {
    html += fmt::format("<h3>{}</h3>\n<ul>\n", escaped(list.title));
    for (const std::string& line : list.lines) html += fmt::format("<li>{}</li>\n", escaped(line));
    html += "</ul>\n";
  }
  if (!letter.log.empty()) {
    html += "<h3>The last lines of the log</h3>\n<pre>\n";
    for (const std::string& line : letter.log) html += escaped(line) + "\n";
    html += "</pre>\n";
  }
  return html + "</body></html>\n";
}

Json json_of(const Event& event, const Message& message, const Letter& letter) {
  Json json{{"schema_version", kSchemaVersion}, {"occasion", message.occasion},
            {"subject", message.subject},       {"sentence", visible(event.sentence, 4096)},
            {"advice", advice(event.code)},     {"run", event.run},
            {"command", event.command},         {"exit_code", static_cast<int>(event.code)},
            {"time", format_utc(event.now)},    {"store", event.store},
            {"runs_in_a_row", event.runs},      {"since", format_utc(event.since)}};
  json["cut_off_runs"] = Json::array();
  for (const RunRecord& run : event.cut_off) json["cut_off_runs"].push_back(run.id);
  json["report"] = event.summary_json.empty() ? Json(nullptr) : Json::parse(event.summary_json);
  json["lists"] = Json::array();
  for (const LetterList& list : letter.lists) {
    json["lists"].push_back(Json{{"title", list.title}, {"lines", list.lines}});
  }
  json["log"] = event.log;
  json["text"] = message.text;
  return json;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

Message rendered(const Event& event, std::string_view occasion, const Letter& letter) {
  Message message{.occasion = std::string(occasion),
                  .subject = letter.subject,
                  .text = text_of(letter),
                  .html = html_of(letter),
                  .json = {},
                  .log_text = joined(letter.log),
                  .run = event.run,
                  .command = event.command,
                  .exit_code = static_cast<int>(event.code),
                  .sentence = visible(event.sentence, 4096)};
  message.json = json_of(event, message, letter).dump(-1, ' ', false, Json::error_handler_t::replace);
  return message;
}

}  // namespace

Message compose(const Event& event) { return rendered(event, to_text(event.occasion), write_letter(event)); }

Message test_message(const std::string& store, WallTime now) {
  Event event;
  event.command = "notify-test";
  event.store = store;
  event.now = event.since = now;
  event.sentence = "this is a test: when you read it, this channel works";
  Letter letter;
  letter.subject = "dsz-sync: a test of its notifications";
  letter.paragraphs = {"This is a test: when you read it, this channel works. Nothing has happened."};
  if (!store.empty()) letter.figures.emplace_back("Shop", visible(store));
  return rendered(event, "test", letter);
}

std::string shortened(const std::string& text, std::size_t max_bytes) {
  constexpr std::string_view kCut = "…";
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes - kCut.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + std::string(kCut);
}

}  // namespace dsz
