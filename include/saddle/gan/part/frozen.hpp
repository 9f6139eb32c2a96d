// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/learner/forward.hpp>
#include <saddle/learner/place.hpp>
#include <saddle/learner/state_dict.hpp>
#include <saddle/nn/chain/blocks.hpp>
#include <saddle/nn/chain/truncated.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::part {

/// A network whose numbers are those of a file and stay as they are: the features in which a
/// translation should not change, or the classes that it should reach.
///
/// It runs in evaluation mode, and gradients flow through it into its input only. A checkpoint
/// keeps nothing of it but a hash of its numbers, in the description: a run goes on with no other.
/// With `layers` it ends after so many entries of the network's list, in their features.
template <NetworkType Net, class D, std::size_t layers = Net::layer_count>
class Frozen {
  using Features = Truncated<Net, layers>;

 public:
  using Input = typename Net::Input;
  using Output = typename Features::Output;
  using Scalar = typename D::Scalar;
  using Kept = Forward<Features, D>;

  /// With the numbers of the whole network's file that `save_network`, `Classifier` or PyTorch
  /// wrote.
  ///
  /// Errors: DataError for the file of another network; FileError if it cannot be read.
  Frozen(const Place<D>& place, const std::string& path)
      : name_(place.name),
        capacity_(place.capacity),
        parameters_(D::zeros(Features::parameter_count)),
        state_(D::zeros(Features::state_count)) {
    std::vector<Scalar> parameters(Net::parameter_count), state(Net::state_count);
    read_state_dict<Net>(Safetensors(path), "", parameters.data(), state.data());
    parameters.resize(Features::parameter_count);
    state.resize(Features::state_count);
    data::Fnv hash;
    const auto take = [&](const std::vector<Scalar>& numbers, auto& buffer) {
      hash.add(std::string_view(reinterpret_cast<const char*>(numbers.data()),
                                numbers.size() * sizeof(Scalar)));
      upload(place.device, ref<D>(buffer), numbers.size(),
             [&](Scalar* out) { std::ranges::copy(numbers, out); });
    };
    take(parameters, parameters_);
    take(state, state_);
    hash_ = hash.text();
    place.device.reserve_scratch(Chain<Features>::template scratch_size<D>(capacity_));
  }

  /// Room for one forward.
  Kept forward_room() const { return Kept(name_, capacity_); }

  /// Runs the network on `n` samples; `kept` holds what `pullback` needs.
  Batch<Output, D> forward(D& device, std::size_t n, ConstBatch<Input, D> x, Kept& kept) {
    kept.x = x;
    kept.n = n;
    Chain<Features>::forward(pass(device, kept), x, kept.y());
    return kept.y();
  }

  /// Writes what `dy` sends back to the input of that forward.
  void pullback(D& device, Kept& kept, ConstBatch<Output, D> dy, Batch<Input, D> dx) {
    Chain<Features>::pullback(pass(device, kept), kept.x, kept.y(), dy, dx, Write<D>{}, Write<D>{});
  }

  /// Appends its layers and the hash of its numbers.
  void describe(Description& text) const {
    describe_network<Features>(name_, text);
    text.emplace_back(name_ + " numbers", hash_);
  }

  const std::string& name() const { return name_; }

 private:
  Pass<D, Mode::eval> pass(D& device, Kept& kept) {
    return {&device, kept.n, ref<D>(parameters_), ref<D>(state_), kept.tape.cache(), {}};
  }

  std::string name_, hash_;
  std::size_t capacity_;
  typename D::template Buffer<Scalar> parameters_, state_;
};

}  // namespace saddle::part
