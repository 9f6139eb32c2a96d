// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/experiment/dcgan.hpp>
#include <saddle/experiment/mlp.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/experiment/wgan_gp_conv.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/nn/zoo/zoo.hpp>

#include <string_view>

/// Networks that PyTorch is to compute as saddle does.
namespace pytorch {

using namespace saddle;

template <class Net>
struct Named {
  using type = Net;
  std::string_view name;
};

// What stands for the features of images: each kind of layer between a vector and an image.
struct Tail : Network<Shape<5>, Linear<7>, Relu, Linear<24>, BatchNorm, LeakyRelu<>,
                      Linear<24, InheritInit, false>, LayerNorm, PRelu, Tanh, Reshape<2, 4, 3>> {};
struct Head
    : Network<Shape<4, 2, 3>, Conv2d<5, 1>, Flatten, BatchNorm, Dropout<0.3>, Maxout<24, 3>,
              Reshape<2, 3, 4>, LayerNorm, Tanh, Flatten, WeightNorm<Linear<6>>, Elu, Linear<2>> {};
struct Kept : Network<Shape<5>, Linear<24>, Residual<Linear<24>, Softplus, WeightNorm<Linear<24>>>,
                      Repeat<2, BatchNorm, Linear<24>>, Fork<Identity, Linear<24>>, Add,
                      Sequence<LayerNormByChannel, PRelu>, Reshape<4, 2, 3>> {};
struct Joined
    : Network<Joint<Shape<2, 3, 4>, Shape<5>>, Parallel<Flatten, Identity>, Concat, LayerNorm,
              Linear<29>, Split<24>, Parallel<Sequence<Sigmoid, Reshape<3, 4, 2>>, Linear<24>>,
              Parallel<Flatten, Identity>, Add, Fork<Linear<3>, Identity>, Concat, Linear<4>,
              Fork<Identity, Linear<4>>, RowDot> {};
struct Labelled
    : Network<Joint<Shape<6>, Shape<3>>, Parallel<Sequence<Linear<24>, Reshape<2, 2, 6>>, Identity>,
              CarrySecond<ConditionalBatchNorm<>, Relu>,
              CarrySecond<LabelPlanes, Conv2d<3, 3, 1, 1>>, AddPerChannel,
              BasicBatchNorm<{.per_element = true}>, Tanh> {};
// Orders that only a change of order on the way can give.
struct Regrouped
    : Network<Shape<4, 2, 3>, Flatten, BatchNorm, Reshape<2, 2, 6>, Conv2d<6, 3, 1, 1>, Tanh,
              Reshape<3, 2, 4>, Flatten, Split<10>, Parallel<Identity, Linear<14>>, Concat,
              Fork<Sequence<Reshape<2, 4, 3>, Flatten>, Sequence<Reshape<4, 3, 2>, Flatten>>, Add> {
};
// Layers of images whose border, crop or order PyTorch has otherwise or not at all.
struct Images
    : Network<
          Shape<6, 6, 4>, WeightNorm<Conv2d<4, 4, 1, Padding{1, 2}>>, Conv2d<8, 3, 1, reflect(1)>,
          BipolarSigmoid, PixelShuffle<2, PixelOrder::tensorflow>, Conv2d<3, 3, 2, Padding{0, 1}>,
          PixelUnshuffle<2, PixelOrder::diagonal>, InstanceNorm<{.affine = true}>, PixelShuffle<2>,
          MaxPool<3, 2, Padding{0, 2}>, ConvTranspose2d<4, 5, 2, Padding{1, 3}>,
          InstanceNorm<{.affine = true, .running_statistics = true}>, Relu,
          ConvTranspose2d<4, 5, 2, Padding{2, 1}>, LayerNormByChannel, CheckerboardMask<>,
          PixelUnshuffle<2>, PixelShuffle<2, PixelOrder::diagonal>, Crop<Padding{1, 2}>,
          ZeroPad<Padding{2, 1}>, ReflectionPad<2>, NearestUpsample<2>, MeanPool<2>,
          Conv2d<6, 3, 1, 1, ConvOptions{.groups = 2}>, CheckerboardMask<true>, BatchNorm, Tanh> {};
struct Pooled : Network<Shape<6, 6, 4>, Conv2d<8, 3, 1, Padding{1, 2, Border::reflect}>,
                        BasicBatchNorm<{.running = Running::average}>, Relu, MaxPool<2>,
                        BasicBatchNorm<{.affine = false, .running = Running::none}>, GlobalMeanPool,
                        Linear<3>> {};

/// Calls visit(Named<Net>) for each of the small networks, one half and the other.
template <class Visitor>
void for_each_of_features(Visitor&& visit) {
  visit(Named<Tail>{"tail"});
  visit(Named<Head>{"head"});
  visit(Named<Kept>{"kept"});
  visit(Named<Joined>{"joined"});
}
template <class Visitor>
void for_each_of_images(Visitor&& visit) {
  visit(Named<Labelled>{"labelled"});
  visit(Named<Regrouped>{"regrouped"});
  visit(Named<Images>{"images"});
  visit(Named<Pooled>{"pooled"});
}
template <class Visitor>
void for_each_small(Visitor&& visit) {
  for_each_of_features(visit);
  for_each_of_images(visit);
}

/// The generators of the command line.
template <class Visitor>
void for_each_of_command_line(Visitor&& visit) {
  visit(Named<Toy<2>::Generator>{"toy"});
  visit(Named<Mlp<Shape<28, 28, 1>>::Generator>{"mlp_28"});
  visit(Named<Mlp<Shape<32, 32, 3>>::Generator>{"mlp_32"});
  visit(Named<Dcgan<Shape<28, 28, 1>>::Generator>{"dcgan_28"});
  visit(Named<Dcgan<Shape<32, 32, 3>>::Generator>{"dcgan_32"});
  visit(Named<WganGpConv<Shape<28, 28, 1>>::Generator>{"wgan_gp_28"});
  visit(Named<WganGpConv<Shape<32, 32, 3>>::Generator>{"wgan_gp_32"});
}

/// The zoo's generators that begin with a code, the wide ones narrower.
template <class Visitor>
void for_each_from_codes(Visitor&& visit) {
  visit(Named<IcGanGenerator<18, 32, 3, 8>>{"ic_gan"});
  visit(Named<BiGanMnistGenerator<64>>{"bi_gan_mnist"});
  visit(Named<BiGanImageNetGenerator<4>>{"bi_gan_imagenet"});
  visit(Named<WganMlpGenerator<16>>{"wgan_mlp"});
  visit(Named<Gan2014Generator<64>>{"gan_2014"});
  visit(Named<FGanGenerator<64>>{"f_gan"});
}

/// Those of WGAN-GP.
template <class Visitor>
void for_each_of_wgan_gp(Visitor&& visit) {
  visit(Named<WganGpCifarGenerator<8, 3, BatchStatistics>>{"wgan_gp_cifar"});
  visit(Named<WganGpResNetGenerator<8>>{"wgan_gp_resnet"});
  visit(Named<WganGp64Generator<4>>{"wgan_gp_64"});
}

/// Those that begin with an image.
template <class Visitor>
void for_each_from_images(Visitor&& visit) {
  visit(Named<StarGanGenerator<5, 32, 8, 2>>{"star_gan"});
  visit(Named<CycleGanGenerator<2, 32, InstanceNormed, 8>>{"cycle_gan"});
  visit(Named<UNetGenerator<64, BatchNormed, true, 3, 4>>{"u_net"});
  visit(Named<AlignFlowNet<3, 4, 16, 8, 2>>{"align_flow"});
  visit(Named<DiatTransform<4>>{"diat"});
}

}  // namespace pytorch
