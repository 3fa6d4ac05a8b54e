#include "dsz/base/failure.hpp"
#include "dsz/inventory/inventory_file.hpp"
#include "dsz/inventory/sha256.hpp"

#include "inventory_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dsz {
namespace {

constexpr std::size_t kReadSize = 64U << 10U;

/// Hands `piece` over line by line, so that the parser knows the line of whatever it meets.
void parse(std::string_view piece, JsonStream& json, InventoryParser& parser) {
  while (!piece.empty()) {
    const std::size_t line_end = piece.find('\n');
    const std::string_view part = piece.substr(0, std::min(line_end, piece.size() - 1) + 1);
    if (!json.write(part)) parser.fail_damaged(json.error());
    if (line_end != std::string_view::npos) parser.next_line();
    piece.remove_prefix(part.size());
  }
}

InventoryInfo read_file(FileSystem& files, const std::filesystem::path& path,
                        const std::function<void(const SupplierProduct&)>* visit) {
  const std::unique_ptr<ReadableFile> file = files.open(path);
  if (!file) {
    throw Failure(FailureKind::usage, fmt::format("there is no inventory {}: run dsz-sync fetch first", path.string()));
  }
  InventoryParser parser(path.string(), visit);
  JsonStream json(parser);
  Sha256 sum;
  std::array<char, kReadSize> buffer{};
  while (const std::size_t size = file->read(buffer.data(), buffer.size())) {
    const std::string_view piece(buffer.data(), size);
    sum.add(piece);
    parse(piece, json, parser);
  }
  if (!json.finish()) parser.fail_cut_off();
  InventoryInfo info = parser.finish();
  info.identity = sum.hex();
  return info;
}

}  // namespace

InventoryInfo read_inventory(FileSystem& files, const std::filesystem::path& path,
                             const std::function<void(const SupplierProduct&)>& visit) {
  return read_file(files, path, &visit);
}

InventoryInfo inspect_inventory(FileSystem& files, const std::filesystem::path& path) {
  return read_file(files, path, nullptr);
}

}  // namespace dsz
