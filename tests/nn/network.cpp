// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/nn/chain/truncated.hpp>
#include <saddle/nn/nn.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace network_test {

using namespace saddle;

namespace {

struct Generator
    : Network<Shape<64>, Linear<256>, Relu, Linear<28 * 28>, Tanh, Reshape<28, 28, 1>> {};
static_assert(Generator::parameter_count == 64 * 256 + 256 + 256 * 784 + 784);
static_assert(Generator::macs == 64 * 256 + 256 * 784);
static_assert(Generator::state_count == 0);
static_assert(Generator::layer_count == 5);
static_assert(std::is_same_v<Generator::Output, Shape<28, 28, 1>>);

struct Pieces
    : Network<Shape<3>, Maxout<5, 4>, LayerNorm, BatchNorm, Linear<2, InheritInit, false>> {};
static_assert(Pieces::parameter_count == (3 + 1) * 20 + 2 * 5 + 2 * 5 + 5 * 2);
static_assert(Pieces::state_count == 2 * 5);

struct Trunk : Network<Shape<3>, Linear<4>, Tanh> {};
struct Deep : Network<Shape<3>, Trunk, Relu, Dropout<0.5>, BatchNorm,
                      Residual<Linear<4>, LayerNorm>, Repeat<2, Sequence<Linear<4>>, Dropout<0.1>>,
                      Fork<Linear<1>, Sequence<Relu, Linear<2>>>> {};
static_assert(Chain<Deep>::site_count == 1 + 2);
static_assert(Deep::parameter_count == 16 + 8 + (20 + 8) + 2 * 20 + 5 + 10);
static_assert(std::is_same_v<Deep::Output, Joint<Shape<1>, Shape<2>>>);

using Front = Truncated<Deep, 5>;  // an entry that is a network or holds layers is one
static_assert(Front::layer_count == 5 && std::is_same_v<Front::Output, Shape<4>>);
static_assert(Front::parameter_count == 16 + 8 + (20 + 8));
static_assert(std::is_same_v<Truncated<Generator, 5>::Output, Generator::Output>);

static_assert(!Chain<Generator>::couples_samples && Chain<Pieces>::couples_samples);
static_assert(Chain<Generator>::has_dual && !Chain<Pieces>::has_dual);
static_assert(Chain<Trunk>::curved);
static_assert(!Chain<Network<Shape<2>, Linear<3>, LeakyRelu<>, Maxout<2, 2>, Linear<1>>>::curved);

template <class Blocks>
std::vector<std::string> paths(const Blocks& blocks) {
  std::vector<std::string> result;
  for (const ParameterBlock& block : blocks) result.emplace_back(block.path.view());
  return result;
}

}  // namespace

TEST_CASE("Network: parameters have PyTorch's paths, in the order of the flat buffer", "[nn]") {
  CHECK(paths(parameter_blocks<Generator>) ==
        std::vector<std::string>{"0.weight", "0.bias", "2.weight", "2.bias"});
  CHECK(paths(parameter_blocks<Deep>) ==
        std::vector<std::string>{"0.0.weight", "0.0.bias", "3.weight", "3.bias", "4.0.weight",
                                 "4.0.bias", "4.1.weight", "4.1.bias", "5.0.0.0.weight",
                                 "5.0.0.0.bias", "5.1.0.0.weight", "5.1.0.0.bias", "6.0.weight",
                                 "6.0.bias", "6.1.1.weight", "6.1.1.bias"});
  CHECK(paths(state_blocks<Deep>) == std::vector<std::string>{"3.running_mean", "3.running_var"});

  std::size_t next = 0;
  for (const ParameterBlock& block : parameter_blocks<Deep>) {
    CHECK(block.offset == next);
    next += block.size();
  }
  CHECK(next == Deep::parameter_count);
  CHECK(parameter_blocks<Generator>[2].rows == 256);
  CHECK(parameter_blocks<Generator>[2].columns == 784);
}

TEST_CASE("Network: the summary lists layers, shapes and parameters", "[nn]") {
  std::ostringstream out;
  summary<Generator>(out);
  CHECK(out.str() ==
        "    input                   64\n"
        "0   Linear + ReLU           256             16640\n"
        "2   Linear + Tanh           784             201488\n"
        "4   Reshape                 28x28x1         0\n"
        "    parameters 218128, state 0, multiply-adds per sample 217088\n");
}

}  // namespace network_test
