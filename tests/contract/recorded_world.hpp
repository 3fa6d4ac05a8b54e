#pragma once

#include "sandbox/store/store_service.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

namespace dsz::test {

/// The parsed file recordings/NAME.
nlohmann::json read_recording(const std::string& name);

/// What the two recorded stores held when their recording began: the products made for it, with their ids and SKUs, and
/// as many others as it takes to make the recorded totals.
struct RecordedWorld {
  std::string version;
  std::string tail;           ///< the number at the end of the recording's SKUs
  std::int64_t first_id = 0;  ///< of the products made for the recording; the others follow it
  std::int64_t tag = 0;
  std::int64_t category = 0;
  std::int64_t first_meta = 0;
  std::string plain_slug;
  std::string variable_slug;
  std::string minute;        ///< when the products were made: "2026-11-22T08:54"
  std::size_t products = 0;  ///< that a listing counts
  std::size_t variations = 0;
};
RecordedWorld world_of(const std::string& version);
void seed(sandbox::StoreService& store, const RecordedWorld& world);

}  // namespace dsz::test
