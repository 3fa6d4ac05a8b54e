#pragma once

#include <stdexcept>
#include <string>

namespace dsz {

/// Why a job ended before its end. Each kind has one exit code (exit_code.hpp).
enum class FailureKind {
  unexpected,
  usage,        ///< command line, configuration file, permissions of our own files
  guard,        ///< a guard stopped the run; nothing was written
  supplier,     ///< supplier unreachable, or its data unusable
  locked,       ///< another run holds the lock
  credentials,  ///< either side refused the credentials
  store,        ///< store unreachable, or its answers unusable
  interrupted,  ///< SIGINT
  terminated,   ///< SIGTERM
};

/// Ends the job. what() is one sentence for the owner: what is wrong, where, and what to do; never a secret.
/// Thrown anywhere, caught once, in cli.
class Failure : public std::runtime_error {
 public:
  Failure(FailureKind kind, const std::string& sentence) : std::runtime_error(sentence), kind_(kind) {}
  [[nodiscard]] FailureKind kind() const { return kind_; }

 private:
  FailureKind kind_;
};

}  // namespace dsz
