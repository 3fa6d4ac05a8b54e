#pragma once

#include "dsz/app/plan_file.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsz {

/// Reads one plan file, step by step; each step throws Failure(usage) that says what is wrong and where.
class PlanParser {
 public:
  /// `name` is the file's, for the sentences.
  explicit PlanParser(const std::string& name);
  SavedPlan parse(std::string_view text);

 private:
  using Names = std::vector<const char*>;

  void check_format(std::string_view text) const;
  void check_seal(std::string_view text) const;
  [[nodiscard]] nlohmann::json tree_of(std::string_view text) const;

  PlanInventory inventory(const nlohmann::json& value);
  std::vector<SavedChange> changes(const nlohmann::json& value);
  SavedChange change(const nlohmann::json& item);
  void take_old(const nlohmann::json& old, StockChange& change);
  void take_new(const nlohmann::json& now, StockChange& change);

  /// Exactly these, no more and no less.
  void members(const nlohmann::json& object, const Names& names) const;
  std::int64_t whole(const nlohmann::json& value, const char* what, std::int64_t least, std::int64_t most) const;
  std::string text_of(const nlohmann::json& value, const char* what) const;
  bool truth(const nlohmann::json& value, const char* what) const;
  WallTime time(const nlohmann::json& value, const char* what) const;
  template <typename Meaning, std::size_t n>
  Meaning word(const nlohmann::json& value, const char* what, const std::array<Meaning, n>& meanings) const;

  [[noreturn]] void refuse(std::string_view what) const;
  [[noreturn]] void fail(std::string_view what) const;

  const std::string name_;
  std::string where_;
};

}  // namespace dsz
