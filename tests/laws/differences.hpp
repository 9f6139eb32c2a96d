// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/random.hpp>
#include <saddle/nn/blocks.hpp>
#include <saddle/nn/network.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace saddle::test {

/// Gradients are checked in double.
using Double = BasicCpu<double>;
using List = std::vector<double>;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Numbers on the device, of exactly the size that was asked for: a sanitizer sees what is beyond.
class Numbers {
 public:
  explicit Numbers(std::size_t count, double value = 0) : values_(Double::zeros(count)) {
    set(value);
  }

  Write<Double> at() { return ref<Double>(values_); }
  double* begin() { return values_.data(); }
  double* end() { return values_.data() + values_.size(); }
  List list() { return {begin(), end()}; }
  void set(double value) { std::fill(begin(), end(), value); }
  template <class F>
  void each(F&& f) {
    std::for_each(begin(), end(), f);
  }

  /// Standard normal numbers; a different `stream` gives others.
  void draw(std::uint32_t stream, double scale = 1) {
    random::normal<double>(begin(), 0, 1, values_.size(), {.seed = 11, .time = stream});
    for (double& value : values_) value *= scale;
  }

 private:
  Double::Buffer<double> values_;
};

/// `n` samples of `V`; what pads the components is left out of lists and visits.
template <Value V>
class Samples {
 public:
  explicit Samples(std::size_t n, double value = 0) : n_(n), numbers_(storage_size<V>(n), value) {}

  Batch<V, Double> batch() { return batch_at<V>(numbers_.at(), n_); }
  ConstBatch<V, Double> read() { return batch(); }
  void set(double value) { numbers_.set(value); }
  void draw(std::uint32_t stream, double scale = 1) { numbers_.draw(stream, scale); }

  template <class F>
  void each_of(std::size_t component, F&& f) {
    double* const first = raw(batch()[component]);
    std::for_each(first, first + n_ * V::sizes[component], f);
  }
  template <class F>
  void each(F&& f) {
    for (std::size_t c = 0; c < V::components; ++c) each_of(c, f);
  }
  List list() {
    List result;
    each([&](double value) { result.push_back(value); });
    return result;
  }

 private:
  std::size_t n_;
  Numbers numbers_;
};

/// One number, to differentiate along a line.
struct Distance {
  double value = 0;
  template <class F>
  void each(F&& f) {
    f(value);
  }
};

inline double dot(const List& a, const List& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

inline List operator+(List a, const List& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

inline List operator-(List a, const List& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}

/// The derivative of f() in every number that `numbers` visits: five-point central differences.
template <class F, class Visited>
List differences(F&& f, Visited& numbers, double step = 1e-4) {
  List result;
  numbers.each([&](double& number) {
    const double at = number;
    const auto value = [&](double steps) {
      number = at + steps * step;
      return f();
    };
    const double slope = (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * step);
    number = at;
    result.push_back(slope);
  });
  return result;
}

/// The largest difference, relative to the largest expected magnitude (at least 0.01).
inline double error(const List& found, const List& expected) {
  if (found.size() != expected.size()) return std::numeric_limits<double>::infinity();
  double largest = 1e-2, difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    const double gap = std::abs(found[i] - expected[i]);
    difference = gap <= difference ? difference : gap;  // keeps a NaN
  }
  return difference / largest;
}

/// Everything that a network's functions need for one batch of `n` samples, with random numbers.
///
/// Scratch, cache and traces have exactly the sizes that the network states.
template <class Net, Mode mode = Mode::train>
struct Probe {
  using Functions = Chain<Net>;
  using Input = typename Functions::Input;
  using Output = typename Functions::Output;

  explicit Probe(std::size_t samples, std::uint32_t stream = 1) : n(samples) {
    device.reserve_scratch(Functions::template scratch_size<Double>(n));
    parameters.draw(100 + stream, 0.7);
    x.draw(200 + stream);
    for (double& statistic : state) statistic = 0.4 + std::abs(statistic);
  }

  Pass<Double, mode> pass() {
    return {&device, n, parameters.at(), state.at(), cache.at(),
            {.seed = 3, .time = 5, .stream = random::Stream::dropout}};
  }
  List forward() {
    y.set(nan);
    Functions::forward(pass(), x.read(), y.batch());
    return y.list();
  }
  /// Also fills `gradient`, from 0.25 on because pullbacks add to it; call `forward` before.
  List pullback(ConstBatch<Output, Double> dy, Write<Double> kept = {}) {
    gradient.set(0.25);
    dx.set(nan);
    Functions::pullback(pass(), x.read(), y.read(), dy, dx.batch(), gradient.at(), kept);
    for (double& slope : gradient) slope -= 0.25;
    return dx.list();
  }

  std::size_t n;
  Double device;
  Numbers parameters{Functions::parameter_count}, gradient{Functions::parameter_count};
  Numbers state{Functions::state_count};
  Numbers cache{Functions::cache_size(n)};
  Numbers cotangents{Functions::trace_size(n)}, tangents{Functions::trace_size(n)};
  Samples<Input> x{n}, dx{n};
  Samples<Output> y{n};
};

}  // namespace saddle::test
