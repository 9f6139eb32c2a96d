// SPDX-License-Identifier: BSL-1.0
#include "any_model.hpp"
#include "experiments.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/name.hpp>
#include <saddle/gan/model.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/optim/sgd.hpp>
#include <saddle/train/checkpoint.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace {

using namespace saddle;

template <class Experiment>
class ModelOf final : public AnyModel {
 public:
  using M = Model<Experiment, Sgd, Cpu>;  // no moments, for it is not trained
  using Data = typename M::Data;

  ModelOf() {
    name = full_name<Experiment>();
    shape = {Data::extents.begin(), Data::extents.end()};
  }
  void load(const std::string& path, std::uint64_t seed) override {
    constexpr std::size_t batch = 64;
    model_.emplace(device_, Sgd{}, Ema{}, batch, seed);
    load_generator(*model_, path);
  }
  Rows sample(std::size_t n, std::size_t first) override {
    return rows(model_.value().sample(device_, n, first));
  }
  Rows interpolate(std::size_t from, std::size_t to, std::size_t n) override {
    return rows(model_.value().interpolate(device_, from, to, n));
  }
  void summary(std::ostream& out) const override {
    out << "generator\n";
    saddle::summary<typename Experiment::Generator>(out);
    out << "critic\n";
    saddle::summary<typename Experiment::Critic>(out);
  }

 private:
  static Rows rows(const typename M::Samples& samples) {
    Rows result = Rows::from_shape({samples.shape()[0], Data::size});
    std::copy_n(samples.data(), samples.size(), result.data());
    return result;
  }

  Cpu device_;
  std::optional<M> model_;
};

}  // namespace

std::vector<std::unique_ptr<AnyModel>> all_models() {
  std::vector<std::unique_ptr<AnyModel>> models;
  for_each(Experiments{}, [&](auto type) {
    models.push_back(std::make_unique<ModelOf<typename decltype(type)::type>>());
  });
  return models;
}

std::unique_ptr<AnyModel> find_model(const std::string& name, const std::string& shape) {
  std::string known;
  for (auto& model : all_models()) {
    const std::string own_shape = saddle::shape_text(model->shape);
    if (model->name == name && own_shape == shape) return std::move(model);
    known += (known.empty() ? "" : ", ") + model->name + " " + own_shape;
  }
  throw ConfigError("model", "one of " + known, name + " " + shape);
}
