// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"

#include <saddle/core/config.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd.hpp>

#include <string>

namespace config_test {

using namespace saddle;

TEST_CASE("config: the version of the headers is that of the CMake project") {
  CHECK(library_version == SADDLE_PROJECT_VERSION);
}

TEST_CASE("config: the line that begins a run") {
  CHECK(to_string(Configuration{.instruction_set = InstructionSet::avx2_fma, .workers = 2}) ==
        "saddle " SADDLE_PROJECT_VERSION
        ", AVX2+FMA, 2 workers, deterministic for any number of workers");
  CHECK(to_string(Configuration{.instruction_set = InstructionSet::avx512, .workers = 1}) ==
        "saddle " SADDLE_PROJECT_VERSION
        ", AVX-512, 1 worker, deterministic for any number of workers");
}

TEST_CASE("config: workers and instruction set are those in use") {
  const std::size_t before = parallel::workers();
  parallel::set_workers(3);
  CHECK(config().workers == 3);
  parallel::set_workers(before);
  CHECK(config().workers == before);

  const Configuration now = config();
  CHECK(now.instruction_set == compiled_for);
  CHECK(now.instruction_set <= now.best_of_host);  // or this test would not run
  const std::size_t bytes = compiled_for >= InstructionSet::avx512 ? 64
                            : compiled_for >= InstructionSet::avx  ? 32
                                                                   : 16;
  CHECK(sizeof(simd::Batch<float>) == bytes);
}

TEST_CASE("config: advice only where the machine has more than the flags allow") {
  using enum InstructionSet;
  const auto advice = [](InstructionSet compiled, InstructionSet best) {
    return instruction_set_advice({.instruction_set = compiled, .best_of_host = best});
  };
  CHECK(advice(sse2, avx512) ==
        "compiled for SSE2, but this machine has AVX-512: add the flag -march=native, or link "
        "saddle::native with CMake");
  CHECK(advice(avx, avx2_fma).has_value());
  CHECK_FALSE(advice(avx2_fma, avx2_fma).has_value());
  CHECK_FALSE(advice(neon, neon).has_value());
  CHECK_FALSE(instruction_set_advice().has_value());  // the tests are built with saddle::native
}

}  // namespace config_test
