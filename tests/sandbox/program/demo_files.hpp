#pragma once

#include "sandbox/store/store_service.hpp"
#include "sandbox/supplier/supplier_service.hpp"

#include <string>

namespace dsz::sandbox {

/// Writes DIR/config.json (mode 600), which points dsz-sync at both services, and the authority that it has to trust
/// beside it. Makes DIR (mode 700) when it is not there. Throws std::runtime_error when it cannot.
void write_config(const std::string& folder, const SupplierService& supplier, const StoreService& store);

/// Writes where the sandbox is: {"supplier":URL,"store":URL,"ca_file":PATH}. The file is there only when complete.
void write_ready_file(const std::string& path, const SupplierService& supplier, const StoreService& store);

}  // namespace dsz::sandbox
