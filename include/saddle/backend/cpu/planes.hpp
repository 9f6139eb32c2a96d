// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/geometry/planes.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

/// Sums over the planes of NHWC images and maps with coefficients per plane.
///
/// Lanes run along the channels; a pass reads whole pixels, one after the other, in blocks that
/// depend on the shape alone, and adds up the blocks in order.
namespace saddle {

namespace cpu {

/// The blocks of pixels that are the tasks of a pass.
struct PlaneBlocks {
  static constexpr std::size_t most = 64;  // per sample, so that few partial sums are left
  static constexpr std::size_t tile = 16;  // pixels whose sums stay in registers

  constexpr explicit PlaneBlocks(const Planes& p)
      : planes(p),
        pixels((std::max(pass_block / p.channels, p.pixels / most) / tile + 1) * tile),
        count((p.pixels + pixels - 1) / pixels) {}

  /// Calls f(block, sample, first pixel, last pixel) on all workers; pixels count from the sample's
  /// first.
  template <class F>
  void each(F&& f) const {
    for_blocks(planes.samples * count, std::min(pixels, planes.pixels) * planes.channels,
               [&](std::size_t begin, std::size_t end) {
                 for (std::size_t block = begin; block < end; ++block) {
                   const std::size_t first = block % count * pixels;
                   f(block, block / count, first, std::min(planes.pixels, first + pixels));
                 }
               });
  }

  Planes planes;
  std::size_t pixels;  // in a block
  std::size_t count;   // per sample
};

/// The pixels of one block: what is read of them and of their planes.
template <std::size_t Rows, class T, class A, std::size_t N>
struct PlaneTile {
  using B = simd::Batch<T, A>;
  static constexpr std::size_t width = simd::width<T, A>;
  std::array<const T*, N> from;  // Rows coefficients of the sample's planes, then its first pixel
  std::size_t channels;

  /// Registers side by side for which `each` registers apiece stay in registers over the pixels.
  static constexpr std::size_t strip(std::size_t each) {
    return std::clamp<std::size_t>(simd::registers<A> * 3 / 4 / each, 1, 4);
  }

  /// Calls f(first channel, a constant number of registers, lanes) for strips of the channels.
  template <std::size_t most, class F>
  [[gnu::always_inline]] void for_strips(F&& f) const {
    std::size_t c = 0;
    if constexpr (most > 1) {
      constexpr std::integral_constant<std::size_t, most> whole{};
      for (; c + most * width <= channels; c += most * width) f(c, whole, simd::AllLanes{});
    }
    for_registers<width>(c, channels,
                         [&](std::size_t at, auto lanes) __attribute__((always_inline)) {
                           f(at, std::integral_constant<std::size_t, 1>{}, lanes);
                         });
  }

  /// f of the coefficients and of the numbers at `place`.
  template <class F, class Lanes>
  [[gnu::always_inline]] decltype(auto) apply(const F& f, const std::array<B, Rows>& coefficients,
                                              std::size_t place, Lanes lanes) const {
    return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
      const auto argument = [&]<std::size_t k>(std::integral_constant<std::size_t, k>)
                                __attribute__((always_inline)) {
                                  if constexpr (k < Rows) return coefficients[k];
                                  else return simd::load_partial<A>(from[k] + place, lanes);
                                };
      return f(argument(std::integral_constant<std::size_t, i>{})...);
    }(std::make_index_sequence<N>{});
  }

  template <std::size_t registers, class Lanes>
  [[gnu::always_inline]] std::array<std::array<B, Rows>, registers> coefficients(
      std::size_t c, Lanes lanes) const {
    std::array<std::array<B, Rows>, registers> loaded;
    simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
      simd::unroll<Rows>([&](auto k) __attribute__((always_inline)) {
        loaded[r][k] = simd::load_partial<A>(from[k] + c + r * width, lanes);
      });
    });
    return loaded;
  }

  /// to[k][c] = the sum of f(...)[k] over pixels first ... last - 1.
  template <std::size_t Sums, class F>
  void sum(const F& f, const std::array<T*, Sums>& to, std::size_t first, std::size_t last) const {
    for (std::size_t begin = first; begin < last; begin += PlaneBlocks::tile) {
      const std::size_t end = std::min(last, begin + PlaneBlocks::tile);
      for_strips<strip(Rows + Sums)>(
          [&](std::size_t c, auto count, auto lanes) __attribute__((always_inline)) {
            constexpr std::size_t registers = decltype(count)::value;
            const auto row = coefficients<registers>(c, lanes);
            std::array<std::array<B, Sums>, registers> sums;
            simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
              sums[r] = apply(f, row[r], begin * channels + c + r * width, lanes);
            });
            for (std::size_t pixel = begin + 1; pixel < end; ++pixel) {
              simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
                const auto terms = apply(f, row[r], pixel * channels + c + r * width, lanes);
                simd::unroll<Sums>([&](auto k) __attribute__((always_inline)) {
                  sums[r][k] = sums[r][k] + terms[k];
                });
              });
            }
            simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
              simd::unroll<Sums>([&](auto k) __attribute__((always_inline)) {
                T* const place = to[k] + c + r * width;
                if (begin > first) sums[r][k] = simd::load_partial<A>(place, lanes) + sums[r][k];
                simd::store_partial(place, sums[r][k], lanes);
              });
            });
          });
    }
  }

  /// to[pixel, c] = f(...) for pixels first ... last - 1.
  template <class F>
  void map(const F& f, T* to, std::size_t first, std::size_t last) const {
    for (std::size_t begin = first; begin < last; begin += PlaneBlocks::tile) {
      const std::size_t end = std::min(last, begin + PlaneBlocks::tile);
      for_strips<strip(Rows)>(
          [&](std::size_t c, auto count, auto lanes) __attribute__((always_inline)) {
            constexpr std::size_t registers = decltype(count)::value;
            const auto row = coefficients<registers>(c, lanes);
            for (std::size_t pixel = begin; pixel < end; ++pixel) {
              simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
                const std::size_t place = pixel * channels + c + r * width;
                simd::store_partial(to + place, apply(f, row[r], place, lanes), lanes);
              });
            }
          });
    }
  }
};

/// What a sample's tile reads: its planes' entries of the first `Rows` inputs, its pixels of the
/// others.
template <std::size_t Rows, class A, class T, std::size_t N>
PlaneTile<Rows, T, A, N> plane_tile(std::array<const T*, N> from, const Planes& planes,
                                    std::size_t sample) {
  for (std::size_t k = 0; k < N; ++k) {
    from[k] += sample * planes.channels * (k < Rows ? 1 : planes.pixels);
  }
  return {from, planes.channels};
}

/// mean[c], square[c]: the mean over pixels first ... last - 1, relative to the sample's first
/// pixel, and the sum of squares about it.
///
/// The sums of a tile are relative to its first pixel, which is at most sqrt(tile) standard
/// deviations from the tile's mean; tiles are joined by Chan's rule.
template <class T, class A>
void block_moments(const PlaneTile<0, T, A, 1>& x, T* mean, T* square, std::size_t first,
                   std::size_t last) {
  using B = simd::Batch<T, A>;
  using Tile = PlaneTile<0, T, A, 1>;
  for (std::size_t begin = first; begin < last; begin += PlaneBlocks::tile) {
    const std::size_t end = std::min(last, begin + PlaneBlocks::tile);
    const auto before = static_cast<T>(begin - first), own = static_cast<T>(end - begin);
    const B share(T(1) / own), weight(own / (before + own)), spread(before * own / (before + own));
    x.template for_strips<Tile::strip(3)>(
        [&](std::size_t c, auto count, auto lanes) __attribute__((always_inline)) {
          constexpr std::size_t registers = decltype(count)::value;
          const auto load = [&](std::size_t pixel, std::size_t r) __attribute__((always_inline)) {
            return simd::load_partial<A>(x.from[0] + pixel * x.channels + c + r * x.width, lanes);
          };
          std::array<B, registers> shift, sums, squares;
          simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
            shift[r] = load(begin, r);
            sums[r] = squares[r] = B(T(0));
          });
          for (std::size_t pixel = begin + 1; pixel < end; ++pixel) {
            simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
              const B d = load(pixel, r) - shift[r];
              sums[r] = sums[r] + d;
              squares[r] = simd::multiply_add(d, d, squares[r]);
            });
          }
          simd::unroll<registers>([&](auto r) __attribute__((always_inline)) {
            T* const m = mean + c + r * x.width;
            T* const s = square + c + r * x.width;
            B centre = shift[r] - load(0, r) + sums[r] * share;
            B sum = squares[r] - sums[r] * sums[r] * share;
            if (begin > first) {
              const B earlier = simd::load_partial<A>(m, lanes);
              const B d = centre - earlier;
              centre = earlier + d * weight;
              sum = simd::load_partial<A>(s, lanes) + sum + d * d * spread;
            }
            simd::store_partial(m, centre, lanes);
            simd::store_partial(s, sum, lanes);
          });
        });
  }
}

/// Calls f(first place, place in a block's partial sums, lanes) for the registers of a sample's
/// planes, for all samples.
template <class T, class A, class F>
void for_planes(const PlaneBlocks& blocks, F&& f) {
  const std::size_t channels = blocks.planes.channels;
  for_blocks(blocks.planes.samples, blocks.count * channels,
             [&](std::size_t begin, std::size_t end) {
               for (std::size_t sample = begin; sample < end; ++sample) {
                 for_registers<simd::width<T, A>>(
                     0, channels, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
                       f(sample * channels + c, sample * blocks.count * channels + c, lanes);
                     });
               }
             });
}

}  // namespace cpu

/// Scalars of scratch that `sums` sums over planes need.
constexpr std::size_t plane_scratch_size(const Planes& planes, std::size_t sums) {
  return sums * padded(planes.count() * cpu::PlaneBlocks(planes).count);
}

/// out[k] = the sums over every plane of f(...)[k]; the first `Rows` inputs have one number per
/// plane.
template <std::size_t Rows, std::size_t Sums, class F, class T, class A,
          cpu::Readable<BasicCpu<T, A>>... In>
void plane_sums(BasicCpu<T, A>& device, const F& f, const Planes& planes,
                const std::array<Ref<T, BasicCpu<T, A>>, Sums>& out, In... in) {
  const cpu::PlaneBlocks blocks(planes);
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  ScratchFrame scratch(device);
  std::array<T*, Sums> to;
  for (std::size_t k = 0; k < Sums; ++k) {
    to[k] = raw(blocks.count == 1 ? out[k] : scratch.take(planes.count() * blocks.count));
  }
  blocks.each([&](std::size_t block, std::size_t sample, std::size_t first, std::size_t last) {
    std::array<T*, Sums> own = to;
    for (T*& sums : own) sums += block * planes.channels;
    cpu::plane_tile<Rows, A>(from, planes, sample).template sum<Sums>(f, own, first, last);
  });
  if (blocks.count == 1) return;
  cpu::for_planes<T, A>(blocks, [&](std::size_t place, std::size_t partial, auto lanes) {
    for (std::size_t k = 0; k < Sums; ++k) {
      auto sum = simd::load_partial<A>(to[k] + partial, lanes);
      for (std::size_t block = 1; block < blocks.count; ++block) {
        sum = sum + simd::load_partial<A>(to[k] + partial + block * planes.channels, lanes);
      }
      simd::store_partial(raw(out[k]) + place, sum, lanes);
    }
  });
}

/// Mean and biased variance of every plane, in one pass.
///
/// Accuracy: a few units of rounding of the variance, whatever the mean.
template <class T, class A>
void plane_moments(BasicCpu<T, A>& device, const Planes& planes, Write<BasicCpu<T, A>> mean,
                   Write<BasicCpu<T, A>> variance, Read<BasicCpu<T, A>> x) {
  using B = simd::Batch<T, A>;
  const cpu::PlaneBlocks blocks(planes);
  const std::size_t channels = planes.channels;
  ScratchFrame scratch(device);
  T* const means = raw(scratch.take(planes.count() * blocks.count));
  T* const squares = raw(scratch.take(planes.count() * blocks.count));  // about the block's mean
  const auto size = [&](std::size_t block) {
    return std::min(blocks.pixels, planes.pixels - block * blocks.pixels);
  };
  blocks.each([&](std::size_t block, std::size_t sample, std::size_t first, std::size_t last) {
    const std::array<const T*, 1> from{raw(x)};
    cpu::block_moments(cpu::plane_tile<0, A>(from, planes, sample), means + block * channels,
                       squares + block * channels, first, last);
  });
  const B share(T(1) / static_cast<T>(planes.pixels));
  cpu::for_planes<T, A>(blocks, [&](std::size_t place, std::size_t partial, auto lanes) {
    B sum(T(0));
    for (std::size_t block = 0; block < blocks.count; ++block) {
      sum = sum + simd::load_partial<A>(means + partial + block * channels, lanes) *
                      B(static_cast<T>(size(block)));
    }
    const B centre = sum * share;
    B squares_sum(T(0));
    for (std::size_t block = 0; block < blocks.count; ++block) {
      const B d = simd::load_partial<A>(means + partial + block * channels, lanes) - centre;
      squares_sum = squares_sum +
                    simd::load_partial<A>(squares + partial + block * channels, lanes) +
                    d * d * B(static_cast<T>(size(block)));
    }
    const std::size_t pixel = place / channels * planes.pixels * channels + place % channels;
    simd::store_partial(raw(mean) + place, simd::load_partial<A>(raw(x) + pixel, lanes) + centre,
                        lanes);
    simd::store_partial(raw(variance) + place, squares_sum * share, lanes);
  });
}

/// out = f(...) for every number of the images; the first `Rows` inputs have one number per plane.
template <std::size_t Rows, class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void map_planes(BasicCpu<T, A>&, const F& f, const Planes& planes, Write<BasicCpu<T, A>> out,
                In... in) {
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  const std::size_t size = planes.pixels * planes.channels;
  cpu::PlaneBlocks(planes).each([&](std::size_t, std::size_t sample, std::size_t first,
                                    std::size_t last) {
    cpu::plane_tile<Rows, A>(from, planes, sample).map(f, raw(out) + sample * size, first, last);
  });
}

}  // namespace saddle
