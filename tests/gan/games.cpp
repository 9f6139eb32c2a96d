// SPDX-License-Identifier: BSL-1.0
#include "gan/games.hpp"

#include "catch.hpp"
#include "feature_file.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/domains.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/experiment/diat_toy.hpp>
#include <saddle/experiment/flow/flow_toy_ways.hpp>
#include <saddle/experiment/ic_toy.hpp>
#include <saddle/experiment/star_toy.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/gan/diat.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/gan/ic_gan.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/metric/transport/transport.hpp>

#include <cstddef>
#include <vector>

// The formulations whose own tests train one game or two: each brings points where they belong,
// whatever the game.
namespace games_test {

using namespace saddle;

namespace {

using Points = Tensor<float, 2>;

constexpr std::size_t n = 256;
const data::Ring ring{};
const data::Domains inner_and_outer{data::Ring{.radius = 1}, data::Ring{}};
const data::Domains moons_and_ring{data::TwoMoons{}, data::Ring{.radius = 1, .sigma = 0.1}};

/// Points of the ring's mode of that number.
Points of_mode(int label) {
  const Points all = data::held_out(ring, 16 * n, 6);
  const auto labels = data::held_out_labels(ring, 16 * n, 6);
  Points found = Points::from_shape({n, 2});
  std::size_t count = 0;
  for (std::size_t i = 0; count < n; ++i) {
    if (labels(i) != label) continue;
    found(count, 0) = all(i, 0);
    found(count++, 1) = all(i, 1);
  }
  return found;
}

/// Trains for 1,000 steps; `output(gan)` comes nearer to `wanted` by a third at least.
template <class G, class Source, class Output>
void check_that_it_learns(G&& gan, const Source& source, const Points& wanted, Output&& output) {
  const auto distance = [&] { return wasserstein_distance<L2>(Points(output(gan)), wanted); };
  const double before = distance();
  for (int i = 0; i < 1'000; ++i) gan.step(source);
  const double after = distance();
  CAPTURE(gan.description()[0].second, gan.description()[1].second, gan.description()[2].second,
          before, after);
  CHECK(after < before * 2 / 3);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("games: three objectives with three constraints train every formulation",
                        "[gan][long]", games::Played) {
  using Objective = typename TestType::Objective;
  using Constraint = typename TestType::Constraint;
  const Points x = data::held_out(ring, n, 5);
  check_that_it_learns(Gan<Objective, Constraint, Ring>{{.critic_steps = 3}}, ring, x,
                       [](auto& gan) { return gan.sample(n); });
  check_that_it_learns(StarGan<Objective, Constraint, StarToy<2, 8>>{{.steps = 1'000}}, ring,
                       of_mode(3), [&](auto& gan) { return gan.translate(x, 3); });
  check_that_it_learns(
      IcGan<Objective, Constraint, IcToy<2, 8>>{
          {.steps = 1'000, .encoders_from = 0.7, .critic_steps = 3}},
      ring, of_mode(3), [&](auto& gan) { return gan.translate(x, 3); });
  check_that_it_learns(AlignFlow<Objective, Constraint, FlowToyWays<2>>{{.steps = 1'000}},
                       moons_and_ring, data::held_out(moons_and_ring.second, n, 6), [](auto& gan) {
                         return gan.to_second(data::held_out(moons_and_ring.first, n, 5));
                       });
  const TemporaryFolder folder;
  const std::string features = test::feature_file<DiatToy<2>::Features>(
      folder, std::vector<float>(DiatToy<2>::Features::parameter_count));
  check_that_it_learns(
      Diat<Objective, Constraint, DiatToy<2>>{
          {.features = features, .steps = 1'000, .critic_steps = 3}},
      inner_and_outer, data::held_out(inner_and_outer.second, n, 6),
      [](auto& gan) { return gan.to_second(data::held_out(inner_and_outer.first, n, 5)); });
}

}  // namespace games_test
