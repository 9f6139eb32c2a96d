// SPDX-License-Identifier: BSL-1.0
#include "commands/translate.hpp"

#include "data/data_units.hpp"
#include "models/find_model.hpp"
#include "run/trained.hpp"
#include "run/translation_score.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/io/safetensors.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <iostream>

namespace saddle_program {

namespace {

using saddle::ConfigError;
using saddle::Error;
using saddle::in_quotes;

/// Each sample, and behind it what `translations` holds of it.
Rows side_by_side(const Rows& samples, const Rows& translations) {
  const std::size_t each = translations.shape(0) / samples.shape(0), size = samples.shape(1);
  Rows rows = Rows::from_shape({samples.shape(0) * (each + 1), size});
  float* place = rows.data();
  for (std::size_t i = 0; i < samples.shape(0); ++i) {
    place = std::copy_n(&samples(i, 0), size, place);
    place = std::copy_n(&translations(i * each, 0), each * size, place);
  }
  return rows;
}

/// Writes them; a picture of images has `across` in a row, the samples beside them.
void write_translations(const AnySource& data, const Rows& samples, const Rows& translations,
                        const std::string& out, std::size_t across) {
  const bool picture = data.shape().size() == 3 && out.ends_with(".png");
  if (!picture) return write_samples(data, translations, out, 0);
  write_samples(data, side_by_side(samples, translations), out, across);
}

/// To the domain of a label, or of all labels.
void translate_by_label(const TranslateOptions& options, const saddle::Safetensors& file,
                        const CompiledModel& model) {
  if (options.from || options.truth) {
    throw ConfigError(options.from ? "--from" : "--truth",
                      "none, for the domains of this run are labels",
                      in_quotes(options.from ? *options.from : *options.truth));
  }
  const AnySource data{.name = file.metadata("data").value_or(model.name),
                       .sample_shape = model.shape,
                       .columns = units_of(file).columns};
  const std::string out = file_for(data, options.out);
  require_apart({"--out", out}, {{"--data", options.data}});
  std::optional<std::size_t> to;
  if (options.to) {
    to = saddle::number_in<std::size_t>(*options.to);
    if (!to || *to >= model.classes) {
      throw ConfigError("--to", "a domain from 0 to " + std::to_string(model.classes - 1),
                        to ? std::to_string(*to) : in_quotes(*options.to));
    }
  }
  const Rows samples = read_samples(options, units_of(file), model.shape, "the generator");
  const std::size_t each = to ? 1 : model.classes;
  Rows repeated = Rows::from_shape({samples.shape(0) * each, samples.shape(1)});
  auto labels = saddle::Tensor<int, 1>::from_shape({repeated.shape(0)});
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels(i) = static_cast<int>(to ? *to : i % each);
    std::copy_n(&samples(i / each, 0), samples.shape(1), &repeated(i, 0));
  }
  const Rows translations = model.translator(options.run)(repeated, labels);
  require_finite(translations, each * translations.shape(1), "the translation of sample");
  write_translations(data, samples, translations, out, to ? 12 : each + 1);
}

/// One of the two domains of a translation, as its files have it.
struct Domain {
  std::string letter, name;
  saddle::data::Units units;

  bool is(const std::string& word) const {
    return word == letter || word == name || own_name_of(word) == name ||
           word == std::filesystem::path(name).stem().string();
  }
};

/// The number of the domain that is called so.
///
/// Errors: ConfigError, in which the option is `called` so, for a word that means none, or both.
std::size_t domain_named(const std::array<Domain, 2>& domains, const std::string& called,
                         const std::string& word) {
  const bool first = domains[0].is(word), second = domains[1].is(word);
  if (first != second) return first ? 0 : 1;
  const auto both = [](const Domain& one) { return one.letter + " (" + one.name + ")"; };
  throw ConfigError(called, both(domains[0]) + " or " + both(domains[1]),
                    in_quotes(word) + (first ? ", which is the name of both" : ""));
}

/// From one of two domains to the other.
void translate_between(const TranslateOptions& options, const saddle::Safetensors& file,
                       const CompiledModel& model) {
  const std::array<Domain, 2> domains{{{"A", file.required("data"), units_of(file)},
                                       {"B", file.required("to"), units_of(file, "to ")}}};
  if (!options.to && !options.from) {
    throw ConfigError("--to", "A (" + domains[0].name + ") or B (" + domains[1].name + ")", "none");
  }
  const std::size_t to = options.to ? domain_named(domains, "--to", *options.to)
                                    : 1 - domain_named(domains, "--from", *options.from);
  const Domain &there = domains[to], &here = domains[1 - to];
  if (options.from && domain_named(domains, "--from", *options.from) == to) {
    throw ConfigError("--from",
                      "the other domain than --to, " + here.letter + " (" + here.name + ")",
                      in_quotes(*options.from));
  }
  const AnySource data{
      .name = there.name, .sample_shape = model.shape, .columns = there.units.columns};
  const std::string out = file_for(data, options.out);
  require_apart({"--out", out}, {{"--data", options.data}});
  const Ways ways = model.ways(options.run);
  const Features &way = to == 1 ? ways.there : ways.back, &back = to == 1 ? ways.back : ways.there;
  if (!way) throw Error(options.run + " translates to B (" + domains[1].name + ") only");
  if (there.is(options.data) && !here.is(options.data)) {
    throw ConfigError("--data",
                      "samples of " + here.letter + " (" + here.name + "), which lead to " +
                          there.letter + " (" + there.name + ")",
                      in_quotes(options.data) + ", which is there already");
  }
  const Rows samples = read_samples(options, here.units, model.shape, "this way");
  SamplesOptions true_samples = options;
  if (options.truth) {
    true_samples.data = *options.truth;
    require_apart({"--out", out}, {{"--truth", *options.truth}});
  }
  const Rows truth =
      options.truth ? read_samples(true_samples, there.units, model.shape, "this way", "--truth")
                    : Rows::from_shape({0, 0});
  if (options.truth && truth.shape(0) != samples.shape(0)) {
    throw ConfigError("--truth: samples",
                      std::to_string(samples.shape(0)) + ", one for each of " + options.data,
                      std::to_string(truth.shape(0)));
  }
  const Rows translations = way(samples);
  require_finite(translations, translations.shape(1), "the translation of sample");
  write_translations(data, samples, translations, out, 12);
  if (!options.truth) return;
  const Rows again = back ? back(translations) : Rows::from_shape({0, 0});
  std::cout << translation_score({samples, translations, again, truth}, model.shape).dump() << '\n';
}

}  // namespace

void translate(const TranslateOptions& options) {
  const saddle::Safetensors file(main_network_file(options.run));
  const CompiledModel& model = model_of(file);
  if (model.translator != nullptr) return translate_by_label(options, file, model);
  if (model.ways != nullptr) return translate_between(options, file, model);
  throw Error(options.run + " translates nothing: train with --formulation stargan, icgan, " +
              "cyclegan, alignflow or diat");
}

}  // namespace saddle_program
