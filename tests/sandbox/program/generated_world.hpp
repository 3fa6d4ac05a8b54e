#pragma once

#include "sandbox/store/store_service.hpp"
#include "sandbox/supplier/supplier_service.hpp"

#include <cstddef>
#include <cstdint>

namespace dsz::sandbox {

struct WorldSize {
  std::size_t supplier_products = 3000;
  std::size_t store_products = 120;  ///< products and variations in the store that are this supplier's
  std::uint64_t seed = 1;
};

/// Fills both services; the same size and seed give the same world on every machine. The store sells some of the
/// supplier's products: most simple and managed; some as variations, with quantities of their own or their parent's;
/// some unmanaged, private, draft or with backorders; some letters of SKUs in lower case. About four in ten differ from
/// the supplier's stock; one or two are no longer at the supplier. A third as many again are other suppliers' products
/// (SKUs "OTHER-…") or have no SKU: nothing may ever write those.
void generate_world(const WorldSize& size, SupplierService& supplier, StoreService& store);

}  // namespace dsz::sandbox
