// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/math.hpp>
#include <saddle/learner/tape.hpp>
#include <saddle/learner/training_state.hpp>
#include <saddle/nn/chain/blocks.hpp>
#include <saddle/optim/clip_gradient.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/optimizer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace saddle {

/// The numbers of one network in training, each kind in one flat aligned buffer: parameters,
/// gradient, the optimiser's moments, state, and the moving average of the parameters if wanted.
///
/// Networks are stateless; a learner and a `Tape` together are what other libraries call a module.
template <NetworkType Net, Optimizer Opt, class D>
class Learner {
 public:
  using Network = Net;
  using Scalar = typename D::Scalar;
  using Buffer = typename D::template Buffer<Scalar>;

  /// `name` is used in messages and file names; `index` keeps random draws of networks apart.
  explicit Learner(std::string name, std::uint32_t index, Opt optimizer, Ema ema = {})
      : name_(std::move(name)),
        index_(index),
        optimizer_(optimizer),
        ema_(ema),
        parameters_(D::zeros(Net::parameter_count)),
        gradient_(D::zeros(Net::parameter_count)),
        state_(D::zeros(Net::state_count)),
        average_(D::zeros(ema.enabled() ? Net::parameter_count : 0)) {
    for (auto& moment : moments_) moment = D::zeros(Net::parameter_count);
  }

  /// Draws the parameters of training run `seed`.
  void initialise(D& device, std::uint64_t seed) {
    std::uint32_t site = 0;
    const auto fill_block = [&](const ParameterBlock& block, Write<D> at) {
      const random::Draw draw{seed, index_, random::Stream::initial, site++};
      const auto spread = static_cast<Scalar>(block.fill.spread);
      const auto center = static_cast<Scalar>(block.fill.center);
      switch (block.fill.kind) {
        case Fill::Kind::constant: fill(device, at, center, block.size()); return;
        case Fill::Kind::uniform:
          fill_uniform(device, at, 1, block.size(), 0, draw, center - spread, center + spread);
          return;
        case Fill::Kind::normal:
          fill_normal(device, at, 1, block.size(), 0, draw, center, spread);
          return;
        case Fill::Kind::column_norms:
          fill(device, at, 0, block.size());
          column_sums(device, math::Square{}, block.fill.rows, block.columns, at,
                      Read<D>(parameters() + block.fill.from));
          map(device, math::Root{}, block.size(), at, Read<D>(at));
          return;
      }
    };
    for (const ParameterBlock& block : parameter_blocks<Net>)
      fill_block(block, parameters() + block.offset);
    for (const ParameterBlock& block : state_blocks<Net>) fill_block(block, state() + block.offset);
    if (ema_.enabled()) copy(device, ref<D>(average_), parameters(), Net::parameter_count);
  }

  /// The pass of a training step at `draw`'s time over the parameters `effective` (the learner's
  /// own where a constraint does not replace them).
  Pass<D, Mode::train> train_pass(D& device, std::size_t n, Write<D> cache, random::Draw draw,
                                  Read<D> effective = {}) {
    draw.stream = random::Stream::dropout;
    draw.site = site();
    return {&device, n, effective ? effective : Read<D>(parameters()), state(), cache, draw};
  }

  /// The pass of an evaluation, over the moving average where there is one.
  Pass<D, Mode::eval> eval_pass(D& device, std::size_t n, Write<D> cache, Read<D> effective = {}) {
    const Read<D> best = ema_.enabled() ? ref<D>(average_) : parameters();
    return {&device, n, effective ? effective : best, state(), cache, {}};
  }

  /// One optimiser step over all parameters and, in the same pass: projection, moving average,
  /// zeroed gradient, finite check.
  ///
  /// `rate_factor` multiplies the learning rate. Errors: NumericError names the first number that
  /// is not finite, of all that a checkpoint keeps: a moment may overflow where its parameter
  /// does not.
  template <class Projection>
  void update(D& device, double rate_factor, Projection projection) {
    ++steps_;
    if constexpr (requires { optimizer_.clip_norm; }) {
      if (optimizer_.clip_norm > 0) {
        clip_gradient(device, gradient(), Net::parameter_count, optimizer_.clip_norm);
      }
    }
    ScratchFrame<D> scratch(device);
    const Slot<D> wrong_at = scratch.slot();
    std::array<Write<D>, 2> moments{};
    for (std::size_t i = 0; i < Opt::moments; ++i) moments[i] = ref<D>(moments_[i]);
    optimize(device, wrong_at, optimizer_.template rule<Scalar>(steps_, rate_factor), projection,
             Net::parameter_count, parameters(), gradient(), moments[0], moments[1],
             ema_.enabled() ? ref<D>(average_) : Write<D>{},
             static_cast<Scalar>(ema_.decay_at(steps_)));
    const std::size_t bad = index_in(device, wrong_at);
    if (bad != npos) throw not_finite(device, bad);
    find_not_finite(device, wrong_at, Read<D>(state()), Net::state_count);
    const std::size_t statistic = index_in(device, wrong_at);
    if (statistic != npos) {
      throw NumericError(describe(state_blocks<Net>, statistic) + " is not finite after a step");
    }
  }

  Write<D> parameters() { return ref<D>(parameters_); }
  Write<D> gradient() { return ref<D>(gradient_); }
  Write<D> state() { return ref<D>(state_); }
  const std::string& name() const { return name_; }
  std::uint64_t steps() const { return steps_; }
  Opt& optimizer() { return optimizer_; }

  /// View of one parameter by its path, as a matrix: weights (in, out), vectors (1, size).
  ///
  /// Errors: ConfigError names the network if it has no such parameter.
  auto parameters(std::string_view path) {
    for (const ParameterBlock& block : parameter_blocks<Net>) {
      if (block.path.view() == path) {
        return view<Scalar, 2>(parameters_.data() + block.offset, {block.rows, block.columns});
      }
    }
    throw ConfigError("parameter of " + name_,
                      std::string("one of its paths, such as ") +
                          std::string(parameter_blocks<Net>[0].path.view()),
                      std::string(path));
  }

  /// All parameters as one flat tensor, in the order of `parameter_blocks<Net>`.
  Buffer& values() { return parameters_; }

  /// Appends what a checkpoint keeps of this learner.
  void list_state(TrainingState<D>& state) {
    constexpr auto& parameters = parameter_blocks<Net>;
    state.buffers.push_back({name_, Content::parameters, &parameters_, parameters});
    if constexpr (Net::state_count > 0) {
      state.buffers.push_back({name_, Content::statistics, &state_, state_blocks<Net>});
    }
    for (std::size_t i = 0; i < Opt::moments; ++i) {
      state.buffers.push_back(
          {name_ + ".moment" + std::to_string(i), Content::moment, &moments_[i], parameters});
    }
    if (ema_.enabled()) {
      state.buffers.push_back({name_ + ".average", Content::average, &average_, parameters});
    }
    state.counters.push_back({name_ + ".updates", &steps_});
    state.gradients.push_back(&gradient_);
  }

 private:
  std::uint32_t site() const { return index_ << 12; }

  /// What an update that went wrong at `index` says.
  NumericError not_finite(D& device, std::size_t index) {
    ScratchFrame<D> scratch(device);
    const Slot<D> wrong_at = scratch.slot();
    const auto finite = [&](Buffer& numbers) {
      find_not_finite(device, wrong_at, Read<D>(ref<D>(numbers) + index), 1);
      return index_in(device, wrong_at) == npos;
    };
    std::string what = describe(parameter_blocks<Net>, index);
    if (finite(parameters_)) {
      const bool moment = !std::all_of(moments_.begin(), moments_.end(), finite);
      what += moment ? ": a moment of its optimiser" : ": its moving average";
    }
    return NumericError(what + " is not finite after its update");
  }

  std::string describe(std::span<const ParameterBlock> blocks, std::size_t index) const {
    for (const ParameterBlock& block : blocks) {
      if (index < block.offset + block.size()) {
        return name_ + " " + std::string(block.path.view()) + "[" +
               std::to_string(index - block.offset) + "]";
      }
    }
    return name_;
  }

  std::string name_;
  std::uint32_t index_;
  std::uint64_t steps_ = 0;
  Opt optimizer_;
  Ema ema_;
  Buffer parameters_, gradient_, state_, average_;
  std::array<Buffer, Opt::moments> moments_;
};

}  // namespace saddle
