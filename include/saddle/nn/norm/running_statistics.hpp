// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/role.hpp>
#include <saddle/nn/chain/block.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>

namespace saddle {

/// How running statistics follow those of the batches.
enum class Running {
  exponential,  // run += momentum (batch - run)
  average,      // the plain average of all batches so far; counts them
  none          // there are none: evaluation uses the batch's own, too
};

namespace detail {

/// Outside of `RunningStatistics`, so that all widths and momenta share these kernels.
struct RunningArithmetic {
  template <class T>
  struct MoveTowards {
    T keep, take;
    template <class B> SADDLE_HD B operator()(B run, B batch) const {
      return B(keep) * run + B(take) * batch;
    }
  };
  template <class T>
  struct MoveAverage {
    T scale;
    template <class B> SADDLE_HD B operator()(B batches, B run, B batch) const {
      return run + (B(scale) * batch - run) / (batches + B(T(1)));
    }
  };
  struct Next {
    template <class T> SADDLE_HD T operator()(T count) const { return count + T(1); }
  };
};

}  // namespace detail

/// The state of a normalisation: running mean and variance per channel, under PyTorch's names, and
/// for an average the number of batches.
template <std::size_t channels, Running running, double momentum>
struct RunningStatistics : private detail::RunningArithmetic {
  static_assert(momentum >= 0 && momentum <= 1, "running statistics need a momentum from 0 to 1");
  static constexpr bool keeps = running != Running::none;
  static constexpr bool counts = running == Running::average;
  static constexpr std::size_t size = keeps ? 2 * channels + (counts ? 1 : 0) : 0;

  template <class F>
  static constexpr void blocks(F&& f, ParameterPath path, std::size_t offset) {
    if constexpr (!keeps) return;
    constexpr auto kind = ParameterBlock::Kind::statistic;
    f(ParameterBlock{path / "running_mean", kind, offset, 1, channels, Fill::constant(0)});
    f(ParameterBlock{path / "running_var", kind, offset + channels, 1, channels,
                     Fill::constant(1)});
    if constexpr (counts) {
      f(ParameterBlock{path / "num_batches_tracked", kind, offset + 2 * channels, 1, 1,
                       Fill::constant(0)});
    }
  }

  /// Adds to a norm's call what PyTorch is to do.
  static void pytorch(PythonCall& call) {
    if constexpr (counts) call("momentum", std::string("None"), std::string());
    else if constexpr (keeps) call("momentum", momentum, 0.1);
    else call("track_running_stats", false, true);
  }

  /// Moves the statistics towards a batch's; the biased variance of `m` numbers becomes unbiased.
  template <class D>
  static void move(D& device, Write<D> state, Read<D> mean, Read<D> variance, std::size_t m) {
    if constexpr (!keeps) return;
    const double unbiased = m > 1 ? static_cast<double>(m) / static_cast<double>(m - 1) : 1.0;
    const Read<D> batches = state + 2 * channels;
    move_part(device, state, mean, batches, 1.0);
    move_part(device, state + channels, variance, batches, unbiased);
    if constexpr (counts) map(device, Next{}, 1, state + 2 * channels, batches);
  }

 private:
  template <class D>
  static void move_part(D& device, Write<D> run, Read<D> batch, Read<D> batches, double scale) {
    using T = typename D::Scalar;
    const auto factor = static_cast<T>(scale);
    if constexpr (counts) {
      map_columns(device, MoveAverage<T>{factor}, 1, channels, run, batches, Read<D>(run), batch);
    } else {
      const MoveTowards<T> move{T(1 - momentum), T(momentum) * factor};
      map(device, move, channels, run, Read<D>(run), batch);
    }
  }
};

}  // namespace saddle
