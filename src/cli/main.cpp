#include "dsz/cli/run.hpp"
#include "dsz/os/core_dump.hpp"

int main(int argc, char** argv) {
  dsz::leave_no_core_dump();
  return dsz::run(argc, argv);
}
