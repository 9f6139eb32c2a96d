// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/experiment/bi_toy.hpp>
#include <saddle/experiment/toy_ways.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/gan/conditional_gan.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/capability.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <cstdio>
#include <string>

namespace capability_test {

using namespace saddle;

namespace {

using Plain = Gan<NonSaturating, Unconstrained>;
using Bi = BiGan<NonSaturating, Unconstrained>;
using Labelled = ConditionalGan<NonSaturating, Unconstrained>;
using Cycle = CycleGan<LeastSquares, Unconstrained>;

static_assert(HasScores<Plain> && HasTwoPlayers<Plain, data::Ring>);
static_assert(HasSamples<Bi> && !HasScores<Bi>);  // its critic is of pairs
static_assert(HasLabels<Labelled> && !HasScores<Labelled> && !HasLabels<Plain>);
static_assert(!HasSamples<Cycle> && !HasScores<Cycle>);
static_assert(HasTranslations<Cycle> && !HasTranslations<Plain> && !HasTranslations<Bi>);

/// What the standard monitors say while they watch a trainer for two steps.
template <class G, class Source>
std::string said_while_watching(const Source& source) {
  G gan({.steps = 2, .batch = 8});
  std::FILE* const file = std::tmpfile();
  fit(gan, source, {.progress = nullptr}, standard_monitors(data::Ring{}, 1, {}, file));
  std::string text(static_cast<std::size_t>(std::ftell(file)), '\0');
  std::rewind(file);
  REQUIRE(std::fread(text.data(), 1, text.size(), file) == text.size());
  std::fclose(file);
  return text;
}

}  // namespace

TEST_CASE("a monitor that needs more than a trainer has is left out, and the run says so") {
  CHECK(said_while_watching<Plain>(data::Ring{}).empty());
  const std::string bi = said_while_watching<Bi>(data::Ring{});
  CHECK(bi.starts_with("saturation: not watched"));
  CHECK(bi.find("collapse") == std::string::npos);
  const std::string labelled = said_while_watching<Labelled>(data::Ring{});
  CHECK(labelled.starts_with("saturation: not watched"));
  CHECK(labelled.find("collapse") == std::string::npos);
  const std::string cycle =
      said_while_watching<Cycle>(data::Domains{data::Ring{}, data::TwoMoons{}});
  for (const char* name : {"collapse", "saturation", "oscillation", "gap"}) {
    CHECK(cycle.find(std::string(name) + ": not watched") != std::string::npos);
  }
}

}  // namespace capability_test
