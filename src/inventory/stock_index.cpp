#include "dsz/inventory/stock_index.hpp"

#include "dsz/base/failure.hpp"

#include "folded.hpp"

#include <bit>
#include <limits>

namespace dsz {
namespace {

constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kFewestSlots = 16;

std::uint32_t short_hash(std::string_view trimmed) { return static_cast<std::uint32_t>(folded_hash(trimmed)); }

}  // namespace

void StockIndex::reserve(std::size_t products) {
  entries_.reserve(products);
  grow_slots(products);
}

bool StockIndex::add(std::string_view sku, StockLevel stock) {
  const std::string_view trimmed = trimmed_sku(sku);
  const std::uint32_t hash = short_hash(trimmed);
  bool replaced = false;
  for_each_equal(trimmed, hash, [&](std::uint32_t position) {
    Entry& entry = entries_[position];
    if (text_of(entry) != sku) return true;
    entry.stock = stock;
    replaced = true;
    return false;
  });
  if (!replaced) append(sku, stock, hash);
  return !replaced;
}

StockIndex::Found StockIndex::find(std::string_view sku) const {
  const std::string_view trimmed = trimmed_sku(sku);
  Found found;
  for_each_equal(trimmed, short_hash(trimmed), [&](std::uint32_t position) {
    const Entry& entry = entries_[position];
    const std::string_view candidate = text_of(entry);
    if (candidate == sku) {
      found = {Match::exact, entry.stock, candidate};
      return false;
    }
    if (found.match == Match::none) {
      found = {Match::folded, entry.stock, candidate};
    } else if (found.match == Match::folded && entry.stock != found.stock) {
      found = {Match::ambiguous, {}, {}};
    } else if (found.match == Match::folded && candidate < found.sku) {
      found.sku = candidate;
    }
    return true;
  });
  return found;
}

std::string_view StockIndex::text_of(const Entry& entry) const {
  return std::string_view(text_).substr(entry.offset, entry.length);
}

void StockIndex::append(std::string_view sku, StockLevel stock, std::uint32_t hash) {
  if (sku.size() > kFree - text_.size()) {
    throw Failure(FailureKind::usage,
                  "the SKUs of the inventory are longer than 4 GiB together; is it the right file?");
  }
  grow_slots(entries_.size() + 1);
  entries_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(sku.size()), hash, stock});
  text_ += sku;
  place(static_cast<std::uint32_t>(entries_.size() - 1));
}

void StockIndex::grow_slots(std::size_t products) {
  const std::size_t needed = std::bit_ceil(std::max(products * 2, kFewestSlots));
  if (needed <= slots_.size()) return;
  slots_.assign(needed, kFree);
  for (std::uint32_t position = 0; position < entries_.size(); ++position) place(position);
}

void StockIndex::place(std::uint32_t position) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = entries_[position].hash & mask;
  while (slots_[slot] != kFree) slot = (slot + 1) & mask;
  slots_[slot] = position;
}

template <typename Visit>
void StockIndex::for_each_equal(std::string_view sku, std::uint32_t hash, const Visit& visit) const {
  if (slots_.empty()) return;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != kFree; slot = (slot + 1) & mask) {
    const Entry& entry = entries_[slots_[slot]];
    if (entry.hash == hash && equal_folded(trimmed_sku(text_of(entry)), sku) && !visit(slots_[slot])) return;
  }
}

}  // namespace dsz
