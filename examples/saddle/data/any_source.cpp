// SPDX-License-Identifier: BSL-1.0
#include "data/any_source.hpp"

#include "commands/names.hpp"
#include "data/data_units.hpp"
#include "data/labelled.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/type_name.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/data/from_file.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/swiss_roll.hpp>
#include <saddle/data/two_moons.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace saddle_program {

namespace {

/// A frame around the points of a source.
template <class Source>
saddle::Bounds frame_of(const Source& source) {
  constexpr std::size_t count = 1000;
  saddle::Tensor<float, 2> points = xt::empty<float>({count, std::size_t{2}});  // (count, 2)
  source.draw(points.data(), count, 0, 0);
  return {saddle::range_of(points, 0), saddle::range_of(points, 1)};
}

template <class Source>
AnySource erase(Source source) {
  const auto shape = source.shape();
  AnySource any{
      .name = std::string(source.name), .sample_shape = {shape.begin(), shape.end()}, .fill = {}};
  any.hash = saddle::data::content_hash(source);
  any.labels_hash = saddle::data::labels_hash(source);
  if constexpr (requires { source.modes(); }) {
    any.modes = source.modes();
    any.sigma = source.sigma;
  }
  if constexpr (requires { source.rows(); }) any.rows = source.rows();
  if constexpr (requires { source.units(); }) {
    any.columns = source.columns;
    any.full = source.full;
  }
  if (any.sample_shape == std::vector<std::size_t>{2}) any.frame = frame_of(source);
  const auto shared = std::make_shared<const Source>(std::move(source));
  if constexpr (saddle::data::LabelledSource<Source>) {
    any.class_count = shared->classes();
    any.fill_labels = [shared](int* out, std::size_t n, std::uint64_t seed,
                               std::uint64_t position) {
      shared->draw_labels(out, n, seed, position);
    };
  }
  any.fill = [shared](float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) {
    shared->draw(out, n, seed, position);
  };
  return any;
}

/// A source that needs no file.
struct Generated {
  const char* name;
  std::string_view in_cpp;
  AnySource (*open)();

  bool is(const std::string& data) const {
    const std::string folded = saddle::folded_name(data);
    return folded == saddle::folded_name(name) || folded == saddle::folded_name(in_cpp);
  }
  /// A path of another spelling is meant as that.
  bool is_meant_by(const std::string& data, bool is_path) const {
    return data == name || (!is_path && is(data));
  }
};

template <class Source>
constexpr Generated generated(const char* name) {
  return {name, saddle::type_name<Source>(), [] {
            AnySource source = erase(Source{});
            source.in_cpp = std::string("data::").append(saddle::type_name<Source>()).append("()");
            if (std::is_same_v<Source, saddle::data::Grid>) source.difficulty = 2;
            return source;
          }};
}

/// The call that opens a file.
std::string opening_of(const std::string& path, const saddle::CsvColumns& wanted) {
  std::string call = "data::from_file(" + in_cpp(path);
  if (wanted.label || !wanted.names.empty()) {
    call += ", {}, {";
    if (wanted.label) call += ".label = " + in_cpp(*wanted.label);
    if (wanted.label && !wanted.names.empty()) call += ", ";
    for (const std::string& name : wanted.names) {
      call += (&name == &wanted.names.front() ? ".names = {" : ", ") + in_cpp(name);
    }
    call += wanted.names.empty() ? "}" : "}}";
  }
  return call + ")";
}

constexpr Generated all_generated[] = {
    generated<saddle::data::Ring>("ring"), generated<saddle::data::Grid>("grid"),
    generated<saddle::data::SwissRoll>("swiss-roll"), generated<saddle::data::TwoMoons>("moons"),
    generated<saddle::data::Glyphs>("glyphs")};

}  // namespace

std::vector<std::string> generated_names() {
  std::vector<std::string> names;
  for (const Generated& one : all_generated) names.emplace_back(one.name);
  return names;
}

std::string own_name_of(const std::string& data) {
  for (const Generated& one : all_generated) {
    if (one.is(data)) return one.open().name;
  }
  return data;
}

bool is_generated(const std::string& data) {
  const bool is_path = std::filesystem::exists(data);
  return std::ranges::any_of(all_generated,
                             [&](const Generated& one) { return one.is_meant_by(data, is_path); });
}

AnySource open_source(const std::string& data, const saddle::CsvColumns& wanted,
                      const std::string& labels, const std::string& called) {
  const bool is_path = std::filesystem::exists(data);
  for (const Generated& one : all_generated) {
    if (!one.is_meant_by(data, is_path)) continue;
    if (!labels.empty()) {
      throw saddle::ConfigError("--labels", "none beside " + data + ", which has its own",
                                saddle::in_quotes(labels));
    }
    if (!wanted.label && wanted.names.empty()) return one.open();
    throw saddle::ConfigError(called, "a table, which has a --label and --columns",
                              saddle::in_quotes(data));
  }
  if (!is_path) {
    const std::string meant = saddle::or_nearest(data, generated_names());
    throw saddle::ConfigError(
        called,
        saddle::listed(generated_names()) + ", or a path that holds " +
            std::string(saddle::data::known_formats),
        saddle::in_quotes(data) + (meant.empty() ? ", which is no path" : meant));
  }
  saddle::require_utf8(called, data);  // files of the run name it
  if (!labels.empty()) {
    auto format = saddle::data::FileFormat::idx;
    AnySource source = erase(open_labelled(data, labels, {}, &format));
    const bool npy = format == saddle::data::FileFormat::npy;
    source.in_cpp =
        std::string(npy ? "data::npy(" : "data::idx(") + in_cpp(data) + ", " + in_cpp(labels) + ")";
    return source;
  }
  saddle::data::Dataset set = saddle::data::from_file(data, {}, wanted);
  print_remarks(data, set);
  AnySource source = erase(std::move(set));
  source.in_cpp = opening_of(data, wanted);
  return source;
}

AnySource translation(AnySource origin, AnySource target) {
  const auto require_samples = [](const char* option, const AnySource& source) {
    if (!source.rows || *source.rows > 1) return;
    throw saddle::ConfigError(std::string(option) + ": samples", "two or more",
                              std::to_string(*source.rows));
  };
  require_samples("--data", origin);
  require_samples("--to", target);
  if (origin.shape() != target.shape()) {
    throw saddle::ConfigError("--to: shape of a sample",
                              saddle::shape_text(origin.shape()) + ", as --data has",
                              saddle::shape_text(target.shape()));
  }
  if (origin.hash == target.hash) {
    throw saddle::ConfigError("--to", "other samples than those of --data", "the same");
  }
  target.in_cpp = "data::Domains{" + origin.in_cpp + ", " + target.in_cpp + "}";
  target.origin = std::make_shared<const AnySource>(std::move(origin));
  return target;
}

}  // namespace saddle_program
