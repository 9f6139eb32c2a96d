// SPDX-License-Identifier: BSL-1.0
// Runs that an earlier program left half way (golden/make_goes_on.cpp) go on and end as they did
// there.
#include "train/goes_on.hpp"

#include "catch.hpp"

#include <saddle/core/config.hpp>
#include <saddle/train/checkpoint.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace goes_on_test {

using namespace saddle;

namespace {

// Whether a product and a sum become one instruction is the compiler's choice, and it chooses by
// flags: bits are compared where the files were made, by g++ with those of the preset dev, and for
// SSE2, which has no such instruction, everywhere.
#if defined(__clang__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool fuses_elsewhere = true;
#else
constexpr bool fuses_elsewhere = false;
#endif

template <class Trainer, class Source>
void check_that_it_goes_on(const std::string& name, const typename Trainer::Config& config,
                           const Source& source) {
  const std::string begun = "golden/goes_on/" + name;
  const std::string instructions(saddle::name(compiled_for));
  const std::string ended = begun + "_" + instructions + ".safetensors";
  if (!std::filesystem::exists(ended)) {
    WARN("skipped: no such run for " << instructions);
    return;
  }
  auto gan = resume<Trainer>(begun + ".safetensors");
  CHECK(gan.report().step == config.steps / 2);
  while (gan.report().step < config.steps) gan.step(source);

  const Safetensors expected(ended);
  for (const auto& [field, text] : gan.description()) CHECK(expected.metadata(field) == text);
  for (const StateCounter& counter : gan.state().counters) {
    CHECK(expected.metadata("counter " + counter.name) == std::to_string(*counter.value));
  }
  Trainer other(config);
  load_checkpoint(other, ended);
  const auto found = gan.state(), wanted = other.state();
  REQUIRE(found.buffers.size() == wanted.buffers.size());
  const bool same_bits = compiled_for == InstructionSet::sse2 || !fuses_elsewhere;
  for (std::size_t b = 0; b < found.buffers.size(); ++b) {
    const auto &x = *found.buffers[b].values, &y = *wanted.buffers[b].values;
    REQUIRE(x.size() == y.size());
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      largest = std::max(largest, std::abs(double{x.data()[i]} - double{y.data()[i]}));
    }
    CAPTURE(found.buffers[b].name, largest);
    CHECK(largest <= (same_bits ? 0 : 1e-3));
  }
}

}  // namespace

TEST_CASE("a dense run of an earlier program goes on and ends with its numbers") {
  check_that_it_goes_on<goes_on::Dense>("dense", goes_on::dense_config(), data::Ring{});
}

TEST_CASE("a convolutional run of an earlier program goes on and ends with its numbers") {
  check_that_it_goes_on<goes_on::Images>("images", goes_on::images_config(), data::Glyphs{});
}

}  // namespace goes_on_test
