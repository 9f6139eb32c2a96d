// SPDX-License-Identifier: BSL-1.0
#include "commands/encode.hpp"

#include "data/data_units.hpp"
#include "models/find_model.hpp"
#include "run/pictures.hpp"
#include "run/trained.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/png.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/learner/file_format.hpp>

#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

namespace saddle_program {

namespace {

/// Samples and the codes that a run's encoder finds for them.
struct Encoded {
  Rows samples, codes;
};

Encoded encoded(const EncodeOptions& options) {
  const std::string network = "encoder";
  const std::string path = network_file(options.run, network);
  if (path != options.run && !std::filesystem::exists(path)) {
    throw saddle::Error(options.run + " has no encoder: train one with --formulation bigan");
  }
  const saddle::Safetensors file(path);
  saddle::require_kind(file, network);
  const CompiledModel& model = model_of(file);
  const Features encoder = model.networks.at(network)(network, path);

  Rows samples = read_samples(options, units_of(file), model.shape, "the encoder");
  Rows codes = encoder(samples);
  require_finite(codes, codes.shape(1), "the code of sample");
  return {std::move(samples), std::move(codes)};
}

}  // namespace

void encode(const EncodeOptions& options) {
  if (!options.out.ends_with(".npy")) {
    throw saddle::ConfigError("--out", "an .npy file", saddle::in_quotes(options.out));
  }
  require_apart({"--out", options.out}, {{"--data", options.data}});
  saddle::require_writable(options.out);
  saddle::write_npy(options.out, encoded(options).codes);
  std::cout << options.out << '\n';
}

void reconstruct(const EncodeOptions& options) {
  Trained trained = open_generator(options.run);
  const std::string out = file_for(trained.data, options.out);
  require_apart({"--out", out}, {{"--data", options.data}});
  const Encoded pairs = encoded(options);
  saddle::Safetensors(network_file(options.run, "generator"))
      .require("model",
               saddle::Safetensors(network_file(options.run, "encoder")).required("model"));
  const Rows again = trained.samples_of(pairs.codes);
  const std::vector<std::size_t>& shape = trained.data.shape();
  if (shape.size() != 3 || !out.ends_with(".png")) {
    return write_samples(trained.data, again, out, 0);
  }
  saddle::write_png(out, picture_of_pairs(pairs.samples, again, shape));
  std::cout << out << '\n';
}

}  // namespace saddle_program
