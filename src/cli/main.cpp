#include "dsz/cli/run.hpp"

int main(int argc, char** argv) { return dsz::run(argc, argv); }
