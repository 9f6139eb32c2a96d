// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/critic.hpp>
#include <saddle/adversary/slope_norm.hpp>
#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/learner/learner.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

namespace detail {
template <class Constraint>
struct PenaltyNorm {
  using type = L2;
};
template <class Constraint>
  requires requires { typename Constraint::Norm; }
struct PenaltyNorm<Constraint> {
  using type = typename Constraint::Norm;
};

/// Outside of `PenaltyState`, like the next two, so that all critics share these kernels.
struct PenaltyMix {
  template <class T> SADDLE_HD T operator()(T share, T real, T fake) const {
    return share * real + (T(1) - share) * fake;
  }
};
template <class PerSample>
struct PenaltyValue {
  PerSample per_sample;
  template <class T> SADDLE_HD T operator()(T size) const { return per_sample.value(size); }
};
template <class PerSample, class S>
struct PenaltyFactor {
  PerSample per_sample;
  S share;
  template <class T> SADDLE_HD T operator()(T size) const {
    return T(share) * per_sample.factor(size);
  }
};
}  // namespace detail

/// The norm in which a penalty measures the critic's slope: the Euclidean one unless it says.
template <class Constraint>
using PenaltyNorm = typename detail::PenaltyNorm<Constraint>::type;

/// What a penalty on the critic's slope needs to keep; nothing where the constraint has none.
template <class Constraint, NetworkType Critic, class D>
class PenaltyState {
 public:
  PenaltyState(std::size_t, std::size_t) {}
};

/// A gradient penalty without a graph of a graph: one forward, one input-only pullback g, the
/// tangent forward of v = d penalty / dg held constant, and one dual pass.
///
/// The last `conditions` components of the input, labels, are no part of the slope that is
/// measured: the critic of each label is constrained by itself.
///
/// Cost: for a piecewise-linear critic the second adjoint is identically zero and compiled away;
/// the penalty then costs four forwards.
template <class Constraint, NetworkType Critic, class D>
  requires(Constraint::penalises)
class PenaltyState<Constraint, Critic, D> {
 public:
  using Input = typename Critic::Input;
  using Output = typename Critic::Output;
  using Scalar = typename D::Scalar;
  using Net = Chain<Critic>;
  using Head = CriticHead<Output>;

  PenaltyState(std::size_t capacity, std::size_t conditions)
      : conditions_(conditions),
        points_(D::zeros(storage_size<Input>(capacity))),
        slopes_(D::zeros(storage_size<Input>(capacity))),
        tangent_(D::zeros(storage_size<Output>(capacity))),
        ones_(D::zeros(padded(capacity * Head::scores))),
        cotangents_(D::zeros(Net::trace_size(capacity))),
        tangents_(D::zeros(Net::trace_size(capacity))),
        per_sample_(D::zeros(3 * padded(capacity))) {}

  /// Adds the penalty's gradient to the learner's; `value` becomes its mean over the samples.
  template <class L>
  void accumulate(D& device, const Constraint& constraint, Clock clock, std::size_t n,
                  ConstBatch<Input, D> real, ConstBatch<Input, D> fake, L& learner,
                  Tape<Critic, D>& tape, Read<D> effective, Slot<D> value) {
    ConstBatch<Input, D> x = real;
    if constexpr (Constraint::Where::mixes) x = interpolate(device, clock, n, real, fake);

    // Dropout of the penalty's pass is drawn apart from that of the losses.
    random::Draw draw = clock.draw(random::Stream::dropout);
    auto pass = learner.train_pass(device, n, tape.cache(), draw, effective);
    pass.draw.site += static_cast<std::uint32_t>(Net::site_count);
    const Batch<Output, D> y = tape.output(n);
    Net::forward(pass, x, y);

    fill(device, ref<D>(ones_), Scalar(1), n * Head::scores);
    const ConstBatch<Output, D> seed = score_only(ref<D>(ones_));
    const Batch<Input, D> g = batch_at<Input>(ref<D>(slopes_), n);
    Net::pullback(pass, x, y, seed, g, Write<D>{}, ref<D>(cotangents_));
    for (std::size_t c = Input::components - conditions_; c < Input::components; ++c) {
      fill(device, g[c], 0, n * Input::sizes[c]);
    }
    differentiate(device, constraint, n, g, value);

    const Batch<Output, D> u = Head::score_only(batch_at<Output>(ref<D>(tangent_), n));
    Net::pushforward(pass, x, y, g, u, ref<D>(tangents_));
    SecondOrder<Input, Output, D> order;
    order.x = x;
    order.y = y;
    order.t = g;
    order.u = u;
    order.b = seed;
    order.gradient = learner.gradient();
    order.cotangents = ref<D>(cotangents_);
    order.tangents = ref<D>(tangents_);
    Net::template dual<false>(pass, order);
  }

 private:
  ConstBatch<Output, D> score_only(Write<D> scores) {
    if constexpr (Head::has_auxiliary) return Batch<Output, D>({scores, {}});
    else return Batch<Output, D>(scores);
  }

  /// e x + (1 - e) y, one e per sample for all components.
  Batch<Input, D> interpolate(D& device, Clock clock, std::size_t n, ConstBatch<Input, D> real,
                              ConstBatch<Input, D> fake) {
    const Write<D> share = ref<D>(per_sample_);
    fill_uniform(device, share, n, 1, 0, clock.draw(random::Stream::interpolation));
    const Batch<Input, D> points = batch_at<Input>(ref<D>(points_), n);
    for (std::size_t c = 0; c < Input::components; ++c) {
      map_columns<1>(device, detail::PenaltyMix{}, n, Input::sizes[c], points[c], share, real[c],
                     fake[c]);
    }
    return points;
  }

  /// Replaces each sample's gradient g by v = d penalty / dg; `value` becomes the mean penalty.
  void differentiate(D& device, const Constraint& constraint, std::size_t n, Batch<Input, D> g,
                     Slot<D> value) {
    const std::size_t line = padded(n);
    const Write<D> size = ref<D>(per_sample_), part = size + line, factor = part + line;
    using Measured = SlopeNorm<PenaltyNorm<Constraint>, Input, D>;
    Measured::measure(device, n, g, size, part);
    const auto per_sample = constraint.template penalty<Scalar>();
    using PerSample = std::remove_const_t<decltype(per_sample)>;
    const auto count = static_cast<double>(n);
    sum(device, value, detail::PenaltyValue<PerSample>{per_sample}, n, Read<D>(size));
    map(device, math::Over<double>{count}, value, value);
    map(device,
        detail::PenaltyFactor<PerSample, Scalar>{per_sample, static_cast<Scalar>(1 / count)}, n,
        factor, Read<D>(size));
    Measured::differentiate(device, n, g, factor, size, part);
  }

  std::size_t conditions_;
  typename D::template Buffer<Scalar> points_, slopes_, tangent_, ones_;
  typename D::template Buffer<Scalar> cotangents_, tangents_, per_sample_;
};

}  // namespace saddle
