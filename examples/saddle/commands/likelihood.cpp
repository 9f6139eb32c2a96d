// SPDX-License-Identifier: BSL-1.0
#include "commands/likelihood.hpp"

#include "data/data_units.hpp"
#include "models/find_model.hpp"
#include "run/likelihood.hpp"
#include "run/trained.hpp"

#include <saddle/core/error.hpp>
#include <saddle/io/safetensors.hpp>

#include <iostream>

namespace saddle_program {

void likelihood(const LikelihoodOptions& options) {
  const saddle::Safetensors file(main_network_file(options.run));
  const CompiledModel& model = model_of(file);
  if (model.nats == nullptr) {
    throw saddle::Error(options.run + " knows no density: train with --formulation flow");
  }
  const saddle::data::Units units = units_of(file);
  const Rows samples = read_samples(options, units, model.shape, "the flow");
  const saddle::Tensor<double, 1> nats = model.nats(file.path())(samples);
  require_finite(nats, 1, "the log-density of sample");
  std::cout << likelihood_json(nats, samples.shape(1), units.columns).dump() << '\n';
}

}  // namespace saddle_program
