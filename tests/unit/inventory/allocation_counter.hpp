#pragma once

namespace dsz::test {

/// How often this program has called operator new so far.
long allocations();

}  // namespace dsz::test
