#include "sandbox/program/demo_files.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace dsz::sandbox {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr auto kOwnerOnly = fs::perms::owner_read | fs::perms::owner_write;

/// Written beside its place and renamed, with its final permissions from the start.
void write_file(const fs::path& path, const std::string& text) {
  const fs::path unfinished = path.string() + ".new";
  std::ofstream(unfinished).close();
  fs::permissions(unfinished, kOwnerOnly);
  std::ofstream file(unfinished);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("dsz-sandbox: cannot write " + path.string());
  fs::rename(unfinished, path);
}

}  // namespace

void write_config(const std::string& folder, const SupplierService& supplier, const StoreService& store) {
  const fs::path directory = fs::absolute(folder);
  if (fs::create_directories(directory)) fs::permissions(directory, fs::perms::owner_all);
  const auto keep_authority = [&directory](const std::string& file, const char* name) {
    fs::copy_file(file, directory / name, fs::copy_options::overwrite_existing);
    return (directory / name).string();
  };
  const bool https = !supplier.https_url().empty();
  Json config = {{"dropshipzone",
                  {{"base_url", https ? supplier.https_url() : supplier.url()},
                   {"email", "owner@example.com"},
                   {"password", "sandbox-password"},
                   {"requests_per_minute", 6000},
                   {"requests_per_hour", 60000}}},
                 {"woocommerce",
                  {{"url", store.url()},
                   {"consumer_key", "ck_rw"},
                   {"consumer_secret", "cs_rw"},
                   {"ca_file", keep_authority(store.ca_file(), "sandbox-ca.pem")}}}};
  if (https) config["dropshipzone"]["ca_file"] = keep_authority(supplier.ca_file(), "supplier-ca.pem");
  write_file(directory / "config.json", config.dump(2) + "\n");
}

void write_ready_file(const std::string& path, const SupplierService& supplier, const StoreService& store) {
  const Json where = {{"supplier", supplier.url()}, {"store", store.url()}, {"ca_file", store.ca_file()}};
  write_file(path, where.dump() + "\n");
}

}  // namespace dsz::sandbox
