#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dsz::sandbox {

/// Text for products that do not exist: the same for the same SKU on every machine. With the HTML, line ends, quotes
/// and emoji that a reader of real product texts has to bear.
std::string invented_title(std::string_view sku);
std::string invented_description(std::string_view sku);
std::string invented_category(std::string_view sku);
std::string invented_brand(std::string_view sku);

/// A number that depends on the text alone (FNV-1a).
std::uint64_t text_hash(std::string_view text);

}  // namespace dsz::sandbox
