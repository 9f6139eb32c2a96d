// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/nn/nn.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace image_layer_goldens_test {

using namespace saddle;
using test::error_of_rms;
using test::golden_tolerance;
using test::Json;

namespace {

const Json& goldens() {
  static const Json all = test::read_goldens("image_layers.json");
  return all;
}

/// Samples of `V`, which are not numbers until they are set.
template <class V, class T>
struct Samples {
  using D = BasicCpu<T>;
  explicit Samples(std::size_t samples) : n(samples), numbers(D::zeros(storage_size<V>(n))) {
    std::fill(numbers.begin(), numbers.end(), std::numeric_limits<T>::quiet_NaN());
  }
  Batch<V, D> batch() { return batch_at<V>(ref<D>(numbers), n); }
  void set(std::size_t component, const Json& values) {
    REQUIRE(values.size() == n * V::sizes[component]);
    std::transform(values.begin(), values.end(), raw(batch()[component]),
                   [](const Json& value) { return static_cast<T>(value.get<double>()); });
  }
  std::size_t n;
  typename D::template Buffer<T> numbers;
};

template <class Net, class T>
void check(const char* name) {
  INFO(name);
  using D = BasicCpu<T>;
  using In = typename Net::Input;
  using Out = typename Net::Output;
  const Json& golden = goldens()[name];
  const std::size_t n = golden["y"].size() / Out::size;
  Samples<In, T> x(n), dx(n);
  Samples<Out, T> y(n), dy(n);
  for (std::size_t c = 0; c < In::components; ++c) x.set(c, golden["x"][c]);
  dy.set(0, golden["dy"]);

  auto parameters = D::zeros(Net::parameter_count), gradient = D::zeros(Net::parameter_count),
       cache = D::zeros(Chain<Net>::cache_size(n));
  if constexpr (Net::parameter_count > 0) {
    REQUIRE(golden["parameters"].size() == Net::parameter_count);
    std::transform(golden["parameters"].begin(), golden["parameters"].end(), parameters.begin(),
                   [](const Json& value) { return static_cast<T>(value.get<double>()); });
  }
  D device;
  device.reserve_scratch(Chain<Net>::template scratch_size<D>(n));
  const Pass<D, Mode::train> pass{&device, n, ref<D>(parameters), {}, ref<D>(cache), {}};
  Chain<Net>::forward(pass, x.batch(), y.batch());
  Chain<Net>::pullback(pass, x.batch(), y.batch(), dy.batch(), dx.batch(), ref<D>(gradient), {});
  CHECK(error_of_rms(raw(y.batch().ref()), golden["y"]) < golden_tolerance<T>);
  for (std::size_t c = 0; c < In::components; ++c) {
    CHECK(error_of_rms(raw(dx.batch()[c]), golden["dx"][c]) < golden_tolerance<T>);
  }
  if constexpr (Net::parameter_count > 0) {
    CHECK(error_of_rms(gradient.data(), golden["gradient"]) < golden_tolerance<T>);
  }
}

struct ZeroPadded : Network<Shape<3, 4, 3>, ZeroPad<Padding{1, 2}>> {};
struct Mirrored : Network<Shape<3, 5, 3>, ReflectionPad<2>> {};
struct Cropped : Network<Shape<5, 6, 3>, Crop<Padding{1, 2}>> {};
struct Pooled : Network<Shape<4, 6, 5>, MeanPool<2>> {};
struct Averaged : Network<Shape<3, 5, 17>, GlobalMeanPool> {};
struct Enlarged : Network<Shape<2, 3, 3>, NearestUpsample<2>> {};
struct Largest : Network<Shape<7, 6, 5>, MaxPool<3, 2, Padding{1}>> {};
struct LargestWithGaps : Network<Shape<5, 7, 3>, MaxPool<2, 3>> {};
struct Shuffled : Network<Shape<2, 3, 12>, PixelShuffle<2>> {};
struct Unshuffled : Network<Shape<6, 3, 2>, PixelUnshuffle<3>> {};
struct DepthToSpace : Network<Shape<2, 3, 12>, PixelShuffle<2, PixelOrder::tensorflow>> {};
struct DiagonalSqueeze : Network<Shape<4, 2, 3>, PixelUnshuffle<2, PixelOrder::diagonal>> {};
struct Labelled : Network<Joint<Shape<3, 2, 3>, Shape<5>>, LabelPlanes> {};
struct Shifted : Network<Joint<Shape<3, 2, 5>, Shape<5>>, AddPerChannel> {};
struct Masked : Network<Shape<3, 5, 3>, CheckerboardMask<>> {};
struct Projected
    : Network<Shape<6, 4, 3>,
              ShortcutResidual<Sequence<MeanPool<2>, Conv2d<5, 1>>, Relu, Conv2d<3, 3, 1, 1>, Relu,
                               Conv2d<5, 3, 1, 1>, MeanPool<2>>> {};
template <std::size_t Out, ConvOptions options = no_bias>
using Down = Conv2d<Out, 4, 2, 1, options>;
template <std::size_t Out, ConvOptions options = no_bias>
using Up = ConvTranspose2d<Out, 4, 2, 1, options>;
struct UNet
    : Network<Shape<8, 8, 2>, Down<3>, LeakyRelu<0.01>,
              ConcatSkip<Down<4>, LeakyRelu<0.01>, ConcatSkip<Down<5>, Relu, Up<4>>, Relu, Up<3>>,
              Relu, Up<2, ConvOptions{}>, Tanh> {};

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: layers of images, forward and backward", "[golden]",
                        test::GoldenTypes) {
  const std::size_t workers = parallel::workers();
  parallel::set_workers(GENERATE(std::size_t{1}, std::size_t{3}));
  check<ZeroPadded, TestType>("zero_pad");
  check<Mirrored, TestType>("reflection_pad");
  check<Cropped, TestType>("crop");
  check<Pooled, TestType>("mean_pool");
  check<Averaged, TestType>("global_mean_pool");
  check<Enlarged, TestType>("upsample");
  check<Largest, TestType>("max_pool");
  check<LargestWithGaps, TestType>("max_pool_gaps");
  check<Shuffled, TestType>("pixel_shuffle");
  check<Unshuffled, TestType>("pixel_unshuffle");
  check<DepthToSpace, TestType>("depth_to_space");
  check<DiagonalSqueeze, TestType>("diagonal_squeeze");
  check<Labelled, TestType>("label_planes");
  check<Shifted, TestType>("add_per_channel");
  check<Masked, TestType>("checkerboard");
  check<Projected, TestType>("projected_residual");
  check<UNet, TestType>("unet");
  parallel::set_workers(workers);
}

TEST_CASE("Max pooling passes NaN on", "[nn]") {
  using D = BasicCpu<double>;
  Samples<Shape<2, 2, 1>, double> x(1);
  Samples<Shape<1, 1, 1>, double> y(1);
  struct Net : Network<Shape<2, 2, 1>, MaxPool<2>> {};
  x.set(0, Json{1.0, 2.0, 3.0, 4.0});
  x.numbers[1] = std::numeric_limits<double>::quiet_NaN();
  auto cache = D::zeros(Chain<Net>::cache_size(1));
  D device;
  Chain<Net>::forward(Pass<D, Mode::train>{&device, 1, {}, {}, ref<D>(cache), {}}, x.batch(),
                      y.batch());
  CHECK(std::isnan(y.numbers[0]));
}

}  // namespace image_layer_goldens_test
