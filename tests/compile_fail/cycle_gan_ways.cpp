// SPDX-License-Identifier: BSL-1.0
// expect: the generators There and Back do not lead back and forth between two shapes

#include <saddle/data/domains.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Ways : ToyWays<2> {
  struct Back : Network<Shape<3>, Linear<2>> {};
};

int main() {
  CycleGan<LeastSquares, Unconstrained, Ways> gan{{.steps = 100, .pool = 10, .cycle = 5}};
  const data::Domains domains{data::Ring{}, data::TwoMoons{}};
  fit(gan, domains, {}, Checkpoints{"run", 10});
  const auto moons = gan.to_second(data::held_out(domains.first, 4, 1));
  return moons.size() > 0 && gan.report()["cycle_loss"] > 0 ? 0 : 1;
}
