// SPDX-License-Identifier: BSL-1.0
// model.py: golden texts in golden/model/. pytorch_samples_*.cpp ask PyTorch itself.
#include "catch.hpp"
#include "nn/pytorch_networks.hpp"
#include "temporary_folder.hpp"

#include <saddle/learner/pytorch_model.hpp>
#include <saddle/learner/pytorch_network.hpp>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <string>

namespace pytorch_model_test {

using namespace saddle;

namespace {

template <class Self>
struct SwishOf : TensorLayer<Self> {
  static auto value(const auto& x) { return x / (1 + xt::exp(-x)); }
  static auto slope(const auto& x, const auto& y) { return y + (1 - y) / (1 + xt::exp(-x)); }
};
struct Swish : SwishOf<Swish> {};
struct NamedSwish : SwishOf<NamedSwish> {
  static std::string pytorch() { return "nn.SiLU()"; }
};
struct OwnLayer : Network<Shape<3>, Linear<4>, Swish> {};

std::string network_of(const std::string& program) {
  const std::size_t begin = program.find("def network()"), end = program.find("def load(");
  return program.substr(begin, end - begin);
}

}  // namespace

TEST_CASE("model.py: the programs of small networks are the golden ones", "[nn]") {
  const TemporaryFolder folder;
  std::string sources;
  pytorch::for_each_small([&](auto named) {
    CAPTURE(named.name);
    const std::string program = pytorch_model<typename decltype(named)::type>();
    const std::string golden = "golden/model/" + std::string(named.name) + ".txt";
    if (std::getenv("SADDLE_WRITE_GOLDENS") != nullptr) std::ofstream(golden) << program;
    CHECK(program == content_of(golden));
    sources += " '" + folder.write(std::string(named.name) + ".py", program) + "'";
  });
  if (std::system("python3 --version > /dev/null 2>&1") == 0) {
    CHECK(std::system(("python3 -m py_compile" + sources).c_str()) == 0);
  }
}

TEST_CASE("model.py: the generator of 32x32x3 images is dense, then NCHW", "[nn]") {
  CHECK(network_of(pytorch_model<Mlp<Shape<32, 32, 3>>::Generator>()) ==
        R"(def network():
    """Takes and gives images as (n, channels, height, width)."""
    return nn.Sequential(
        nn.Linear(100, 256),
        nn.BatchNorm1d(256),
        nn.ReLU(),
        nn.Linear(256, 512),
        nn.BatchNorm1d(512),
        nn.ReLU(),
        nn.Linear(512, 3072),
        nn.Tanh(),
        nn.Unflatten(1, (3, 32, 32)))


)");
}

TEST_CASE("model.py: codes are drawn from the generator's law, or asked for", "[nn]") {
  using Net = Toy<2>::Generator;
  CHECK_THAT(pytorch_model<Net>("Gaussian"), Catch::Contains("return torch.randn(n, "));
  CHECK_THAT(pytorch_model<Net>("Uniform"), Catch::Contains("return 2 * torch.rand(n, "));
  CHECK_THAT(pytorch_model<Net>("Cauchy"), Catch::Contains("SystemExit(\"expected --codes\")"));
  using Labelled = Network<Joint<Shape<4>, Shape<3>>, Concat, Linear<2>>;
  CHECK_THAT(pytorch_model<Labelled>("Gaussian", true), Catch::Contains(R"(
    labels = torch.eye(*CODES[1])[torch.arange(n) % CODES[1][0]]
    return torch.cat([torch.randn(n, math.prod(CODES[0])), labels], 1)
)"));
}

TEST_CASE("model.py: a layer of one's own says what it is in Python, or there is no program",
          "[nn]") {
  struct Known : Network<Shape<3>, Linear<4>, NamedSwish> {};
  CHECK_THAT(pytorch_model<Known>(), Catch::Contains("nn.Linear(3, 4),\n        nn.SiLU())"));
  static_assert(HasPyTorch<Chain<Known>>);
  static_assert(!HasPyTorch<Chain<OwnLayer>>);
  struct Within : Network<Shape<3>, Repeat<2, Residual<Fork<Identity, Swish>, Add>>> {};
  static_assert(!HasPyTorch<Chain<Within>>);
}

TEST_CASE("model.py: labels that are a flattened image are refused in a sentence", "[nn]") {
  struct Odd : Network<Joint<Shape<2, 2, 3>, Shape<2, 1, 2>>, Parallel<Identity, Flatten>,
                       ConditionalBatchNorm<>> {};
  CHECK_THROWS_WITH(pytorch_model<Odd>(),
                    Catch::Contains("model.py: ConditionalBatchNorm: expected features in the "
                                    "order that it takes them in PyTorch, found"));
}

}  // namespace pytorch_model_test
