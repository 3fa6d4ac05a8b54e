#include "page_template.hpp"

namespace dsz {
namespace {

constexpr char kPage[] = {
#include "report_page.inc"  // bytes of the asset, made by cmake/DszEmbed.cmake when this is built
};

}  // namespace

std::string_view page_template() { return {kPage, sizeof kPage}; }

}  // namespace dsz
