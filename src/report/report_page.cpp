#include "dsz/report/report_page.hpp"

#include "dsz/os/atomic_file.hpp"

#include "page_template.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace dsz {
namespace {

constexpr std::string_view kPlace = "@REPORT_DATA@";
/// Of the template: by it a page is known for one of ours.
constexpr std::string_view kBegin = "<!doctype html>\n<!-- The stock report of dsz-sync -->";
constexpr unsigned kOwnersOnly = 0600;

/// The line and paragraph separators U+2028 and U+2029 in UTF-8, which end a line in old JavaScript.
bool separator_at(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "\xe2\x80" && at + 2 < text.size() && (text[at + 2] == '\xa8' || text[at + 2] == '\xa9');
}

}  // namespace

std::string script_safe(const nlohmann::ordered_json& json) {
  const std::string text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size() + text.size() / 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<') {
      safe += "\\u003c";
    } else if (text[i] == '>') {
      safe += "\\u003e";
    } else if (text[i] == '&') {
      safe += "\\u0026";
    } else if (separator_at(text, i)) {
      safe += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      safe += text[i];
    }
  }
  return safe;
}

std::string report_page(const ReportData& data) {
  const std::string_view whole = page_template();
  const std::size_t place = whole.find(kPlace);
  std::string page(whole.substr(0, place));
  page += script_safe(json_of(data));
  page += whole.substr(place + kPlace.size());
  return page;
}

void write_report_page(FileSystem& files, const std::filesystem::path& path, const ReportData& data) {
  const std::optional<FileInfo> present = files.info(path);
  replace_own_file(files, path, kBegin, report_page(data), present ? present->mode : kOwnersOnly);
}

}  // namespace dsz
