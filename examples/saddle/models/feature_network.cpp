// SPDX-License-Identifier: BSL-1.0
#include "models/feature_network.hpp"

#include "data/data_units.hpp"
#include "models/find_model.hpp"

#include <saddle/core/error.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/learner/file_format.hpp>
#include <saddle/metric/quality/classifier.hpp>
#include <saddle/train/checkpoints.hpp>

#include <filesystem>
#include <memory>

namespace saddle_program {

namespace {

using namespace saddle;

FeatureNetwork critic_of(const Safetensors& file) {
  const std::string constraint = file.required("constraint");
  const CompiledModel& model = model_of(file);
  require_critic_features(file, model);
  return {.name = "critic of " + file.required("objective") + " with " + constraint + " on " +
                  file.required("data") + " at step " + file.required("counter step"),
          .shape = model.shape,
          .features = model.critic_features(file.path(), constraint),
          .units = units_of(file)};
}

FeatureNetwork classifier_of(const Safetensors& file) {
  const std::shared_ptr<AnyClassifier> net =
      find_classifier(file.required("shape")).make({.batch = 250});
  net->load(file.path());
  return {std::string("classifier ") + base_name(file.path()), net->shape,
          [net](const Rows& x) { return net->features(x); },
          [net](const Rows& x) { return net->probabilities(x); }, units_of(file)};
}

}  // namespace

void require_critic_features(const Safetensors& file, const CompiledModel& model) {
  if (model.critic_features != nullptr) return;
  throw DataError(file.path(), "critic", "one of samples alone, of two layers or more",
                  "that of " + shown(model.name) + " of " + shown(model.formulation));
}

FeatureNetwork load_feature_network(const std::string& from) {
  const Safetensors file(std::filesystem::is_directory(from) ? Checkpoints::checkpoint_in(from)
                                                             : from);
  if (is_of_kind(file, checkpoint_kind)) return critic_of(file);
  if (is_of_kind(file, classifier_kind)) return classifier_of(file);
  throw DataError(
      file.path(), "format",
      shown(format_text(classifier_kind)) + " or " + shown(format_text(checkpoint_kind)),
      shown(file.required("format")));
}

}  // namespace saddle_program
