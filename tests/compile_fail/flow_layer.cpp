// SPDX-License-Identifier: BSL-1.0
// expect: this layer of a flow has no inverse
// shows: NotInvertible<1

#include <saddle/gan/flow.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points : FlowToy<2> {
  struct Flow : FlowNetwork<Shape<2>, ActNorm, Linear<2>> {};
};

int main() {
  Flow<Points> flow{{.steps = 100}};
  fit(flow, data::Ring{}, {}, Checkpoints{"run", 10});
  return flow.sample(4).size() > 0 && flow.report()["bits_per_dimension"] > 0 ? 0 : 1;
}
