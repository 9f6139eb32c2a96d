// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/count.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/gan/part/code_row.hpp>
#include <saddle/learner/model.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace saddle {

/// A generator and the law of its codes: a `Model` that draws what it reads. A conditional
/// generator reads labels beside its codes, which it is given.
///
/// It knows no objective and no critic, so that all trainers of an experiment share its code, and
/// a program that only samples needs nothing else.
template <class Experiment, Optimizer Opt, class D>
class Sampler {
 public:
  using Generator = typename Experiment::Generator;
  using Latent = typename Experiment::Latent;
  using Input = typename Generator::Input;
  using Data = typename Generator::Output;
  using Code = typename Latent::Value;
  using Scalar = typename D::Scalar;
  using Samples = Tensor<Scalar, Data::rank + 1>;
  using Codes = Tensor<Scalar, 2>;  // (n, numbers of a code)

  Sampler(const Place<D>& place, Opt optimizer, Ema ema = {})
      : seed_(place.seed),
        capacity_(place.capacity),
        model_(place, optimizer, ema),
        made_(model_.forward_room()),
        codes_(D::zeros(capacity_ * Code::size)) {}

  /// Runs the generator on fresh codes and, if it is conditional, `labels` beside them; what
  /// `pullback` needs is kept.
  template <std::same_as<Read<D>>... Labels>
  Batch<Data, D> forward(D& device, Clock clock, std::size_t n, Labels... labels) {
    return model_.forward(device, clock, n, drawn_input(device, clock, n, labels...), made_);
  }

  /// The same in evaluation mode, for what learns of a generator that learns no more.
  template <std::same_as<Read<D>>... Labels>
  Batch<Data, D> evaluate(D& device, Clock clock, std::size_t n, Labels... labels) {
    return model_.evaluate(device, n, drawn_input(device, clock, n, labels...), made_);
  }

  /// The fakes of the last `forward` or `evaluate`, and the codes that it drew.
  Batch<Data, D> fakes() { return made_.y(); }
  ConstBatch<Code, D> drawn() { return made_.x[0]; }

  /// Adds to the gradient what `slope` sends back through the last `forward`.
  void pullback(D& device, ConstBatch<Data, D> slope) { model_.pullback(device, made_, slope); }

  /// Room for a forward on codes that are not drawn, its samples, and their pullback, which writes
  /// what reaches the codes.
  Forward<Generator, D> forward_room() const { return model_.forward_room(); }
  Batch<Data, D> forward(D& device, Clock clock, std::size_t n, ConstBatch<Input, D> x,
                         Forward<Generator, D>& kept) {
    return model_.forward(device, clock, n, x, kept);
  }
  void pullback(D& device, Forward<Generator, D>& kept, ConstBatch<Data, D> slope,
                Batch<Input, D> dx) {
    model_.pullback(device, kept, slope, dx);
  }

  /// One optimiser step.
  void update(D& device, Clock clock) { model_.update(device, clock); }

  /// `n` samples in evaluation mode, from codes number `first` on of a fixed row: the same call
  /// gives the same codes at any time of the training. Shapes: (n, data...).
  ///
  /// Errors: ConfigError for codes that the row does not have: it ends after 2^32.
  Samples sample(D& device, std::size_t n, std::size_t first = 0) {
    part::require_codes(first, n);
    return made_of(device, n, [&](Write<D> z, std::size_t count, std::size_t done) {
      Latent::draw(device, z, count, first + done, evaluation_draw(seed_));
    });
  }

  /// The codes from which `sample(n, first)` makes its samples. Shapes: (n, numbers of a code).
  ///
  /// Errors: as `sample`.
  Codes codes(D& device, std::size_t n, std::size_t first = 0) {
    return part::codes_of<Latent>(device, ref<D>(codes_), capacity_, n, first, seed_);
  }

  /// The samples of these codes and labels, in evaluation mode: `generate(codes(n, first))` is
  /// `sample(n, first)`, bit for bit.
  /// Shapes: z (n, numbers of a code), labels (n, classes) -> (n, data...).
  ///
  /// Errors: ConfigError for another shape, or a number that is not finite.
  template <class... Labels>
  Samples generate(D& device, const Codes& z, const Labels&... labels) {
    part::check_codes<Latent>(z);
    return model_.apply(device, made_, z, labels...);
  }

  /// `n` samples on the straight line between codes number `from` and `to`, both ends included.
  /// Shapes: (n, data...).
  ///
  /// Errors: as `sample`, and ConfigError for more samples than can be addressed.
  Samples interpolate(D& device, std::size_t from, std::size_t to, std::size_t n) {
    product_of("samples", {n, Data::size});
    const Codes begin = codes(device, 1, from), end = codes(device, 1, to);
    return made_of(device, n, [&](Write<D> z, std::size_t count, std::size_t done) {
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

  /// Where the last `forward` met a number that is not finite; see `first_not_finite`.
  std::string not_finite(D& device) { return made_.not_finite(device); }

  const std::string& name() const { return model_.name(); }
  Learner<Generator, Opt, D>& learner() { return model_.learner(); }

  /// The networks whose numbers a program that samples needs.
  static constexpr std::array<std::string_view, 1> networks() { return {"generator"}; }

  /// Appends what a checkpoint keeps of this generator.
  void list_state(TrainingState<D>& state) { model_.list_state(state); }
  TrainingState<D> state() {
    TrainingState<D> state;
    list_state(state);
    return state;
  }

 private:
  /// Fresh codes, and the labels beside them.
  template <class... Labels>
  ConstBatch<Input, D> drawn_input(D& device, Clock clock, std::size_t n, Labels... labels) {
    Latent::draw(device, ref<D>(codes_), n, 0, clock.draw(random::Stream::latent));
    const std::array<Read<D>, Input::components> input{Read<D>(ref<D>(codes_)), labels...};
    return ConstBatch<Input, D>(input);
  }

  /// Samples of `n` codes, which `write(z, count, done)` puts into their place batch by batch.
  template <class WriteCodes>
  Samples made_of(D& device, std::size_t n, const WriteCodes& write) {
    Samples result = Samples::from_shape(Data::batch_shape(n));
    for (std::size_t done = 0; done < n; done += capacity_) {
      const std::size_t count = std::min(capacity_, n - done);
      const Write<D> z = ref<D>(codes_);
      write(z, count, done);
      const Batch<Data, D> fake = model_.evaluate(device, count, ConstBatch<Code, D>(z), made_);
      download(device, result.data() + done * Data::size, Read<D>(fake.ref()), count * Data::size);
    }
    return result;
  }

  std::uint64_t seed_;
  std::size_t capacity_;
  Model<Generator, Opt, D> model_;
  Forward<Generator, D> made_;
  typename D::template Buffer<Scalar> codes_;
};

}  // namespace saddle
