// SPDX-License-Identifier: BSL-1.0
// expect: the two domains of AlignFlow have different numbers in a sample

#include <saddle/data/domains.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Ways : FlowToyWays<2> {
  struct FlowOfSecond : FlowNetwork<Shape<3>, ActNorm> {};
};

int main() {
  AlignFlow<LeastSquares, Unconstrained, Ways> flows{{.steps = 100, .likelihood = 0.1}};
  const data::Domains domains{data::Ring{}, data::TwoMoons{}};
  fit(flows, domains, {}, Checkpoints{"run", 10});
  const auto moons = flows.to_second(data::held_out(domains.first, 4, 1));
  return moons.size() > 0 && flows.report()["penalty"] > 0 ? 0 : 1;
}
