// SPDX-License-Identifier: BSL-1.0
#define CATCH_CONFIG_RUNNER
#include "catch.hpp"

#include <cuda_runtime_api.h>

#include <iostream>

// Runs the tests, or tells ctest that they are skipped (exit status 77) where no device is.
int main(int argc, char** argv) {
  int devices = 0;
  if (const cudaError_t status = cudaGetDeviceCount(&devices);
      status != cudaSuccess || devices == 0) {
    std::cout << "skipped: the CUDA tests are built, but there is no CUDA device ("
              << cudaGetErrorString(status) << ")\n";
    return 77;
  }
  return Catch::Session().run(argc, argv);
}
