// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/npy.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace saddle::inline per_set {

/// What turns samples into the features that scores compare: `features(x)` of samples (n, ...) is
/// a tensor (n, d), `name` what scores print.
template <class F>
concept FeatureNet = requires(F& net, const Tensor<float, 2>& x) {
  { net.name } -> std::convertible_to<std::string>;
  { net.features(x) } -> std::convertible_to<Tensor<float, 2>>;
};

/// The samples' own numbers.
struct RawPixels {
  std::string name = "pixels";

  /// Shapes: x (n, ...) -> (n, numbers per sample).
  template <class X>
  Tensor<float, 2> features(const X& x) const {
    const std::size_t n = x.shape()[0];
    Tensor<float, 2> rows = Tensor<float, 2>::from_shape({n, n > 0 ? x.size() / n : 0});
    std::transform(x.begin(), x.end(), rows.begin(),
                   [](auto value) { return static_cast<float>(value); });
    return rows;
  }
};

/// What a trained network says in `features`, such as a Gan's critic or a Classifier, which must
/// outlive it.
template <class Trained>
class NetworkFeatures {
 public:
  std::string name;

  NetworkFeatures(std::string called, Trained& trained)
      : name(std::move(called)), trained_(trained) {}

  /// Shapes: x (n, ...) -> (n, features).
  template <class X>
  Tensor<float, 2> features(const X& x) {
    return Tensor<float, 2>(trained_.features(x));
  }

 private:
  Trained& trained_;
};

static_assert(FeatureNet<RawPixels>);

/// Features that another program computed: an NPY file (n, d), plain or gzip.
///
/// Errors: as `read_npy_array`; DataError for another number of axes or a number that is not finite
///         as a float.
inline Tensor<float, 2> read_features(const std::string& path) {
  const NpyArray array = read_npy_array(path);
  if (array.shape.size() != 2) {
    throw DataError(path, "shape", "2 axes, samples and features",
                    std::to_string(array.shape.size()));
  }
  Tensor<float, 2> rows = Tensor<float, 2>::from_shape({array.shape[0], array.shape[1]});
  array.for_each_value([&](std::size_t i, auto value) {
    const double number = static_cast<double>(value);
    if (!(number <= std::numeric_limits<float>::max() &&
          number >= -std::numeric_limits<float>::max())) {
      throw DataError(path, std::string("value ") + std::to_string(i),
                      "a number that is finite as a float", shortest_text(number));
    }
    rows.data()[i] = static_cast<float>(number);
  });
  return rows;
}

}  // namespace saddle::inline per_set
