// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/random.hpp>
#include <saddle/nn/chain/blocks.hpp>
#include <saddle/nn/chain/network.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace saddle::test {

/// Gradients are checked in double.
using Double = BasicCpu<double>;
using List = std::vector<double>;
using Places = std::vector<double*>;

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
  Places places() {
    Places result;
    for (double& value : values_) result.push_back(&value);
    return result;
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

  Places places_of(std::size_t component) {
    Places result;
    double* const first = raw(batch()[component]);
    for (std::size_t i = 0; i < n_ * V::sizes[component]; ++i) result.push_back(first + i);
    return result;
  }
  Places places() {
    Places result;
    for (std::size_t c = 0; c < V::components; ++c) {
      const Places part = places_of(c);
      result.insert(result.end(), part.begin(), part.end());
    }
    return result;
  }
  List list() {
    List result;
    for (const double* place : places()) result.push_back(*place);
    return result;
  }

 private:
  std::size_t n_;
  Numbers numbers_;
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

/// The derivative of f() in the number at each place: five-point central differences.
inline List differences(const std::function<double()>& f, const Places& places,
                        double step = 1e-4) {
  List result;
  for (double* place : places) {
    const double at = *place;
    const auto value = [&](double steps) {
      *place = at + steps * step;
      return f();
    };
    result.push_back((8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * step));
    *place = at;
  }
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
    return {&device,    n,          parameters.at(),
            state.at(), cache.at(), {.seed = 3, .time = 5, .stream = random::Stream::dropout}};
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
