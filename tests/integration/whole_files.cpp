#include "whole_files.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace dsz::test {
namespace {

using nlohmann::json;

constexpr const char* kNotWhole = "not whole";

json inventory_in(const std::string& text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object() || document.value("complete", false) != true) return kNotWhole;
  const json products = document.value("products", json());
  if (document.value("count", std::size_t{0}) != products.size()) return kNotWhole;
  return {{"mode", document.value("mode", "")}, {"products", products}};
}

json plan_in(const std::string& text) {
  const json document = json::parse(text, nullptr, false);
  return document.is_object() && document.contains("changes") ? document["changes"] : json(kNotWhole);
}

/// The data stands in a script element of its own.
json report_in(const std::string& text) {
  constexpr std::string_view kBegin = "id=\"report-data\">";
  const std::size_t begin = text.find(kBegin);
  const std::size_t end = text.find("</script>", begin);
  if (end == std::string::npos || !text.ends_with("</html>\n")) return kNotWhole;
  const std::size_t from = begin + kBegin.size();
  const json data = json::parse(text.substr(from, end - from), nullptr, false);
  return data.is_object() && data.contains("last_run") ? data["last_run"] : json(kNotWhole);
}

json said(const std::filesystem::path& path, json (*read)(const std::string&)) {
  const std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return stream ? read(text.str()) : json();
}

}  // namespace

WholeFiles WholeFiles::in(const std::filesystem::path& folder) {
  WholeFiles files;
  files.inventory = said(folder / "dropshipzone_inventory.json", inventory_in);
  files.plan = said(folder / "plan.json", plan_in);
  files.report = said(folder / "report.html", report_in);
  files.page = said(folder / "page.html", report_in);
  if (files.page.is_object()) files.page = true;
  return files;
}

}  // namespace dsz::test
