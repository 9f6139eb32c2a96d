// SPDX-License-Identifier: BSL-1.0
#pragma once

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
#include <filesystem>
#include <fstream>
#include <string>

/// PyTorch's samples of a network against saddle's. A list of networks is a file of tests, for each
/// network is compiled whole.
namespace pytorch {

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

  /// What the network makes of the codes. Shapes: (n, ...).
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

/// PyTorch makes the samples that saddle makes, of every network of the list (exchange/model.py).
template <class ForEach>
void check_samples(ForEach for_each_network) {
  const TemporaryFolder folder;
  for_each_network([&](auto named) {
    Numbers<typename decltype(named)::type>(3).write(folder / std::string(named.name));
  });
  check_with_pytorch("exchange/model.py '" + (folder / ".") + "'");
}

}  // namespace pytorch
