// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/count.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/learner/not_finite.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle {

/// A generator in training or at work: its numbers, its codes, and its passes.
///
/// It knows no objective and no critic, so that all trainers of an experiment share its code, and
/// a program that only samples needs nothing else.
template <class Experiment, Optimizer Opt, class D>
class Model {
 public:
  using Generator = typename Experiment::Generator;
  using Latent = typename Experiment::Latent;
  using Data = typename Generator::Output;
  using Code = typename Latent::Value;
  using Scalar = typename D::Scalar;
  using Samples = Tensor<Scalar, Data::rank + 1>;
  using Codes = Tensor<Scalar, 2>;  // (n, numbers of a code)

  /// Room for batches of `capacity` samples.
  Model(D& device, Opt optimizer, Ema ema, std::size_t capacity, std::uint64_t seed,
        std::uint32_t index = 0, std::string name = "generator")
      : seed_(seed),
        capacity_(capacity),
        generator_(std::move(name), index, optimizer, ema),
        tape_(capacity),
        codes_(D::zeros(capacity * Code::size)) {
    device.reserve_scratch(Chain<Generator>::template scratch_size<D>(capacity));
    generator_.initialise(device, seed);
  }

  /// Runs the generator on fresh codes; the tape keeps what `pullback` needs.
  Batch<Data, D> forward(D& device, Clock clock, std::size_t n) {
    Latent::draw(device, ref<D>(codes_), n, 0, clock.draw(random::Stream::latent));
    const Batch<Data, D> fake = tape_.output(n);
    Chain<Generator>::forward(pass(device, clock, n), drawn(), fake);
    return fake;
  }

  /// Where that forward met a number that is not finite; see `first_not_finite`.
  std::string not_finite(D& device, std::size_t n) {
    return first_not_finite<Generator>(device, drawn(), Read<D>(tape_.cache()), tape_.output(n), n);
  }

  /// The fakes of the last `forward`.
  Batch<Data, D> fakes(std::size_t n) { return tape_.output(n); }

  /// Adds to the gradient what `slope` sends back through the `forward` of time `clock`, which
  /// random layers recompute.
  void pullback(D& device, Clock clock, std::size_t n, ConstBatch<Data, D> slope) {
    Chain<Generator>::pullback(pass(device, clock, n), drawn(), tape_.output(n), slope,
                               Batch<Code, D>{}, generator_.gradient(), Write<D>{});
  }

  /// One optimiser step.
  void update(D& device, Clock clock) {
    generator_.update(device, clock.rate_factor, NoProjection{});
  }

  /// `n` samples in evaluation mode, from codes number `first` on of a fixed row: the same call
  /// gives the same codes at any time of the training. Shapes: (n, data...).
  ///
  /// Errors: ConfigError for codes that the row does not have: it ends after 2^32.
  Samples sample(D& device, std::size_t n, std::size_t first = 0) {
    check_codes(first, n);
    return evaluate(device, n, [&](Write<D> z, std::size_t count, std::size_t done) {
      Latent::draw(device, z, count, first + done, evaluation_draw(seed_));
    });
  }

  /// The codes from which `sample(n, first)` makes its samples. Shapes: (n, numbers of a code).
  ///
  /// Errors: as `sample`.
  Codes codes(D& device, std::size_t n, std::size_t first = 0) {
    check_codes(first, n);
    Codes result = Codes::from_shape({n, Code::size});
    for (std::size_t done = 0; done < n; done += capacity_) {
      const std::size_t count = std::min(capacity_, n - done);
      Latent::draw(device, ref<D>(codes_), count, first + done, evaluation_draw(seed_));
      download(device, result.data() + done * Code::size, Read<D>(ref<D>(codes_)),
               count * Code::size);
    }
    return result;
  }

  /// The samples of these codes, in evaluation mode: `generate(codes(n, first))` is
  /// `sample(n, first)`, bit for bit. Shapes: z (n, numbers of a code) -> (n, data...).
  ///
  /// Errors: ConfigError for another shape, or a number that is not finite.
  Samples generate(D& device, const Codes& z) {
    check(z);
    return evaluate(device, z.shape(0), [&](Write<D> out, std::size_t count, std::size_t done) {
      upload(device, out, count * Code::size, [&](Scalar* numbers) {
        std::copy_n(z.data() + done * Code::size, count * Code::size, numbers);
      });
    });
  }

  /// `n` samples on the straight line between codes number `from` and `to`, both ends included.
  /// Shapes: (n, data...).
  ///
  /// Errors: as `sample`, and ConfigError for more samples than can be addressed.
  Samples interpolate(D& device, std::size_t from, std::size_t to, std::size_t n) {
    product_of("samples", {n, Data::size});
    const Codes begin = codes(device, 1, from), end = codes(device, 1, to);
    return evaluate(device, n, [&](Write<D> z, std::size_t count, std::size_t done) {
      upload(device, z, count * Code::size, [&](Scalar* out) {
        for (std::size_t i = 0; i < count; ++i) {
          const auto share = static_cast<Scalar>(
              n > 1 ? static_cast<double>(done + i) / static_cast<double>(n - 1) : 0.0);
          for (std::size_t k = 0; k < Code::size; ++k) {
            *out++ = (1 - share) * begin(0, k) + share * end(0, k);
          }
        }
      });
    });
  }

  Learner<Generator, Opt, D>& generator() { return generator_; }

  /// Appends what a checkpoint keeps of this model.
  void list_state(TrainingState<D>& state) { generator_.list_state(state); }
  TrainingState<D> state() {
    TrainingState<D> state;
    list_state(state);
    return state;
  }

 private:
  auto pass(D& device, Clock clock, std::size_t n) {
    return generator_.train_pass(device, n, tape_.cache(), clock.draw(random::Stream::dropout));
  }
  /// The codes of the last `forward`.
  ConstBatch<Code, D> drawn() { return ConstBatch<Code, D>(ref<D>(codes_)); }

  static void check_codes(std::size_t first, std::size_t n) {
    constexpr std::size_t codes = std::size_t{1} << 32;  // see random::block
    if (first <= codes && n <= codes - first) return;
    throw ConfigError("codes", "numbers from 0 to 2^32 - 1",
                      std::to_string(n) + " from " + std::to_string(first) + " on");
  }

  static void check(const Codes& z) {
    if (z.shape(1) != Code::size) {
      throw ConfigError("codes: numbers of a code", std::to_string(Code::size),
                        std::to_string(z.shape(1)));
    }
    for (std::size_t i = 0; i < z.size(); ++i) {
      if (std::isfinite(z.data()[i])) continue;
      throw ConfigError(std::string("codes: code ") + std::to_string(i / Code::size),
                        "finite numbers", std::to_string(z.data()[i]));
    }
  }

  /// Samples of `n` codes, which `write(z, count, done)` puts into their place batch by batch.
  template <class WriteCodes>
  Samples evaluate(D& device, std::size_t n, const WriteCodes& write) {
    Samples result = Samples::from_shape(Data::batch_shape(n));
    for (std::size_t done = 0; done < n; done += capacity_) {
      const std::size_t count = std::min(capacity_, n - done);
      const Write<D> z = ref<D>(codes_);
      write(z, count, done);
      const Batch<Data, D> fake = tape_.output(count);
      Chain<Generator>::forward(generator_.eval_pass(device, count, tape_.cache()),
                                ConstBatch<Code, D>(z), fake);
      download(device, result.data() + done * Data::size, Read<D>(fake.ref()), count * Data::size);
    }
    return result;
  }

  std::uint64_t seed_;
  std::size_t capacity_;
  Learner<Generator, Opt, D> generator_;
  Tape<Generator, D> tape_;
  typename D::template Buffer<Scalar> codes_;
};

}  // namespace saddle
