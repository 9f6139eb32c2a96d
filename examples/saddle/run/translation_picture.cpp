// SPDX-License-Identifier: BSL-1.0
#include "run/translation_picture.hpp"

#include "run/pictures.hpp"

#include <saddle/data/held_out.hpp>
#include <saddle/picture/sheet.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace saddle_program {

namespace {

/// Held-out samples of a domain, what becomes of them, and what comes back.
struct RoundTrip {
  Rows from, there, again;
};

/// Those of both domains.
std::pair<RoundTrip, RoundTrip> round_trips(AnyGan& gan, const AnySource& source, std::size_t n,
                                            std::uint64_t seed) {
  const auto held_out = [&](const AnySource& domain) {
    return saddle::data::held_out(domain, n, seed, domain.rows.value_or(1));
  };
  RoundTrip first{held_out(*source.origin), {}, {}}, second{held_out(source), {}, {}};
  first.there = gan.to_second(first.from);
  first.again = gan.to_first(first.there);
  second.there = gan.to_first(second.from);
  second.again = gan.to_second(second.there);
  return {std::move(first), std::move(second)};
}

saddle::Image of_images(AnyGan& gan, const AnySource& source, std::uint64_t seed) {
  constexpr std::size_t n = 16;
  const auto [first, second] = round_trips(gan, source, n, seed);
  Rows rows = Rows::from_shape({6 * n, first.from.shape(1)});
  float* place = rows.data();
  for (std::size_t i = 0; i < n; ++i) {
    for (const RoundTrip* trip : {&first, &second}) {
      for (const Rows* of : {&trip->from, &trip->there, &trip->again}) {
        place = std::copy_n(&(*of)(i, 0), of->shape(1), place);
      }
    }
  }
  return saddle::grid(images_of(rows, source.shape()), 6);
}

saddle::Image of_points(AnyGan& gan, const AnySource& source, std::uint64_t seed) {
  const auto [first, second] = round_trips(gan, source, 1'000, seed);
  const AnySource& origin = *source.origin;
  const std::string there = origin.name + " to " + source.name,
                    back = source.name + " to " + origin.name;
  const std::array pictures{
      picture_of_points(first.there, second.from, {}, source, there),
      picture_of_points(first.again, first.from, {}, origin, there + " and back"),
      picture_of_points(second.there, first.from, {}, origin, back),
      picture_of_points(second.again, second.from, {}, source, back + " and back")};
  return saddle::sheet(pictures, 2);
}

}  // namespace

saddle::Image picture_of_translations(AnyGan& gan, const AnySource& source, std::uint64_t seed) {
  return source.shape().size() == 3 ? of_images(gan, source, seed) : of_points(gan, source, seed);
}

}  // namespace saddle_program
