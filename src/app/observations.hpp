#pragma once

#include "dsz/app/world.hpp"
#include "dsz/http/observed.hpp"

#include <optional>
#include <string>

namespace dsz {

/// What the answers of one side say beside their content. Outlives the world that observed_world() makes.
struct Observations {
  bool answered = false;          ///< any answer came
  std::optional<Millis> ahead{};  ///< of this machine's clock, from the first answer that says
  std::string guard{};            ///< guard_in_front()
  std::string cache{};            ///< answering_cache() of an answer that is not an error
};

/// The world with clients whose answers go through `observations`.
World observed_world(const World& world, Observations& observations);

}  // namespace dsz
