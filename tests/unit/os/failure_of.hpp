#pragma once

#include "dsz/base/failure.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dsz::test {

/// What `action` throws; a test failure when it throws nothing.
template <typename Action>
Failure failure_of(Action action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure;
  }
  ADD_FAILURE() << "no Failure was thrown";
  return Failure(FailureKind::unexpected, "");
}

}  // namespace dsz::test
