#pragma once

#include <span>
#include <string>

namespace dsz {

std::string base64(std::span<const unsigned char> bytes);

}  // namespace dsz
