#pragma once

#include "sandbox/store/store_catalogue.hpp"
#include "sandbox/store/store_json.hpp"
#include "sandbox/store/store_version.hpp"
#include "sandbox/wire/http_message.hpp"

#include <cstdint>
#include <string>

namespace dsz::sandbox {

/// What a write needs of the store around it.
struct WriteContext {
  StoreCatalogue& catalogue;
  const StoreVersion& version;
  const StoreJson& json;
  bool stock_management;
  std::string now;  ///< "2026-11-22T08:00:00"
};

/// POST products/batch. Of an item, the stock fields are heeded and `_fields`; `create` and `delete` are answered 501.
HttpAnswer batch_products(const WriteContext& store, const std::string& body);
/// POST products/PARENT/variations/batch.
HttpAnswer batch_variations(const WriteContext& store, std::int64_t parent, const std::string& body);
/// PUT, PATCH or POST products/ID.
HttpAnswer update_product(const WriteContext& store, std::int64_t id, const HttpRequest& request);

/// What the sandbox does not do although a store would.
HttpAnswer not_in_sandbox(const std::string& what);

}  // namespace dsz::sandbox
