#pragma once

#include "sandbox/store/store_service.hpp"
#include "sandbox/supplier/supplier_service.hpp"

namespace dsz::sandbox {

/// Opens /_sandbox/ on the supplier's port, for shell scripts and other processes (README.md lists what it answers).
/// Both services have to outlive the supplier's port.
void open_control(SupplierService& supplier, StoreService& store);

}  // namespace dsz::sandbox
