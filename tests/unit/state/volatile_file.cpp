#include "volatile_file.hpp"

#include <algorithm>

namespace dsz::test {
namespace {

constexpr std::size_t kSector = 512;

}  // namespace

void VolatileFile::write(std::size_t at, std::string_view bytes) {
  apply(content_, at, bytes);
  unsynced_.push_back({at, std::string(bytes)});
}

void VolatileFile::truncate(std::size_t size) {
  content_.resize(size);
  unsynced_.push_back({size, ""});
}

void VolatileFile::sync() {
  on_disk_ = content_;
  unsynced_.clear();
}

void VolatileFile::lose_power(const std::function<bool()>& survives) {
  for (const Change& change : unsynced_) {
    if (change.bytes.empty() && survives()) on_disk_.resize(change.at);
    for (std::size_t done = 0; done < change.bytes.size();) {
      const std::size_t at = change.at + done;
      const std::size_t piece = std::min(kSector - at % kSector, change.bytes.size() - done);
      if (survives()) apply(on_disk_, at, std::string_view(change.bytes).substr(done, piece));
      done += piece;
    }
  }
  unsynced_.clear();
  content_ = on_disk_;
}

void VolatileFile::apply(std::string& content, std::size_t at, std::string_view bytes) {
  content.resize(std::max(content.size(), at + bytes.size()));
  content.replace(at, bytes.size(), bytes);
}

}  // namespace dsz::test
