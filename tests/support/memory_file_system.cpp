#include "memory_file_system.hpp"

#include "dsz/base/failure.hpp"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace dsz::test {

struct MemoryFileSystem::Node {
  std::string content;
  std::string synced_content;
  unsigned mode = 0;
  unsigned owner = ::geteuid();
  WallTime modified{};
};

class MemoryFileSystem::Writer : public WritableFile {
 public:
  Writer(MemoryFileSystem& files, std::shared_ptr<Node> node, std::filesystem::path path)
      : files_(files), node_(std::move(node)), path_(std::move(path)) {}

  void write(std::string_view bytes) override {
    files_.operate(FileOperation::write, "write", path_);
    node_->content += bytes;
    node_->modified = files_.now();
  }
  void sync() override {
    files_.operate(FileOperation::sync, "write", path_);
    node_->synced_content = node_->content;
  }
  void close() override { files_.operate(FileOperation::close, "write", path_); }

 private:
  MemoryFileSystem& files_;
  std::shared_ptr<Node> node_;
  std::filesystem::path path_;
};

class MemoryFileSystem::Reader : public ReadableFile {
 public:
  Reader(MemoryFileSystem& files, std::shared_ptr<const Node> node, std::filesystem::path path)
      : files_(files), node_(std::move(node)), path_(std::move(path)) {}

  std::size_t read(char* into, std::size_t size) override {
    files_.operate(FileOperation::read, "read", path_);
    if (position_ >= node_->content.size()) return 0;
    const std::size_t count = node_->content.copy(into, size, position_);
    position_ += count;
    return count;
  }

 private:
  MemoryFileSystem& files_;
  std::shared_ptr<const Node> node_;
  std::filesystem::path path_;
  std::size_t position_ = 0;
};

MemoryFileSystem::MemoryFileSystem(const Clock* clock) : clock_(clock) {}
MemoryFileSystem::~MemoryFileSystem() = default;

std::unique_ptr<WritableFile> MemoryFileSystem::create(const std::filesystem::path& path, unsigned mode) {
  operate(FileOperation::create, "create", path);
  std::shared_ptr<Node>& node = names_[path];
  if (!node) node = std::make_shared<Node>();
  node->content.clear();
  node->mode = mode;
  node->modified = now();
  return std::make_unique<Writer>(*this, node, path);
}

std::unique_ptr<ReadableFile> MemoryFileSystem::open(const std::filesystem::path& path) {
  operate(FileOperation::open, "open", path);
  const auto found = names_.find(path);
  if (found == names_.end()) return nullptr;
  return std::make_unique<Reader>(*this, found->second, path);
}

void MemoryFileSystem::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
  operate(FileOperation::rename, "rename", from);
  auto entry = names_.extract(from);
  if (entry.empty()) {
    throw Failure(FailureKind::unexpected, "cannot rename " + from.string() + ": No such file or directory");
  }
  names_[to] = std::move(entry.mapped());
}

bool MemoryFileSystem::rename_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (!names_.contains(to)) {
    rename(from, to);
    return true;
  }
  operate(FileOperation::rename, "rename", from);
  return false;
}

void MemoryFileSystem::sync_folder(const std::filesystem::path& folder) {
  operate(FileOperation::sync_folder, "write the folder", folder);
  const auto here = [&folder](const auto& entry) { return entry.first.parent_path() == folder; };
  std::erase_if(synced_names_, here);
  std::copy_if(names_.begin(), names_.end(), std::inserter(synced_names_, synced_names_.end()), here);
}

void MemoryFileSystem::remove(const std::filesystem::path& path) {
  operate(FileOperation::remove, "remove", path);
  names_.erase(path);
}

std::optional<FileInfo> MemoryFileSystem::info(const std::filesystem::path& path) {
  operate(FileOperation::info, "look at", path);
  FileInfo info;
  if (const auto file = names_.find(path); file != names_.end()) {
    info.size = file->second->content.size();
    info.mode = file->second->mode;
    info.owner = file->second->owner;
    info.modified = file->second->modified;
    return info;
  }
  const auto folder = folders_.find(path);
  if (folder == folders_.end()) return std::nullopt;
  info.mode = folder->second;
  const auto owner = folder_owners_.find(path);
  info.owner = owner == folder_owners_.end() ? ::geteuid() : owner->second;
  info.is_directory = true;
  return info;
}

void MemoryFileSystem::make_folder(const std::filesystem::path& path, unsigned mode) {
  operate(FileOperation::make_folder, "make the folder", path);
  for (std::filesystem::path folder = path; folder.has_relative_path(); folder = folder.parent_path()) {
    folders_.try_emplace(folder, mode);
  }
}

std::uint64_t MemoryFileSystem::free_space(const std::filesystem::path& folder) {
  operate(FileOperation::info, "look at the disk of", folder);
  return free_space_;
}

void MemoryFileSystem::fail(FileOperation kind, int nth, std::string message) {
  fault_ = kind;
  until_fault_ = nth;
  fault_message_ = std::move(message);
}

void MemoryFileSystem::crash() {
  names_ = synced_names_;
  for (const auto& [path, node] : names_) node->content = node->synced_content;
}

const std::vector<FileOperation>& MemoryFileSystem::operations() const { return operations_; }

void MemoryFileSystem::put(const std::filesystem::path& path, std::string_view content, unsigned mode) {
  auto node = std::make_shared<Node>();
  node->content = content;
  node->synced_content = content;
  node->mode = mode;
  node->modified = now();
  names_[path] = node;
  synced_names_[path] = node;
}

void MemoryFileSystem::set_owner(const std::filesystem::path& path, unsigned owner) {
  if (folders_.contains(path)) {
    folder_owners_[path] = owner;
  } else {
    names_.at(path)->owner = owner;
  }
}

std::optional<std::string> MemoryFileSystem::content(const std::filesystem::path& path) const {
  const auto found = names_.find(path);
  if (found == names_.end()) return std::nullopt;
  return found->second->content;
}

std::set<std::filesystem::path> MemoryFileSystem::paths() const {
  std::set<std::filesystem::path> paths;
  for (const auto& [path, node] : names_) paths.insert(path);
  return paths;
}

void MemoryFileSystem::operate(FileOperation kind, std::string_view what, const std::filesystem::path& path) {
  operations_.push_back(kind);
  if (until_fault_ == 0 || (fault_ != FileOperation::any && fault_ != kind)) return;
  if (--until_fault_ > 0) return;
  throw Failure(FailureKind::unexpected, "cannot " + std::string(what) + " " + path.string() + ": " + fault_message_);
}

WallTime MemoryFileSystem::now() const { return clock_ == nullptr ? WallTime{} : clock_->wall(); }

}  // namespace dsz::test
