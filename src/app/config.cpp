#include "dsz/app/config.hpp"

namespace dsz {

std::filesystem::path Config::inventory_file() const { return state_dir / "dropshipzone_inventory.json"; }
std::filesystem::path Config::token_file() const { return state_dir / "token_store.json"; }
std::filesystem::path Config::lock_file() const { return state_dir / "sync.lock"; }
std::filesystem::path Config::database_file() const { return state_dir / "state.db"; }

}  // namespace dsz
