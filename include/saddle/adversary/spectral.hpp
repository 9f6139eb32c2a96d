// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/spectral_norm.hpp>
#include <saddle/core/error.hpp>
#include <saddle/learner/learner.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle {

/// The parameters that the layers see, where a constraint replaces them; nothing where none does.
template <class Constraint, NetworkType Critic, class D>
class SpectralState {
 public:
  SpectralState(D&, const Constraint&) {}
  template <class L>
  void initialise(D&, L&, std::uint64_t, std::uint32_t) {}
  template <class L>
  void refresh(D&, L&, bool) {}
  template <class L>
  void pullback(D&, L&) {}
  Read<D> effective() { return {}; }
  void list_state(const std::string&, TrainingState<D>&) {}
};

/// Effective parameters W / sigma and the power iteration's vectors of every weight matrix.
template <class Constraint, NetworkType Critic, class D>
  requires(Constraint::reparametrises)
class SpectralState<Constraint, Critic, D> {
 public:
  using Scalar = typename D::Scalar;

  SpectralState(D& device, const Constraint& constraint)
      : constraint_(constraint),
        effective_(D::zeros(Critic::parameter_count)),
        vectors_(D::zeros(vectors_size())),
        row_(D::zeros(widest())) {
    for (Slot<D>& sigma : sigmas_) sigma = device.slot();
  }

  template <class L>
  void initialise(D& device, L& learner, std::uint64_t seed, std::uint32_t index) {
    first_ = {seed, index, random::Stream::initial, 0xfff};
    fill_normal(device, ref<D>(vectors_), 1, vectors_size(), 0, first_);
    advance(device, learner, constraint_.first_steps);
    refresh(device, learner, false);
  }

  /// Brings the effective parameters up to date, after one power step if `advance_first`.
  ///
  /// Errors: NumericError if that step leaves a number that is not finite.
  template <class L>
  void refresh(D& device, L& learner, bool advance_first) {
    for_each_weight([&](const ParameterBlock& weight, std::size_t vectors, Slot<D>) {
      if (begins_at_zero(weight)) begin(device, learner, weight, vectors);
    });
    if (advance_first) {
      advance(device, learner, 1);
      ScratchFrame<D> scratch(device);
      const Slot<D> wrong_at = scratch.slot();
      find_not_finite(device, wrong_at, Read<D>(ref<D>(vectors_)), vectors_size());
      if (index_in(device, wrong_at) != npos) {
        throw NumericError(learner.name() + ": a singular vector is not finite");
      }
    }
    copy(device, ref<D>(effective_), Read<D>(learner.parameters()), Critic::parameter_count);
    for_each_weight([&](const ParameterBlock& weight, std::size_t vectors, Slot<D> sigma) {
      constraint_.normalise(device, weight, Read<D>(learner.parameters() + weight.offset),
                            Read<D>(ref<D>(vectors_) + vectors), sigma,
                            ref<D>(effective_) + weight.offset, ref<D>(row_));
    });
  }

  /// Turns the gradient with respect to the effective parameters into that of the learner's.
  template <class L>
  void pullback(D& device, L& learner) {
    for_each_weight([&](const ParameterBlock& weight, std::size_t vectors, Slot<D> sigma) {
      constraint_.pullback(device, weight, Read<D>(ref<D>(effective_) + weight.offset),
                           Read<D>(ref<D>(vectors_) + vectors), sigma,
                           learner.gradient() + weight.offset);
    });
  }

  Read<D> effective() { return ref<D>(effective_); }

  void list_state(const std::string& name, TrainingState<D>& state) {
    state.buffers.push_back({name + ".spectral", Content::vectors, &vectors_});
  }

 private:
  static constexpr auto& blocks = parameter_blocks<Critic>;

  static constexpr std::size_t vectors_size() {
    std::size_t size = 0;
    for (const ParameterBlock& block : blocks) {
      if (block.kind == ParameterBlock::Kind::weight)
        size += padded(SpectralNorm::state_size(block));
    }
    return size;
  }
  static constexpr std::size_t widest() {
    std::size_t size = 0;
    for (const ParameterBlock& block : blocks) size = block.rows > size ? block.rows : size;
    return size;
  }

  template <class F>
  void for_each_weight(F&& f) {
    std::size_t vectors = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (blocks[i].kind != ParameterBlock::Kind::weight) continue;
      f(blocks[i], vectors, sigmas_[i]);
      vectors += padded(SpectralNorm::state_size(blocks[i]));
    }
  }

  template <class L>
  void advance(D& device, L& learner, std::size_t steps) {
    for_each_weight([&](const ParameterBlock& weight, std::size_t vectors, Slot<D>) {
      constraint_.advance(device, weight, Read<D>(learner.parameters() + weight.offset),
                          ref<D>(vectors_) + vectors, steps);
    });
  }

  static constexpr bool begins_at_zero(const ParameterBlock& weight) {
    const Fill& fill = weight.fill;
    return fill.kind == Fill::Kind::constant && fill.center == 0;
  }

  /// The vectors of a matrix that begins at zero are zero until it is not, and then drawn.
  template <class L>
  void begin(D& device, L& learner, const ParameterBlock& weight, std::size_t vectors) {
    const Write<D> uv = ref<D>(vectors_) + vectors;
    const Read<D> w = learner.parameters() + weight.offset;
    const auto is_zero = [&](Read<D> numbers, std::size_t count) {
      ScratchFrame<D> scratch(device);
      const Slot<D> norm = scratch.slot();
      norm2(device, norm, numbers, count);
      return value_of(device, norm) == 0;
    };
    const std::size_t size = SpectralNorm::state_size(weight);
    if (!is_zero(Read<D>(uv), size) || is_zero(w, weight.size())) return;
    fill_normal(device, uv, 1, size, 0, first_);
    constraint_.advance(device, weight, w, uv, constraint_.first_steps);
  }

  Constraint constraint_;
  random::Draw first_{};
  typename D::template Buffer<Scalar> effective_, vectors_, row_;
  std::array<Slot<D>, parameter_blocks<Critic>.size()> sigmas_;
};

}  // namespace saddle
