// SPDX-License-Identifier: BSL-1.0
// expect: Dropout needs a probability in .0, 1.

#include <saddle/nn/nn.hpp>

using namespace saddle;

struct Critic : Network<Shape<3>, Linear<2>, Dropout<1.0>, Linear<1>> {};
std::size_t count = Critic::parameter_count;
