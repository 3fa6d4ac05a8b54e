#pragma once

#include "dsz/state/database.hpp"

#include "fake_clock.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

namespace dsz {

/// A state.db of its own for each test.
class StateTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "state.db"; }

  test::TemporaryFolder folder_;
  test::FakeClock clock_;
  std::unique_ptr<Database> database_ = Database::open(path());
};

}  // namespace dsz
