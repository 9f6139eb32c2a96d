// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/random.hpp>
#include <saddle/learner/place.hpp>
#include <saddle/learner/training_state.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle::part {

/// Fakes of earlier steps, so that a critic does not forget what the model made before: once the
/// pool is full, every second fake changes places with one of the pool.
///
/// Which fakes do is a function of the clock alone; the pool is part of the training's state.
/// Source: Shrivastava et al. 2017, in the form of Zhu et al. 2017 (50 images).
template <SingleValue V, class D>
class Pool {
 public:
  /// Room for `room` samples of the model whose critic stands at `place`; none = no pool.
  Pool(const Place<D>& place, std::size_t room)
      : name_(place.name + ".pool"),
        site_(place.index),
        room_(room),
        kept_(D::zeros(room * V::size)),
        shown_(D::zeros(room > 0 ? place.capacity * V::size : 0)) {}

  /// The `n` samples that the critic is to see in the place of these.
  ConstBatch<V, D> exchange(D& device, Clock clock, std::size_t n, ConstBatch<V, D> fakes) {
    if (room_ == 0) return fakes;
    const random::Draw draw = clock.draw(random::Stream::pool, site_);
    for (std::size_t i = 0; i < n; ++i) {
      const random::Block words = random::block(draw, 0, i);
      const Read<D> fresh = fakes.from(i).ref();
      const Write<D> shown = ref<D>(shown_) + i * V::size;
      if (count_ < room_) {
        copy(device, ref<D>(kept_) + count_++ * V::size, fresh, V::size);
        copy(device, shown, fresh, V::size);
      } else if (random::unit(words[0]) < 0.5) {
        const std::size_t k = random::index(words[1], static_cast<std::uint32_t>(room_));
        const Write<D> old = ref<D>(kept_) + k * V::size;
        copy(device, shown, Read<D>(old), V::size);
        copy(device, old, fresh, V::size);
      } else {
        copy(device, shown, fresh, V::size);
      }
    }
    return ConstBatch<V, D>(ref<D>(shown_));
  }

  /// Appends what a checkpoint keeps of this pool.
  void list_state(TrainingState<D>& state) {
    if (room_ == 0) return;
    state.buffers.push_back({name_, Content::samples, &kept_});
    state.counters.push_back({name_ + ".count", &count_});
  }

 private:
  std::string name_;
  std::uint32_t site_;
  std::uint64_t room_, count_ = 0;
  typename D::template Buffer<typename D::Scalar> kept_, shown_;
};

}  // namespace saddle::part
