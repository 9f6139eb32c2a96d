// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/nn/nn.hpp>

#include <array>
#include <cstddef>

namespace image_layer_gradients_test {

using namespace saddle;

namespace {

/// Channels of 3, 5, 7 and 17: less than a register, more, and neither.
struct Padded : Network<Shape<3, 4, 3>, ZeroPad<Padding{1, 2}>, Tanh, ReflectionPad<2>> {};
struct WideBorder : Network<Shape<3, 5, 5>, Pad<Padding{2, 1, Border::reflect}>, Softplus> {};
struct Cropped : Network<Shape<5, 7, 3>, Crop<Padding{0, 1}>, Tanh, Crop<Padding{2, 1}>> {};
struct Pooled : Network<Shape<6, 12, 5>, MeanPool<3>, Tanh, MeanPool<2>> {};
struct Averaged : Network<Shape<3, 5, 17>, Tanh, GlobalMeanPool, Linear<2>> {};
struct Enlarged : Network<Shape<1, 3, 7>, Tanh, NearestUpsample<3>, LeakyRelu<>> {};
struct Largest : Network<Shape<5, 7, 3>, Tanh, MaxPool<3, 2, Padding{1}>, Softplus, MaxPool<2>> {};
struct Overlapping : Network<Shape<4, 5, 9>, MaxPool<3, 1, Padding{2, 0}>, Tanh> {};
struct Skipping : Network<Shape<7, 5, 2>, MaxPool<2, 3>, Tanh, Flatten, Linear<1>> {};
template <PixelOrder order>
struct Shuffled : Network<Shape<3, 2, 12>, Tanh, PixelShuffle<2, order>, Tanh,
                          PixelUnshuffle<2, order>, Conv2d<2, 1>> {};
struct ShuffledByThree
    : Network<Shape<3, 6, 2>, PixelUnshuffle<3, PixelOrder::tensorflow>, Tanh, PixelShuffle<3>> {};
struct Labelled : Network<Joint<Shape<3, 4, 2>, Shape<5>>, LabelPlanes, Conv2d<3, 3, 1, 1>, Tanh> {
};
struct Conditioned
    : Network<Joint<Shape<3, 2, 3>, Shape<4>>, Parallel<Conv2d<5, 1>, Sequence<Linear<5>, Tanh>>,
              AddPerChannel, Softplus> {};
struct Embedded : Network<Shape<4>, Embedding<3>, Tanh> {};
struct Halves : Network<Shape<2, 3, 5>, Split<2>, Parallel<Tanh, Softplus>, Concat, Flatten,
                        Split<7>, Parallel<Linear<3>, Linear<3>>, Add> {};
struct SplitAlone : Network<Shape<7>, Tanh, Split<3>> {};
struct Masked
    : Network<Shape<3, 5, 2>, Tanh, CheckerboardMask<>, Softplus, CheckerboardMask<true>> {};
struct Projected
    : Network<Shape<4, 4, 3>,
              ShortcutResidual<Sequence<MeanPool<2>, Conv2d<5, 1>>, Tanh, Conv2d<3, 3, 1, 1>,
                               Softplus, Conv2d<5, 3, 1, 1>, MeanPool<2>>,
              LeakyRelu<>> {};
struct UNet : Network<Shape<8, 8, 2>, Conv2d<3, 4, 2, 1>, LeakyRelu<>,
                      ConcatSkip<Conv2d<4, 4, 2, 1>, LeakyRelu<>,
                                 ConcatSkip<Conv2d<5, 4, 2, 1>, Relu, ConvTranspose2d<4, 4, 2, 1>>,
                                 Relu, ConvTranspose2d<3, 4, 2, 1>>,
                      Relu, ConvTranspose2d<2, 4, 2, 1>, Tanh> {};

/// Standardises by the batch in evaluation, too.
struct OwnStatistics : Network<Shape<2, 1, 5>, BasicBatchNorm<{.running = Running::none}>, Tanh> {};

}  // namespace

TEMPLATE_TEST_CASE("Layers of images: first and second order against finite differences", "[laws]",
                   Padded, WideBorder, Cropped, Pooled, Averaged, Enlarged, Largest, Overlapping,
                   Skipping, Shuffled<PixelOrder::pytorch>, Shuffled<PixelOrder::tensorflow>,
                   Shuffled<PixelOrder::diagonal>, ShuffledByThree, Labelled, Conditioned, Embedded,
                   Halves, SplitAlone, Masked, Projected, UNet) {
  test::check_gradients<TestType>();
}

TEMPLATE_TEST_CASE("BatchNorm without running statistics", "[laws]", OwnStatistics) {
  STATIC_REQUIRE(TestType::state_count == 0);
  test::check_gradients<TestType>();
  test::check_gradients<TestType, Mode::eval>();
}

namespace {

/// `pull(to)` of each component alone gives what it gives of both together.
template <class Net>
void check_absent_dx() {
  const std::size_t n = 3;
  test::Probe<Net> probe(n);
  test::Samples<typename Net::Output> dy(n);
  test::Samples<typename Net::Input> dx(n, test::nan);
  dy.draw(1);
  probe.forward();
  const test::List both = probe.pullback(dy.read());
  for (std::size_t c = 0; c < 2; ++c) {
    std::array<Write<test::Double>, 2> to{};
    to[c] = dx.batch()[c];
    Chain<Net>::pullback(probe.pass(), probe.x.read(), probe.y.read(), dy.read(),
                         Batch<typename Net::Input, test::Double>(to), Write<test::Double>{},
                         Write<test::Double>{});
  }
  CHECK(dx.list() == both);
}
struct PlanesAlone : Network<Joint<Shape<2, 3, 2>, Shape<3>>, LabelPlanes> {};
struct ShiftAlone : Network<Joint<Shape<2, 3, 4>, Shape<4>>, AddPerChannel> {};

}  // namespace

TEST_CASE("An image's or a label's slope that is not wanted is not computed", "[laws]") {
  check_absent_dx<PlanesAlone>();
  check_absent_dx<ShiftAlone>();
}

TEST_CASE("A part of a Split that has no slope counts as zero", "[laws]") {
  const std::size_t n = 3;
  test::Probe<SplitAlone> probe(n);
  test::Samples<SplitAlone::Output> dy(n);
  dy.draw(1);
  for (double* slope : dy.places_of(1)) *slope = 0;
  probe.forward();
  const test::List dx = probe.pullback(dy.read());
  const ConstBatch<SplitAlone::Output, test::Double> first_only({dy.read()[0], {}});
  CHECK(probe.pullback(first_only) == dx);
}

}  // namespace image_layer_gradients_test
