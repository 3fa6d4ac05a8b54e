#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>

namespace dsz::test {

/// What the files say that a run replaces as a whole, but for its times and numbers. Null: the file is not there; the
/// text "not whole": only a part of it is.
struct WholeFiles {
  nlohmann::json inventory;  ///< its mode and its products
  nlohmann::json plan;       ///< its changes
  nlohmann::json report;     ///< report.html: the last run that it tells of
  nlohmann::json page;       ///< page.html, which each run writes: true

  /// Of plan.json, report.html and page.html, and of the inventory, in this folder.
  static WholeFiles in(const std::filesystem::path& folder);
};

}  // namespace dsz::test
