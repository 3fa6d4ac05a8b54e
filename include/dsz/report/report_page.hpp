#pragma once

#include "dsz/app/world.hpp"
#include "dsz/report/report_data.hpp"

#include <filesystem>
#include <string>

namespace dsz {

/// JSON that stands between <script> tags as it is: < > & and the line ends of JavaScript are escaped.
std::string script_safe(const nlohmann::ordered_json& json);

/// One self-contained HTML page: it asks nothing of the network, and what came from outside is data in it, never
/// markup.
std::string report_page(const ReportData& data);

/// Replaces the file as a whole. A new one gets mode 600, since it tells what the shop has and lacks; one that is there
/// keeps its mode.
void write_report_page(FileSystem& files, const std::filesystem::path& path, const ReportData& data);

}  // namespace dsz
