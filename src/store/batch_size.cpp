#include "batch_size.hpp"

#include <algorithm>

namespace dsz {
namespace {

constexpr std::size_t kMostItems = 100;  // more is refused
/// A failure makes batches no smaller than this, for it may be one product's. Slowness may.
constexpr std::size_t kSmallestAfterFailure = 10;
constexpr Millis kSlow{10'000};
constexpr int kGoodAnswers = 4;
/// Larger batches that failed as a whole are seldom tried again: most often it is a fixed limit of the host.
constexpr int kGoodAnswersAfterFailure = 20;
constexpr std::size_t kStep = 5;

}  // namespace

BatchSize::BatchSize(std::size_t most)
    : most_(std::clamp<std::size_t>(most, 1, kMostItems)), now_(most_), wanted_(kGoodAnswers) {}

void BatchSize::failed(std::size_t items) {
  now_ = std::min(now_, std::max(kSmallestAfterFailure, items / 2));
  good_ = 0;
  wanted_ = kGoodAnswersAfterFailure;
}

void BatchSize::answered(std::size_t items, Millis took) {
  if (took > kSlow) {
    now_ = std::min(now_, std::max<std::size_t>(1, items / 2));
    good_ = 0;
  } else if (took > kSlow / 2) {
    good_ = 0;  // quick enough, and no reason to send more
  } else if (2 * items > now_ && ++good_ >= wanted_) {
    now_ = std::min(now_ + kStep, most_);
    good_ = 0;
  }
}

}  // namespace dsz
