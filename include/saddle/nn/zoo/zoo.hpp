// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/nn/zoo/align_flow.hpp>
#include <saddle/nn/zoo/bi_gan.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/nn/zoo/dcgan.hpp>
#include <saddle/nn/zoo/diat.hpp>
#include <saddle/nn/zoo/f_gan.hpp>
#include <saddle/nn/zoo/gan_2014.hpp>
#include <saddle/nn/zoo/ic_gan.hpp>
#include <saddle/nn/zoo/pix2pix.hpp>
#include <saddle/nn/zoo/star_gan.hpp>
#include <saddle/nn/zoo/wgan.hpp>
#include <saddle/nn/zoo/wgan_gp.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>

namespace saddle {

/// A published network, or several parts that make a unit: what it is called, where it was read,
/// and what it counts.
template <class... Parts>
struct ZooEntry {
  static constexpr types<Parts...> networks{};
  static constexpr std::size_t parameter_count = (Parts::parameter_count + ...);
  static constexpr std::size_t state_count = (Parts::state_count + ...);
  static constexpr std::size_t macs = (Parts::macs + ...);  // per sample, forward

  std::string_view name;
  std::string_view source;
};

namespace zoo_source {

inline constexpr std::string_view star_gan = "yunjey/stargan model.py";
inline constexpr std::string_view cycle_gan =
    "junyanz/pytorch-CycleGAN-and-pix2pix models/networks.py";
inline constexpr std::string_view ic_gan = "Guim3/IcGAN trainGAN.lua, trainEncoder.lua";
inline constexpr std::string_view bi_gan = "jeffdonahue/bigan net.py, gan.py";
inline constexpr std::string_view align_flow = "ermongroup/alignflow models";
inline constexpr std::string_view dcgan = "pytorch/examples dcgan/main.py";
inline constexpr std::string_view wgan = "martinarjovsky/WassersteinGAN models";
inline constexpr std::string_view wgan_gp = "igul222/improved_wgan_training";
inline constexpr std::string_view diat = "limuhit/Caffe_Gan wdiat";
inline constexpr std::string_view gan_2014 = "goodfeli/adversarial mnist.yaml";
inline constexpr std::string_view f_gan = "f-GAN as given by kozistr/Awesome-GANs";
inline constexpr std::string_view table_unit =
    "our reading: CycleGAN's ResNet-6 and StarGAN's critic without class head";

}  // namespace zoo_source

/// Every network of the zoo, and the units that are counted together.
///
/// Names are those under which the papers' programs are usually told apart: system, part, variant.
inline constexpr std::tuple zoo{
    ZooEntry<StarGanGenerator<8>>{"stargan_G_c8", zoo_source::star_gan},
    ZooEntry<StarGanCritic<8>>{"stargan_D_c8", zoo_source::star_gan},
    ZooEntry<StarGanGenerator<5>>{"stargan_G_c5", zoo_source::star_gan},
    ZooEntry<StarGanCritic<5>>{"stargan_D_c5", zoo_source::star_gan},
    ZooEntry<StarGanGenerator<15, 256>>{"stargan_G_joint", zoo_source::star_gan},
    ZooEntry<StarGanCritic<13, 256>>{"stargan_D_joint", zoo_source::star_gan},
    ZooEntry<StarGanScoreCritic<>>{"stargan_D_nocls", zoo_source::star_gan},
    ZooEntry<CycleGanGenerator<9, 256>>{"cyc_resnet9_256", zoo_source::cycle_gan},
    ZooEntry<CycleGanGenerator<6, 128>>{"cyc_resnet6_128", zoo_source::cycle_gan},
    ZooEntry<CycleGanGenerator<9, 256, AffineInstanceNormed>>{"cyc_resnet9_affine",
                                                              zoo_source::cycle_gan},
    ZooEntry<CycleGanGenerator<9, 256, BatchNormed>>{"cyc_resnet9_bn", zoo_source::cycle_gan},
    ZooEntry<CycleGanGenerator<6, 128, BatchNormed>>{"cyc_resnet6_bn", zoo_source::cycle_gan},
    ZooEntry<PatchCritic<>>{"patch70_in", zoo_source::cycle_gan},
    ZooEntry<PatchCritic<BatchNormed, 256, 6>>{"patch70_bn6", zoo_source::cycle_gan},
    ZooEntry<UNetGenerator<256>>{"unet256_bn", zoo_source::cycle_gan},
    ZooEntry<UNetGenerator<128>>{"unet128_bn", zoo_source::cycle_gan},
    ZooEntry<UNetGenerator<256, InstanceNormed>>{"unet256_in", zoo_source::cycle_gan},
    ZooEntry<IcGanGenerator<>>{"icgan64_celeba_G", zoo_source::ic_gan},
    ZooEntry<IcGanCritic<>>{"icgan64_celeba_D", zoo_source::ic_gan},
    ZooEntry<IcGanCodeEncoder<>>{"icgan64_celeba_Ez", zoo_source::ic_gan},
    ZooEntry<IcGanLabelEncoder<>>{"icgan64_celeba_Ey", zoo_source::ic_gan},
    ZooEntry<IcGanGenerator<10, 64, 1>>{"icgan64_mnist_G", zoo_source::ic_gan},
    ZooEntry<IcGanCritic<10, 64, 1>>{"icgan64_mnist_D", zoo_source::ic_gan},
    ZooEntry<IcGanCodeEncoder<64, 1>>{"icgan64_mnist_Ez", zoo_source::ic_gan},
    ZooEntry<IcGanLabelEncoder<10, 64, 1>>{"icgan64_mnist_Ey", zoo_source::ic_gan},
    ZooEntry<IcGanGenerator<8, 128>>{"icgan128_rafd_G", zoo_source::ic_gan},
    ZooEntry<IcGanCritic<8, 128>>{"icgan128_rafd_D", zoo_source::ic_gan},
    ZooEntry<IcGanCodeEncoder<128>>{"icgan128_rafd_Ez", zoo_source::ic_gan},
    ZooEntry<IcGanLabelEncoder<8, 128>>{"icgan128_rafd_Ey", zoo_source::ic_gan},
    ZooEntry<BiGanMnistGenerator<>>{"bigan_mnist_G", zoo_source::bi_gan},
    ZooEntry<BiGanMnistEncoder<>>{"bigan_mnist_E", zoo_source::bi_gan},
    ZooEntry<BiGanMnistCritic<>>{"bigan_mnist_D", zoo_source::bi_gan},
    ZooEntry<BiGanImageNetGenerator<>>{"bigan_in64_G", zoo_source::bi_gan},
    ZooEntry<BiGanImageNetCritic<>>{"bigan_in64_D", zoo_source::bi_gan},
    ZooEntry<BiGanImageNetEncoder<>>{"bigan_in64_E", zoo_source::bi_gan},
    ZooEntry<BiGanImageNetEncoder<112>>{"bigan_in112_E", zoo_source::bi_gan},
    ZooEntry<AlignFlowNet<7, 6, 128>>{"alignflow_st_first", zoo_source::align_flow},
    ZooEntry<AlignFlowRealNvp<>>{"alignflow_flow2flow_one", zoo_source::align_flow},
    ZooEntry<AlignFlowRealNvp<2, 64>>{"alignflow_cycleflow", zoo_source::align_flow},
    ZooEntry<AlignFlowRealNvp<2, 64, 8>>{"alignflow_default", zoo_source::align_flow},
    ZooEntry<PatchCritic<InstanceNormed, 128>>{"alignflow_patch", zoo_source::align_flow},
    ZooEntry<DcganGenerator<>>{"dcgan_G", zoo_source::dcgan},
    ZooEntry<DcganCritic<>>{"dcgan_D", zoo_source::dcgan},
    ZooEntry<WganCritic>{"wgan_dcgan_D", zoo_source::wgan},
    ZooEntry<WganGenerator>{"wgan_dcgan_G", zoo_source::wgan},
    ZooEntry<WganGeneratorWithoutNorm<>>{"wgan_nobn_G", zoo_source::wgan},
    ZooEntry<WganMlpGenerator<64>>{"wgan_mlp_G_64", zoo_source::wgan},
    ZooEntry<WganMlpGenerator<512>>{"wgan_mlp_G_512", zoo_source::wgan},
    ZooEntry<WganMlpCritic<64>>{"wgan_mlp_D_64", zoo_source::wgan},
    ZooEntry<WganMlpCritic<512>>{"wgan_mlp_D_512", zoo_source::wgan},
    ZooEntry<WganGpMnistGenerator<>>{"gp_mnist_G", zoo_source::wgan_gp},
    ZooEntry<WganGpMnistCritic<>>{"gp_mnist_D", zoo_source::wgan_gp},
    ZooEntry<WganGpCifarGenerator<128, 3, BatchStatistics>>{"gp_cifar_G", zoo_source::wgan_gp},
    ZooEntry<WganGpCifarCritic<>>{"gp_cifar_D", zoo_source::wgan_gp},
    ZooEntry<WganGpResNetGenerator<>>{"gp_cifar_resnet_G", zoo_source::wgan_gp},
    ZooEntry<WganGpResNetCritic<>>{"gp_cifar_resnet_D", zoo_source::wgan_gp},
    ZooEntry<WganGp64Generator<>>{"gp64_good_G", zoo_source::wgan_gp},
    ZooEntry<WganGp64Critic<>>{"gp64_good_D", zoo_source::wgan_gp},
    ZooEntry<WganGpToyGenerator<>>{"gp_toy_G", zoo_source::wgan_gp},
    ZooEntry<WganGpToyCritic<>>{"gp_toy_D", zoo_source::wgan_gp},
    ZooEntry<DiatTransform<>>{"diat_T", zoo_source::diat},
    ZooEntry<DiatMask<>>{"diat_M", zoo_source::diat},
    ZooEntry<DiatCritic<>>{"diat_D", zoo_source::diat},
    ZooEntry<Gan2014Generator<>>{"gan2014_G", zoo_source::gan_2014},
    ZooEntry<Gan2014Critic<>>{"gan2014_D", zoo_source::gan_2014},
    ZooEntry<FGanGenerator<>>{"fgan_G", zoo_source::f_gan},
    ZooEntry<FGanCritic<>>{"fgan_V", zoo_source::f_gan},
    ZooEntry<StarGanGenerator<8>, StarGanCritic<8>>{"stargan_c8", zoo_source::star_gan},
    ZooEntry<StarGanGenerator<5>, StarGanCritic<5>>{"stargan_c5", zoo_source::star_gan},
    ZooEntry<CycleGanGenerator<6, 128>, StarGanScoreCritic<>>{"table_unit",
                                                              zoo_source::table_unit}};

/// Calls `visit` for every entry of the zoo, in order.
template <class Visitor>
constexpr void for_each_in_zoo(Visitor&& visit) {
  std::apply([&](const auto&... entry) { (visit(entry), ...); }, zoo);
}

static_assert(ZooEntry<StarGanGenerator<8>, StarGanCritic<8>>::parameter_count == 53'226'560);
static_assert(ZooEntry<StarGanGenerator<5>, StarGanCritic<5>>::parameter_count == 53'192'576);
static_assert(ZooEntry<CycleGanGenerator<6, 128>, StarGanScoreCritic<>>::parameter_count ==
              52'558'787);

}  // namespace saddle
