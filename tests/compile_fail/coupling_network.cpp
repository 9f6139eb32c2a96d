// SPDX-License-Identifier: BSL-1.0
// expect: the network in a coupling makes, of each number that changes, its log-scale and its shift

#include <saddle/gan/flow.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points : FlowToy<4> {
  struct Flow : FlowNetwork<Shape<4>, AffineCoupling<Half::first, Linear<8>, Relu, Linear<2>>> {};
};

int main() {
  Flow<Points> flow{{.steps = 100}};
  return flow.sample(4).size() > 0 ? 0 : 1;
}
