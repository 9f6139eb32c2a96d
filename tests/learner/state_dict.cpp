// SPDX-License-Identifier: BSL-1.0
// Exchange with PyTorch: exchange/exchange.py wrote exchange/pytorch.safetensors, and reads what is
// written here where SADDLE_PYTHON names a Python that has PyTorch and safetensors.
#include "catch.hpp"
#include "pytorch_python.hpp"
#include "temporary_folder.hpp"

#include <saddle/learner/state_dict.hpp>
#include <saddle/learner/tape.hpp>
#include <saddle/nn/nn.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace state_dict_test {

using namespace saddle;

namespace {

struct Net
    : Network<Shape<5>, Linear<7>, BatchNorm, LeakyRelu<>, Linear<6>, Tanh, LayerNorm, Linear<3>> {
};
struct Wider : Network<Shape<5>, Linear<7>, BatchNorm, LeakyRelu<>, Linear<8>> {};
struct Shorter : Network<Shape<5>, Linear<7>, BatchNorm, LeakyRelu<>, Linear<6>, Tanh> {};
struct Generator : Network<Shape<4>, Linear<24>, BatchNorm, PRelu, LayerNorm, Reshape<2, 4, 3>,
                           LayerNorm, Conv2d<3, 3, 1, 1>, Tanh> {};
struct Critic : Network<Shape<2, 4, 3>, Flatten, WeightNorm<Linear<6>>, LeakyRelu<>, Linear<1>> {};
struct Plain : Network<Shape<3>, Linear<2>, Linear<2, InheritInit, false>> {};

using Numbers = std::vector<float>;

const std::string golden = "exchange/pytorch.safetensors";
const std::string images = "exchange/images.safetensors";

template <class N>
Numbers output_of(const Numbers& parameters, const Numbers& state, const Numbers& x) {
  Cpu device;
  const std::size_t n = x.size() / N::Input::size;
  device.reserve_scratch(Chain<N>::template scratch_size<Cpu>(n));
  auto batch = Cpu::zeros(storage_size<typename N::Input>(n));
  auto weights = Cpu::zeros(N::parameter_count), statistics = Cpu::zeros(N::state_count);
  std::copy(x.begin(), x.end(), batch.begin());
  std::copy(parameters.begin(), parameters.end(), weights.begin());
  std::copy(state.begin(), state.end(), statistics.begin());
  Tape<N, Cpu> tape(n);
  const Pass<Cpu, Mode::eval> pass{&device,      n, ref<Cpu>(weights), ref<Cpu>(statistics),
                                   tape.cache(), {}};
  Chain<N>::forward(pass, ConstBatch<typename N::Input, Cpu>(Read<Cpu>(ref<Cpu>(batch))),
                    tape.output(n));
  const float* const y = raw(tape.output(n).ref());
  return {y, y + n * N::Output::size};
}

Numbers output(const Numbers& parameters, const Numbers& state, const Numbers& x) {
  return output_of<Net>(parameters, state, x);
}

float largest_difference(const Numbers& a, const Numbers& b) {
  REQUIRE(a.size() == b.size());
  float difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference = std::max(difference, std::abs(a[i] - b[i]));
  return difference;
}

struct Model {
  Numbers parameters = Numbers(Net::parameter_count), state = Numbers(Net::state_count);
};

Model read_golden() {
  Model model;
  read_state_dict<Net>(Safetensors(golden), "net.", model.parameters.data(), model.state.data());
  return model;
}

template <class N>
std::string refusal(const std::string& path, const std::string& prefix = "net.") {
  Numbers parameters(N::parameter_count, 3), state(N::state_count, 4);
  try {
    read_state_dict<N>(Safetensors(path), prefix, parameters.data(), state.data());
  } catch (const DataError& error) {
    CHECK(parameters == Numbers(N::parameter_count, 3));
    CHECK(state == Numbers(N::state_count, 4));
    return std::string(error.what()).substr(path.size());
  }
  return "no error";
}

/// Another network than the golden one, with its output on a batch.
void write_model(const std::string& path) {
  Model model = read_golden();
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    model.parameters[i] += std::sin(static_cast<float>(i));
  }
  for (float& number : model.state) number = 2 * number + 0.1F;
  Numbers x(20 * 5);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = 3 * std::sin(static_cast<float>(i * i));
  const Numbers y = output(model.parameters, model.state, x);
  SafetensorsWriter writer;
  add_state_dict<Net>(writer, "net.", model.parameters.data(), model.state.data());
  writer.add<float>("x", {20, 5}, [&](float* out) { std::copy(x.begin(), x.end(), out); });
  writer.add<float>("y", {20, 3}, [&](float* out) { std::copy(y.begin(), y.end(), out); });
  writer.write(path);
}

}  // namespace

TEST_CASE("state_dict: a network that PyTorch saved gives PyTorch's output", "[nn]") {
  const Safetensors file(golden);
  const Model model = read_golden();
  const Numbers y = output(model.parameters, model.state, file.read<float>(*file.find("x")));
  const Numbers expected = file.read<float>(*file.find("y"));
  const float largest = largest_difference(expected, Numbers(expected.size()));
  CHECK(largest > 1);
  CHECK(largest_difference(y, expected) < 1e-6F * largest);
}

TEST_CASE("state_dict: dense layers before and after images are where PyTorch has them", "[nn]") {
  const Safetensors file(images);
  const auto tensor = [&](const char* name) { return file.read<float>(*file.find(name)); };
  Numbers generator(Generator::parameter_count), state(Generator::state_count);
  read_state_dict<Generator>(file, "generator.", generator.data(), state.data());
  const Numbers x = output_of<Generator>(generator, state, tensor("z"));
  CHECK(largest_difference(x, Numbers(x.size())) > 0.5F);
  CHECK(largest_difference(x, tensor("x")) < 2e-6F);
  Numbers critic(Critic::parameter_count);
  read_state_dict<Critic>(file, "critic.", critic.data());
  const Numbers y = output_of<Critic>(critic, {}, tensor("x"));
  CHECK(largest_difference(y, Numbers(y.size())) > 0.5F);
  CHECK(largest_difference(y, tensor("y")) < 1e-5F);

  const TemporaryFolder folder;
  SafetensorsWriter writer;
  add_state_dict<Generator>(writer, "generator.", generator.data(), state.data());
  add_state_dict<Critic>(writer, "critic.", critic.data());
  writer.write(folder / "file");
  const Safetensors ours(folder / "file");
  CHECK(ours.tensors().size() == file.tensors().size() - 4);  // x, y, z and num_batches_tracked
  for (const StoredTensor& found : ours.tensors()) {
    CAPTURE(found.name);
    REQUIRE(file.find(found.name) != nullptr);
    CHECK(found.shape == file.find(found.name)->shape);
    CHECK(ours.read<float>(found) == file.read<float>(*file.find(found.name)));
  }
}

TEST_CASE("state_dict: a file without a number that PyTorch did not write is refused", "[nn]") {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& name, const std::string& first,
                         const std::string& second, bool numbered) {
    SafetensorsWriter writer;
    if (numbered) writer.metadata("state_dict", "saddle state_dict 1");
    for (const std::string& tensor : {first, second}) {
      const bool bias = tensor == "0.bias";
      writer.add<float>(tensor, bias ? std::vector<std::size_t>{4} : std::vector<std::size_t>{4, 1},
                        [bias](float* out) {
                          for (int i = 0; i < 4; ++i) *out++ = static_cast<float>(bias ? -i : i);
                        });
    }
    writer.write(folder / name);
    return folder / name;
  };
  struct Image : Network<Shape<1>, Linear<4>, Reshape<1, 2, 2>> {};
  struct Vector : Network<Shape<1>, Linear<4>> {};
  Numbers read(8);
  const std::string unknown = write("unknown", "0.weight", "0.bias", false);
  CHECK_THROWS_WITH(read_state_dict<Image>(Safetensors(unknown), "", read.data()),
                    Catch::Contains("metadata: expected a format that says in which order the "
                                    "features of images are"));
  CHECK(read == Numbers(8));
  read_state_dict<Vector>(Safetensors(unknown), "", read.data());
  CHECK(read == Numbers{0, 1, 2, 3, 0, -1, -2, -3});
  const std::string pytorch = write("pytorch", "0.bias", "0.weight", false);
  read_state_dict<Image>(Safetensors(pytorch), "", read.data());
  CHECK(read == Numbers{0, 2, 1, 3, 0, -2, -1, -3});
  const std::string first = write("first", "0.weight", "0.bias", true);
  read_state_dict<Image>(Safetensors(first), "", read.data());
  CHECK(read == Numbers{0, 1, 2, 3, 0, -1, -2, -3});
}

TEST_CASE("state_dict: which features are a flattened image of which shape", "[nn]") {
  using Order = FeatureOrder;
  const auto orders = [](const ParameterBlock& block) {
    return std::pair(block.inputs, block.outputs);
  };
  struct Dense : Network<Shape<9>, Linear<7>, Relu, Linear<24>, Tanh, Reshape<2, 4, 3>> {};
  constexpr auto& dense = parameter_blocks<Dense>;
  CHECK(orders(dense[0]) == std::pair(Order{}, Order{}));
  CHECK(orders(dense[2]) == std::pair(Order{}, Order::image(8, 3)));
  CHECK(orders(dense[3]) == std::pair(Order{}, Order::image(8, 3)));

  // Through joint values, sums and shortcuts; a Linear in between knows of no image.
  struct Pairs : Network<Joint<Shape<2, 4, 3>, Shape<5>>, Parallel<Flatten, Linear<24>>, Add,
                         Residual<Linear<24>>, Fork<Linear<6>, Identity>, Concat, Linear<1>> {};
  constexpr auto& pairs = parameter_blocks<Pairs>;
  Order joined = Order::plain(6);
  joined.append({8, 3});
  CHECK(orders(pairs[0]) == std::pair(Order{}, Order::image(8, 3)));             // 0.1
  CHECK(orders(pairs[2]) == std::pair(Order::image(8, 3), Order::image(8, 3)));  // 2.0
  CHECK(orders(pairs[4]) == std::pair(Order::image(8, 3), Order{}));             // 3.0
  CHECK(orders(pairs[6]) == std::pair(joined, Order{}));                         // 5

  // Maps of one channel and images of one pixel have the same order here and there.
  struct Same : Network<Shape<4, 4, 1>, Flatten, Linear<5>, Reshape<1, 1, 5>> {};
  CHECK(orders(parameter_blocks<Same>[0]) == std::pair(Order{}, Order{}));
}

TEST_CASE("state_dict: written again, every tensor is as PyTorch has it", "[nn]") {
  const TemporaryFolder folder;
  const Model model = read_golden();
  SafetensorsWriter writer;
  add_state_dict<Net>(writer, "net.", model.parameters.data(), model.state.data());
  writer.write(folder / "file");
  const Safetensors pytorch(golden), ours(folder / "file");
  std::size_t compared = 0;
  for (const StoredTensor& expected : pytorch.tensors()) {
    const StoredTensor* const found = ours.find(expected.name);
    if (!expected.name.starts_with("net.") || expected.name == "net.1.num_batches_tracked") {
      CHECK(found == nullptr);
      continue;
    }
    REQUIRE(found != nullptr);
    CHECK(found->shape == expected.shape);
    CHECK(ours.read<float>(*found) == pytorch.read<float>(expected));
    ++compared;
  }
  CHECK(compared == ours.tensors().size());
  CHECK(compared == 12);
}

TEST_CASE("state_dict: a weight is stored transposed, a buffer of parameters alone", "[nn]") {
  const TemporaryFolder folder;
  const std::vector<double> moments{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  SafetensorsWriter writer;
  add_state_dict<Plain>(writer, "", moments.data());
  writer.write(folder / "file");
  const Safetensors file(folder / "file");
  const StoredTensor& weight = *file.find("0.weight");
  CHECK(weight.shape == std::vector<std::size_t>{2, 3});
  CHECK(file.read<double>(weight) == std::vector<double>{1, 3, 5, 2, 4, 6});
  CHECK(file.find("0.bias")->shape == std::vector<std::size_t>{2});
  CHECK(file.read<double>(*file.find("1.weight")) == std::vector<double>{9, 11, 10, 12});
  std::vector<double> again(12);
  read_state_dict<Plain>(file, "", again.data());
  CHECK(again == moments);
}

TEST_CASE("state_dict: another network is refused with the first difference", "[nn]") {
  CHECK(refusal<Net>(golden) == "no error");
  CHECK(refusal<Wider>(golden) ==
        ": tensor \"net.3.weight\": expected F32 (8, 7), found F32 (6, 7)");
  CHECK(refusal<Shorter>(golden) ==
        ": tensor \"net.5.bias\": expected only the network's tensors, found another one");
  CHECK(refusal<Net>(golden, "") ==
        ": tensor \"0.weight\": expected F32 (7, 5), found no such tensor");
  std::vector<double> parameters(Net::parameter_count), state(Net::state_count);
  CHECK_THROWS_WITH(
      read_state_dict<Net>(Safetensors(golden), "net.", parameters.data(), state.data()),
      golden + ": tensor \"net.0.weight\": expected F64 (7, 5), found F32 (7, 5)");
  Numbers alone(Net::parameter_count);
  CHECK_THROWS_AS(read_state_dict<Net>(Safetensors(golden), "net.", alone.data()), DataError);
}

TEST_CASE("state_dict: lengths of normed weights and tables of gains have PyTorch's shapes",
          "[nn]") {
  using Extents = std::vector<std::size_t>;
  struct Normed : Network<Shape<4, 4, 2>, WeightNorm<Conv2d<3, 3, 1, 1>>, Flatten,
                          WeightNorm<Linear<5, InheritInit, false>>> {};
  constexpr auto& blocks = parameter_blocks<Normed>;
  REQUIRE(blocks.size() == 5);
  CHECK(blocks[0].path.view() == "0.weight_v");
  CHECK(detail::pytorch_shape(blocks[0]) == Extents{3, 2, 3, 3});
  CHECK(blocks[1].path.view() == "0.bias");
  CHECK(blocks[2].path.view() == "0.weight_g");
  CHECK(detail::pytorch_shape(blocks[2]) == Extents{3, 1, 1, 1});
  CHECK(blocks[3].path.view() == "2.weight_v");
  CHECK(blocks[4].path.view() == "2.weight_g");
  CHECK(detail::pytorch_shape(blocks[4]) == Extents{5, 1});

  struct Conditional : Network<Joint<Shape<2, 2, 3>, Shape<4>>, ConditionalBatchNorm<>> {};
  CHECK(detail::pytorch_shape(parameter_blocks<Conditional>[0]) == Extents{4, 3});
}

TEST_CASE("state_dict: PyTorch loads what is written here and gives the same output",
          "[nn][long]") {
  const TemporaryFolder folder;
  write_model(folder / "saddle.safetensors");
  check_with_pytorch("exchange/exchange.py check '" + (folder / "saddle.safetensors") + "'");
}

}  // namespace state_dict_test
