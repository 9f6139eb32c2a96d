// SPDX-License-Identifier: BSL-1.0
// model.py: golden texts in golden/model/, and PyTorch itself where SADDLE_PYTHON names a Python
// that has PyTorch, safetensors and NumPy (exchange/model.py).
#include "catch.hpp"
#include "nn/pytorch_networks.hpp"
#include "pytorch_python.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/random.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/learner/pytorch_model.hpp>
#include <saddle/learner/state_dict.hpp>
#include <saddle/learner/tape.hpp>
#include <saddle/optim/sgd.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

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

/// The numbers of a network: its own drawing, moved, and statistics that are not those at first.
template <class Net>
class Numbers {
 public:
  explicit Numbers(std::size_t n) : learner_("net", 0, Sgd{}), tape_(n), n_(n) {
    device_.reserve_scratch(Chain<Net>::template scratch_size<Cpu>(n));
    learner_.initialise(device_, 1);
    for (std::size_t i = 0; i < Net::parameter_count; ++i) {
      raw(learner_.parameters())[i] += 0.003F * std::sin(static_cast<float>(i));
    }
    for (std::size_t i = 0; i < Net::state_count; ++i) {
      float& number = raw(learner_.state())[i];
      number = 4 * number + 0.2F * std::sin(static_cast<float>(i));
    }
    codes_ = Tensor<float, 2>::from_shape({n, Net::Input::size});
    random::uniform(codes_.data(), 0, codes_.size(), 1,
                    {.seed = 1, .stream = random::Stream::user});
    for (float& number : codes_) number = 2 * number - 1;
  }

  /// What the generator makes of the codes. Shapes: (n, ...).
  auto samples() {
    constexpr auto& sizes = Net::Input::sizes;
    auto numbers = Cpu::zeros(storage_size<typename Net::Input>(n_));
    const Batch<typename Net::Input, Cpu> x = batch_at<typename Net::Input>(ref<Cpu>(numbers), n_);
    std::size_t first = 0;
    for (std::size_t c = 0; c < sizes.size(); first += sizes[c++]) {
      for (std::size_t i = 0; i < n_; ++i) {
        std::copy_n(&codes_(i, first), sizes[c], raw(x[c]) + i * sizes[c]);
      }
    }
    Chain<Net>::forward(learner_.eval_pass(device_, n_, tape_.cache()), x, tape_.output(n_));
    auto y = Tensor<float, Net::Output::rank + 1>::from_shape(Net::Output::batch_shape(n_));
    std::copy_n(raw(tape_.output(n_).ref()), y.size(), y.data());
    return y;
  }

  /// model.py, generator.safetensors, codes.npy and samples.npy.
  void write(const std::string& folder) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/model.py") << pytorch_model<Net>();
    SafetensorsWriter writer;
    add_state_dict<Net>(writer, "", raw(learner_.parameters()), raw(learner_.state()));
    writer.write(folder + "/generator.safetensors");
    write_npy(folder + "/codes.npy", codes_);
    write_npy(folder + "/samples.npy", samples());
  }

 private:
  Cpu device_;
  Learner<Net, Sgd, Cpu> learner_;
  Tape<Net, Cpu> tape_;
  std::size_t n_;
  Tensor<float, 2> codes_;
};

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

TEST_CASE("model.py: PyTorch makes the samples that saddle makes", "[nn][long]") {
  const TemporaryFolder folder;
  const auto write = [&](auto named) {
    Numbers<typename decltype(named)::type>(3).write(folder / std::string(named.name));
  };
  pytorch::for_each_small(write);
  pytorch::for_each_generator(write);
  check_with_pytorch("exchange/model.py '" + (folder / ".") + "'");
}
