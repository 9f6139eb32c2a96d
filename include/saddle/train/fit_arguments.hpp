// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/shape.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/source.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace saddle::detail {

/// What `fit` and its callbacks ask of a trainer, beside check(source) and step(source).
template <class G>
concept Trainer = !std::is_const_v<G> && requires(G& gan) {
  gan.steps();
  gan.state();
  gan.report().step;
};

/// A trainer of two domains, and its source.
template <class G>
concept TranslatesDomains = requires {
  typename G::First;
  typename G::Second;
};
template <class Source>
concept TwoDomains = requires(const Source& source, float* out) {
  requires data::Source<typename Source::First> && data::Source<typename Source::Second>;
  source.template draw<1>(out, std::size_t{1}, std::uint64_t{1}, std::uint64_t{0});
};

/// Several labelled sources of which each step sees one, as `data::LabelSets`.
template <class Source>
concept TakesTurns = requires(const Source& source) {
  requires data::LabelledSource<decltype(source.turn(std::uint64_t{0}))>;
};

/// A source whose shape the compiler knows.
template <class Source>
concept FixedShape = requires { typename std::bool_constant<(Source::shape().size() > 0)>; };

template <class Source, class Index = std::make_index_sequence<Source::shape().size()>>
struct ShapeOf;
template <class Source, std::size_t... I>
struct ShapeOf<Source, std::index_sequence<I...>> {
  using type = Shape<Source::shape()[I]...>;
};

/// To ask for its size is to have an error that names both shapes where they differ.
template <class SourceShape, class ExperimentShape>
struct ShapeMismatch {
  static constexpr bool same = std::is_same_v<SourceShape, ExperimentShape>;
  static_assert(same,
                "the source's samples have another shape than the experiment's: ShapeMismatch "
                "names both");
};

/// Whether a source has the shape, as far as the compiler knows; an error if it has not.
template <class Source, class Expected>
struct SameShape {
  static constexpr bool value = true;
};
template <FixedShape Source, class Expected>
struct SameShape<Source, Expected> {
  using Mismatch = ShapeMismatch<typename ShapeOf<Source>::type, Expected>;
  static_assert(sizeof(Mismatch) > 0);
  static constexpr bool value = Mismatch::same;
};

/// What can be wrong with the first two arguments of `fit`; asked once for each pair of types.
template <class G, class Source>
struct FitArguments {
  static constexpr bool is_trainer = Trainer<G>;
  static constexpr bool of_domains = TranslatesDomains<G>;
  static constexpr bool is_source = data::Source<Source>;
  static constexpr bool has_domains = TwoDomains<Source>;
  static_assert(is_trainer,
                "the first argument of fit is a trainer that is not const, the second its source");
  static_assert(
      !is_trainer || of_domains || !has_domains,
      "the second argument of fit has two domains, and this trainer declares none: let it "
      "say using First = Shape<...>; using Second = Shape<...>;");
  static_assert(!is_trainer || of_domains || is_source || has_domains,
                "the second argument of fit is not a data::Source: that has a name, shape() and "
                "draw(out, n, seed, position) for float* out");
  static_assert(!is_trainer || !of_domains,
                "the second argument of fit is not what this trainer translates between: "
                "data::Domains{one source, another}");
  static constexpr bool usable = is_trainer && !of_domains && is_source;
};
template <class G, class Source>
  requires G::takes_any_source
struct FitArguments<G, Source> {  // what is wrong with the trainer has been said
  static constexpr bool usable = true;
};
template <Trainer G, data::Source Source>
  requires requires { typename G::Data; }
struct FitArguments<G, Source> {
  static constexpr bool has_labels = data::LabelledSource<Source> || !requires { G::classes; };
  static_assert(has_labels,
                "the second argument of fit knows no labels, of which this trainer learns: a "
                "data::LabelledSource has classes() and draw_labels(out, n, seed, position)");
  static constexpr bool usable = has_labels && SameShape<Source, typename G::Data>::value;
};
template <Trainer G, TakesTurns Source>
  requires requires { G::sets; }
struct FitArguments<G, Source> {
  static constexpr bool usable = true;
};
template <Trainer G, TwoDomains Source>
  requires TranslatesDomains<G>
struct FitArguments<G, Source> {
  static constexpr bool usable = SameShape<typename Source::First, typename G::First>::value &&
                                 SameShape<typename Source::Second, typename G::Second>::value;
};

}  // namespace saddle::detail
