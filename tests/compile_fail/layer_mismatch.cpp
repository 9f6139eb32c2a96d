// SPDX-License-Identifier: BSL-1.0
// expect: this layer does not accept the shape it gets

#include <saddle/nn/nn.hpp>

using namespace saddle;

struct Critic : Network<Shape<28, 28, 1>, LeakyRelu<>, Linear<256>, Relu, Linear<1>> {};
std::size_t count = Critic::parameter_count;
