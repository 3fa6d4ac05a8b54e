#include "config_apply.hpp"
#include "config_schema.hpp"

namespace dsz {

std::vector<ConfigKey> monitoring_keys() {
  return {
      {.path = "monitoring.status_file",
       .type = ConfigType::path,
       .standard_words = "`status.json` in the state folder",
       .about = "what stands after each run, as JSON that everybody on this machine may read",
       .apply = path([](Config & c) -> auto& { return c.status_file; })},
      {.path = "monitoring.metrics_file",
       .type = ConfigType::path,
       .about = "the same as metrics for node_exporter's textfile collector, which reads files named `*.prom` only",
       .apply = path([](Config & c) -> auto& { return c.metrics_file; })},
  };
}

}  // namespace dsz
