// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/dense.hpp>

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace dense_test {

using namespace saddle;
using namespace saddle::test;

namespace {

struct Plain {
  static constexpr bool is_identity = true;
  template <class B> static B value(B x) { return x; }
  template <class B> static B slope(B) { return B(1); }
};

/// y = x |x| for x > 0, else 0: curved, and known from its output.
struct Curved {
  static constexpr bool is_identity = false;
  template <class B> static B value(B x) {
    const B zero(typename B::value_type(0));
    return simd::choose(x > zero, x * x, zero);
  }
  template <class B> static B slope(B y) {
    return B(typename B::value_type(2)) * simd::square_root(y);
  }
};

template <class T>
struct Layer {
  using D = BasicCpu<T>;
  std::size_t n, in, out;
  std::vector<T> x = numbers<T>(n * in, 1), w = numbers<T>(in * out, 2), b = numbers<T>(out, 3);
  std::vector<T> dz = numbers<T>(n * out, 4), t = numbers<T>(n * in, 5);
  D device{};

  Layer(std::size_t rows, std::size_t inputs, std::size_t outputs)
      : n(rows), in(inputs), out(outputs) {
    for (T& value : x) value = std::abs(value);  // an output of Curved
    device.reserve_scratch(dense_scratch_size(n, in, out));
  }

  template <class Act>
  std::vector<T> forward(bool with_bias) {
    std::vector<T> y(n * out);
    dense<Act>(device, at(y), at(x), at(w), with_bias ? at(b) : Ref<T, D>(), n, in, out);
    return y;
  }
  template <class Act>
  std::vector<T> tangent(const std::vector<T>& y) {
    std::vector<T> u(n * out);
    dense_tangent<Act>(device, at(u), at(t), at(w), at(y), n, in, out);
    return u;
  }
  template <class Act>
  std::vector<T> input_gradient() {
    std::vector<T> dx(n * in);
    dense_input_gradient<Act>(device, at(dx), at(dz), at(w), at(x), n, in, out);
    return dx;
  }
  std::vector<T> weight_gradient() {  // dw, then db, each added to what was there
    std::vector<T> d = numbers<T>((in + 1) * out, 6);
    dense_weight_gradient(device, at(d), at(d) + in * out, at(x), at(dz), n, in, out);
    return d;
  }

  template <class Left>
  std::vector<double> times_w(const Left& left) const {
    std::vector<double> y(n * out, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < in; ++k) {
        for (std::size_t j = 0; j < out; ++j) {
          y[i * out + j] +=
              static_cast<double>(left[i * in + k]) * static_cast<double>(w[k * out + j]);
        }
      }
    }
    return y;
  }
};

template <class T>
void check(std::size_t n, std::size_t in, std::size_t out) {
  INFO("n " << n << ", in " << in << ", out " << out);
  Layer<T> layer(n, in, out);
  std::vector<double> product = layer.times_w(layer.x);
  REQUIRE(error(layer.template forward<Plain>(false), product) < tolerance<T>);
  for (std::size_t i = 0; i < product.size(); ++i) {
    product[i] += static_cast<double>(layer.b[i % out]);
    product[i] = product[i] > 0 ? product[i] * product[i] : 0;
  }
  const std::vector<T> y = layer.template forward<Curved>(true);
  REQUIRE(error(y, product) < 4 * tolerance<T>);

  std::vector<double> tangent = layer.times_w(layer.t);
  REQUIRE(error(layer.template tangent<Plain>(y), tangent) < tolerance<T>);
  for (std::size_t i = 0; i < tangent.size(); ++i) {
    tangent[i] *= 2 * std::sqrt(static_cast<double>(y[i]));
  }
  REQUIRE(error(layer.template tangent<Curved>(y), tangent) < tolerance<T>);

  std::vector<double> dx(n * in, 0.0);
  std::vector<double> dw((in + 1) * out);
  const std::vector<T> before = numbers<T>(dw.size(), 6);
  for (std::size_t i = 0; i < dw.size(); ++i) dw[i] = static_cast<double>(before[i]);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < out; ++j) {
      const double dz = static_cast<double>(layer.dz[i * out + j]);
      dw[in * out + j] += dz;
      for (std::size_t k = 0; k < in; ++k) {
        dx[i * in + k] += dz * static_cast<double>(layer.w[k * out + j]);
        dw[k * out + j] += dz * static_cast<double>(layer.x[i * in + k]);
      }
    }
  }
  REQUIRE(error(layer.template input_gradient<Plain>(), dx) < tolerance<T>);
  for (std::size_t i = 0; i < dx.size(); ++i) {
    dx[i] *= 2 * std::sqrt(static_cast<double>(layer.x[i]));
  }
  REQUIRE(error(layer.template input_gradient<Curved>(), dx) < tolerance<T>);
  REQUIRE(error(layer.weight_gradient(), dw) < tolerance<T>);
}

}  // namespace

TEMPLATE_TEST_CASE("Dense primitives agree with loops in double on any size", "[dense]", float,
                   double) {
  const std::size_t sizes[] = {1, 2, 3, 4, 7, 16, 17, 33, 128, 130};
  for (std::size_t n : {1U, 2U, 3U, 7U, 17U, 33U, 130U}) {
    for (std::size_t in : sizes) {
      for (std::size_t out : sizes) {
        if (n * in * out < 300000) check<TestType>(n, in, out);
      }
    }
  }
  // Blocks of the batch, and panels too deep for a task's stack.
  check<TestType>(600, 19, 40);
  check<TestType>(35, 1100, 20);
  check<TestType>(35, 20, 1100);
}

TEMPLATE_TEST_CASE("Dense primitives split by workers give the same bits", "[dense]", float,
                   double) {
  for (std::size_t n : {64U, 300U}) {
    for (std::size_t out : {1U, 128U, 130U}) {
      Layer<TestType> layer(n, 130, out);
      const auto y = layer.template forward<Curved>(true);
      CHECK(same_for_any_workers([&] { return layer.template forward<Curved>(true); }));
      CHECK(same_for_any_workers([&] { return layer.template tangent<Curved>(y); }));
      CHECK(same_for_any_workers([&] { return layer.template input_gradient<Curved>(); }));
      CHECK(same_for_any_workers([&] { return layer.weight_gradient(); }));
    }
  }
}

TEST_CASE("A row's result does not depend on the rows beside it", "[dense]") {
  Layer<float> many(131, 40, 50);
  const std::vector<float> y = many.forward<Curved>(true);
  for (std::size_t row : {0U, 5U, 64U, 128U, 130U}) {
    Layer<float> one(1, 40, 50);
    std::copy_n(many.x.begin() + static_cast<std::ptrdiff_t>(row * 40), 40, one.x.begin());
    const std::vector<float> alone = one.forward<Curved>(true);
    CHECK(
        std::equal(alone.begin(), alone.end(), y.begin() + static_cast<std::ptrdiff_t>(row * 50)));
  }
}

TEST_CASE("Too little scratch is a sentence", "[dense]") {
  Layer<float> layer(40, 8, 1100);
  layer.device = Cpu();
  std::string message;
  try {
    layer.input_gradient<Plain>();
  } catch (const std::logic_error& error) {
    message = error.what();
  }
  CHECK(message.find("0 left; call reserve_scratch first") != std::string::npos);
}

}  // namespace dense_test
