#include "dsz/os/file_system.hpp"

#include "dsz/base/failure.hpp"

namespace dsz {

std::optional<std::string> FileSystem::read_all(const std::filesystem::path& path, std::uint64_t limit) {
  const std::unique_ptr<ReadableFile> file = open(path);
  if (!file) return std::nullopt;
  constexpr std::size_t kStep = 4U << 10U;
  std::string content;
  while (content.size() <= limit) {
    const std::size_t before = content.size();
    content.resize(before + kStep);
    const std::size_t count = file->read(content.data() + before, kStep);
    content.resize(before + count);
    if (count == 0) return content;
  }
  throw Failure(FailureKind::usage, path.string() + " is larger than the " + std::to_string(limit) +
                                        " bytes it may have; is it the right file?");
}

}  // namespace dsz
