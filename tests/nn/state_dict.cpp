// SPDX-License-Identifier: BSL-1.0
// Exchange with PyTorch: exchange/exchange.py wrote exchange/pytorch.safetensors, and reads what is
// written here where SADDLE_PYTHON names a Python that has PyTorch and safetensors.
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/nn/nn.hpp>
#include <saddle/nn/state_dict.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

using namespace saddle;

namespace {

struct Net
    : Network<Shape<5>, Linear<7>, BatchNorm, LeakyRelu<>, Linear<6>, Tanh, LayerNorm, Linear<3>> {
};
struct Wider : Network<Shape<5>, Linear<7>, BatchNorm, LeakyRelu<>, Linear<8>> {};
struct Shorter : Network<Shape<5>, Linear<7>, BatchNorm, LeakyRelu<>, Linear<6>, Tanh> {};
struct Plain : Network<Shape<3>, Linear<2>, Linear<2, InheritInit, false>> {};

using Numbers = std::vector<float>;

const std::string golden = "exchange/pytorch.safetensors";

Numbers output(const Numbers& parameters, Numbers state, Numbers x) {
  Cpu device;
  const std::size_t n = x.size() / 5;
  device.reserve_scratch(Chain<Net>::scratch_size<Cpu>(n));
  auto batch = Cpu::zeros(storage_size<Net::Input>(n));
  auto weights = Cpu::zeros(Net::parameter_count), statistics = Cpu::zeros(Net::state_count);
  std::copy(x.begin(), x.end(), batch.begin());
  std::copy(parameters.begin(), parameters.end(), weights.begin());
  std::copy(state.begin(), state.end(), statistics.begin());
  Tape<Net, Cpu> tape(n);
  const Pass<Cpu, Mode::eval> pass{&device,      n, ref<Cpu>(weights), ref<Cpu>(statistics),
                                   tape.cache(), {}};
  Chain<Net>::forward(pass, ConstBatch<Net::Input, Cpu>(Read<Cpu>(ref<Cpu>(batch))),
                      tape.output(n));
  const float* const y = raw(tape.output(n).ref());
  return {y, y + n * Net::Output::size};
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
  REQUIRE(y.size() == expected.size());
  float largest = 0, difference = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    difference = std::max(difference, std::abs(y[i] - expected[i]));
  }
  CHECK(largest > 1);
  CHECK(difference < 1e-6F * largest);
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
  const char* const python = std::getenv("SADDLE_PYTHON");
  if (python == nullptr) {
    WARN("skipped: set SADDLE_PYTHON to a Python that has PyTorch and safetensors");
    return;
  }
  const TemporaryFolder folder;
  write_model(folder / "saddle.safetensors");
  const std::string command =
      std::string(python) + " exchange/exchange.py check '" + (folder / "saddle.safetensors") + "'";
  CHECK(std::system(command.c_str()) == 0);
}
