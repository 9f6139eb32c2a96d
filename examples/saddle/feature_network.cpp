// SPDX-License-Identifier: BSL-1.0
#include "feature_network.hpp"

#include "classifiers.hpp"
#include "experiments.hpp"

#include <saddle/adversary/trained_critic.hpp>
#include <saddle/constraint/spectral_norm.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/name.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/io/input_file.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/optim/sgd.hpp>
#include <saddle/train/checkpoints.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <type_traits>

namespace {

using namespace saddle;

/// A critic out of its game.
template <class Constraint, class Critic>
class LoadedCritic {
 public:
  explicit LoadedCritic(const std::string& path)
      : critic_(device_, Constraint{}, Sgd{}, /*capacity=*/64, /*seed=*/0, /*index=*/1,
                /*extras=*/0, "critic") {
    load_critic(critic_, path);
  }
  Rows features(const Rows& x) { return critic_.features(device_, x); }

 private:
  Cpu device_;
  TrainedCritic<Constraint, Critic, Sgd, Cpu> critic_;
};

template <class Constraint, class Critic>
std::function<Rows(const Rows&)> features_of(const std::string& path) {
  const auto critic = std::make_shared<LoadedCritic<Constraint, Critic>>(path);
  return [critic](const Rows& x) { return critic->features(x); };
}

FeatureNetwork critic_of(const Safetensors& file) {
  const std::string model = file.required("model"), shape = file.required("shape");
  const std::string constraint = file.required("constraint");
  std::optional<FeatureNetwork> found;
  std::string known;
  for_each(Experiments{}, [&]<class E>(std::type_identity<E>) {
    using Critic = typename E::Critic;
    constexpr auto& extents = Critic::Input::extents;
    const std::string own = full_name<E>() + " " + shape_text(extents);
    known += (known.empty() ? "" : ", ") + own;
    if (own != model + " " + shape) return;
    found = FeatureNetwork{.name = "critic of " + file.required("objective") + " with " +
                                   constraint + " on " + file.required("data") + " at step " +
                                   file.required("counter step"),
                           .shape = {extents.begin(), extents.end()},
                           .features = constraint == SpectralNorm::name
                                           ? features_of<SpectralNorm, Critic>(file.path())
                                           : features_of<Unconstrained, Critic>(file.path())};
  });
  if (!found) {
    throw DataError(file.path(), "model and shape", "one of " + known, model + " " + shape);
  }
  return std::move(found).value();
}

FeatureNetwork classifier_of(const Safetensors& file) {
  const std::shared_ptr<AnyClassifier> net =
      make_classifier(file.required("shape"), {.batch = 250});
  net->load(file.path());
  return {"classifier " + base_name(file.path()), net->shape,
          [net](const Rows& x) { return net->features(x); },
          [net](const Rows& x) { return net->probabilities(x); }};
}

}  // namespace

FeatureNetwork load_feature_network(const std::string& from) {
  const Safetensors file(std::filesystem::is_directory(from) ? Checkpoints::checkpoint_in(from)
                                                             : from);
  const std::string format = file.required("format");
  if (format == checkpoint_format) return critic_of(file);
  if (format == classifier_format) return classifier_of(file);
  throw DataError(file.path(), "format",
                  shown(classifier_format) + " or " + shown(checkpoint_format), shown(format));
}
