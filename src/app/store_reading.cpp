#include "dsz/app/store_reading.hpp"

#include "dsz/app/store_steps.hpp"

#include <chrono>

namespace dsz {
namespace {

/// So long it may be used: what is about to be written is read again anyway.
constexpr Millis kFresh = std::chrono::minutes{10};

}  // namespace

void StoreReading::settle_open_writes() {
  Journal journal(context_.database());
  if (!journal.pending(journal.newest_store()).empty()) store();
}

const std::string& StoreReading::store() {
  if (!store_) store_ = connect_store(context_, settled_);
  return *store_;
}

StoreCatalogue& StoreReading::catalogue() {
  store();
  const SteadyTime now = context_.world().clock.steady();
  if (!catalogue_ || now - read_at_ > kFresh) {
    catalogue_ = read_catalogue(context_, context_.config().match.select.marks);
    read_at_ = now;
  }
  return *catalogue_;
}

}  // namespace dsz
