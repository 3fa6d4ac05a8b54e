#include "dsz/app/fetch_mode.hpp"

namespace dsz {

std::string_view to_text(FetchMode mode) {
  switch (mode) {
    case FetchMode::automatic:
      return "auto";
    case FetchMode::full:
      return "full";
    case FetchMode::targeted:
      return "targeted";
    case FetchMode::delta:
      return "delta";
  }
  return "";
}

}  // namespace dsz
