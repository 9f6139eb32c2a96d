// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/metric/estimate/critic_fit.hpp>
#include <saddle/metric/estimate/critic_view.hpp>
#include <saddle/metric/estimate/divergence_estimate.hpp>
#include <saddle/metric/estimate/log_ratio_critic.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/metric/estimate/variational_bound.hpp>
#include <saddle/nn/chain/blocks.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// Samples to train on and others to read.
struct SampleSplit {
  TwoSamples known, unseen;
};

/// log p/q at samples of p and of q, as a critic says.
struct LogRatios {
  Tensor<double, 1> p{}, q{};

  /// The same, shifted to where the bound of D is surely the largest on `chosen`.
  template <Divergence D>
  LogRatios shifted(const LogRatios& chosen) const {
    const double shift = best_shift<D>(chosen.p, chosen.q);
    return {p + shift, q + shift};
  }

  void append(const LogRatios& more) {
    for (const auto& [to, from] : {std::pair(&p, &more.p), std::pair(&q, &more.q)}) {
      Tensor<double, 1> both = xt::empty<double>({to->size() + from->size()});
      std::copy(from->begin(), from->end(), std::copy(to->begin(), to->end(), both.begin()));
      *to = std::move(both);
    }
  }
};

/// What log-ratio critics say, one for each split of the samples: each is trained on a part of its
/// known samples, chosen by the rest of them and read on its unseen ones.
struct CriticReading {
  struct One {
    LogRatios chosen{}, unseen{};

    template <Divergence D>
    DivergenceEstimate bound() const {
      const LogRatios v = unseen.shifted<D>(chosen);
      return variational_bound<D>(v.p, v.q);
    }
  };

  std::vector<One> critics{};
  One half{};                              ///< a critic of half the first one's training samples
  LogRatios seen{};                        ///< the first one's training samples, as it reads them
  bool rising = false;                     ///< whether a stronger critic may say more
  std::string network{};                   ///< its input and layers
  std::uint64_t steps = 0;                 ///< of their training, as many as it took
  std::size_t training = 0, held_out = 0;  ///< samples of the smaller side
  /// Their mean log p/q. Shapes: x (n, numbers per sample) -> (n).
  std::function<Tensor<double, 1>(const Tensor<float, 2>&)> log_ratio{};

  /// The bound on D_f that all unseen samples show together.
  template <Divergence D>
  DivergenceEstimate bound() const {
    LogRatios all;
    for (const One& critic : critics) all.append(critic.unseen.shifted<D>(critic.chosen));
    return variational_bound<D>(all.p, all.q);
  }

  /// How that bound is to be taken: a critic of half the training samples must not find much less,
  /// and the first one not much more on its own training samples.
  template <Divergence D>
  DivergenceEstimate judged_bound() const {
    DivergenceEstimate row = bound<D>();
    const LogRatios v = seen.shifted<D>(critics.front().chosen);
    const DivergenceEstimate own = variational_bound<D>(v.p, v.q);
    const double first = critics.front().bound<D>().value;
    constexpr double much = 0.5, far = 2;  // tolerances
    row.rising = rising || first - half.bound<D>().value > much * row.tolerance();
    row.overfitted = row.overfitted ||
                     own.value - first > far * (row.tolerance() +
                                                std::hypot(row.standard_error, own.standard_error));
    return row;
  }
};

/// Trains the critics and reads them.
///
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
template <NetworkType Critic>
CriticReading read_by_critics(const std::vector<SampleSplit>& splits,
                              const EstimateConfig& config) {
  using Trained = LogRatioCritic<Critic>;
  const auto read = [](Trained& critic, const TwoSamples& two) {
    return LogRatios{critic(two.p), critic(two.q)};
  };
  const auto smaller = [](const TwoSamples& two) {
    return std::min(two.p.shape(0), two.q.shape(0));
  };
  CriticReading reading{.rising = !CriticView<Critic>::sees_all,
                        .network = to_string(typename Critic::Input{})};
  for (const LayerRow& layer : layer_rows<Critic>()) {
    reading.network += ", " + layer.layer + " " + layer.output;
  }
  std::vector<std::shared_ptr<Trained>> critics;
  for (const auto& [known, unseen] : splits) {
    const auto [training, validation] = Trained::hold_out_validation(known, config);
    const auto critic = std::make_shared<Trained>(training, validation, config);
    reading.critics.push_back({read(*critic, validation), read(*critic, unseen)});
    reading.rising = reading.rising || critic->rising();
    reading.steps += critic->steps();
    reading.held_out += smaller(unseen);
    if (critics.empty()) {
      reading.training = std::min(smaller(training), Trained::most_training);
      constexpr std::size_t enough = 20'000;  // training samples to read a bound on
      reading.seen = read(*critic, first_rows(training, enough));
      const auto half_of = [](const Tensor<float, 2>& x) {
        return rows_of(x, 0, (std::min(x.shape(0), Trained::most_training) + 1) / 2);
      };
      Trained half({half_of(training.p), half_of(training.q)}, validation, config);
      reading.half = {read(half, validation), read(half, unseen)};
    }
    critics.push_back(critic);
  }
  reading.log_ratio = [critics](const Tensor<float, 2>& x) {
    Tensor<double, 1> mean = xt::zeros<double>({x.shape(0)});
    for (const auto& critic : critics) mean += (*critic)(x) / static_cast<double>(critics.size());
    return mean;
  };
  return reading;
}

}  // namespace saddle::inline per_set
