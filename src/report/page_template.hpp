#pragma once

#include <string_view>

namespace dsz {

/// The page without its data, which stands where @REPORT_DATA@ is: src/report/assets/report_page.html, made by
/// packaging/report/build.mjs.
std::string_view page_template();

}  // namespace dsz
