// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/find.hpp>
#include <saddle/core/simd/lanes.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>

namespace saddle {

/// Leaves parameters where the update put them.
struct NoProjection {
  template <class B>
  B operator()(const B& p) const {
    return p;
  }
};

/// One pass over a learner's flat buffers: rule, projection, zero gradient, average, finite check.
///
/// `rule(p, g, m, v)` changes registers of the parameters and of as many moments as
/// `Rule::moments` says; the other buffers may be null. With `average`,
/// average = decay * average + (1 - decay) * p. `wrong_at` becomes the first index at which a
/// parameter, a moment or the average is not finite; see `index_in`.
template <class Rule, class Projection, class T, class A>
void optimize(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> wrong_at, const Rule& rule,
              const Projection& projection, std::size_t count, Write<BasicCpu<T, A>> p,
              Write<BasicCpu<T, A>> g, Write<BasicCpu<T, A>> m, Write<BasicCpu<T, A>> v,
              Write<BasicCpu<T, A>> average = {}, double decay = 0) {
  using B = simd::Batch<T, A>;
  static_assert(Rule::moments >= 0 && Rule::moments <= 2);
  std::atomic<std::size_t> found{npos};
  const B keep(static_cast<T>(decay));
  const B change(static_cast<T>(1 - decay));
  const B none(T(0));
  cpu::for_blocks(count, 4, [&](std::size_t first, std::size_t last) {
    B wrong(T(0));
    cpu::for_registers<simd::width<T, A>>(
        first, last, [&](std::size_t i, auto lanes) __attribute__((always_inline)) {
          const auto load = [&](Write<BasicCpu<T, A>> from) __attribute__((always_inline)) {
            return simd::load_partial<A>(static_cast<const T*>(raw(from)) + i, lanes);
          };
          const auto save =
              [&](Write<BasicCpu<T, A>> to, const B& x)
                  __attribute__((always_inline)) { simd::store_partial(raw(to) + i, x, lanes); };
          B parameter = load(p);
          B moment1(T(0));
          B moment2(T(0));
          if constexpr (Rule::moments > 0) moment1 = load(m);
          if constexpr (Rule::moments > 1) moment2 = load(v);
          rule(parameter, load(g), moment1, moment2);
          const B difference = parameter - parameter;  // NaN if not finite, which stays in `wrong`
          wrong = wrong + difference;
          // A clamp would hide what is not finite.
          parameter = simd::choose(difference == none, projection(parameter), parameter);
          const auto keep_finite = [&](Write<BasicCpu<T, A>> to, const B& x)
                                       __attribute__((always_inline)) {
                                         wrong = simd::multiply_add(x, none, wrong);
                                         save(to, x);
                                       };
          save(p, parameter);
          save(g, none);
          if constexpr (Rule::moments > 0) keep_finite(m, moment1);
          if constexpr (Rule::moments > 1) keep_finite(v, moment2);
          if (average) keep_finite(average, keep * load(average) + change * parameter);
        });
    if (simd::reduce_add(wrong) == T(0)) return;
    const auto finite = [&](Write<BasicCpu<T, A>> numbers, std::size_t i) {
      return !numbers || std::isfinite(raw(numbers)[i]);
    };
    std::size_t bad = first;
    while (bad < last && finite(p, bad) && (Rule::moments < 1 || finite(m, bad)) &&
           (Rule::moments < 2 || finite(v, bad)) && finite(average, bad)) {
      ++bad;
    }
    if (bad == last) return;  // it was in the padding
    std::size_t before = found.load();
    while (bad < before && !found.compare_exchange_weak(before, bad)) {
    }
  });
  cpu::put_index(device, wrong_at, found.load());
}

}  // namespace saddle
