// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/rows.hpp"
#include "models/any_gan.hpp"
#include "models/any_model.hpp"

#include <saddle/core/tensor.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace saddle_program {

/// The features of samples: (n, ...) -> (n, features).
using Features = std::function<Rows(const Rows&)>;

/// Samples (n, ...) as samples of other domains, (n) labels.
using Translator = std::function<Rows(const Rows&, const saddle::Tensor<int, 1>&)>;

/// What it takes to name each of some samples, (n, ...) -> (n).
using Nats = std::function<saddle::Tensor<double, 1>(const Rows&)>;

/// The ways between two domains: what translates to the second, and to the first.
struct Ways {
  Features there, back;
};

/// A model for one shape of data as this program knows it: everything that needs its networks,
/// compiled in one unit.
struct CompiledModel {
  std::string formulation;
  std::string name;
  std::vector<std::size_t> shape;  // of a sample
  std::size_t classes = 0;         // that samples may be asked for
  std::vector<Composition> compositions;
  std::unique_ptr<AnyModel> (*load)();  // null where there are no codes to make samples of
  void (*summary)(std::ostream& out);
  // Of a critic of samples alone; without a path of an untrained one, as below.
  Features (*critic_features)(const std::string& path, const std::string& constraint) = nullptr;
  // What the formulation trains beside its generator and critics, by the names of their files.
  std::map<std::string, Features (*)(const std::string& name, const std::string& path)> networks{};
  // Of a formulation that translates between domains: that of a run's folder.
  Translator (*translator)(const std::string& run) = nullptr;
  // Of one that leads from one set of data to another: the same.
  Ways (*ways)(const std::string& run) = nullptr;
  // Of one that knows the density of samples: the nats of each, (n).
  Nats (*nats)(const std::string& path) = nullptr;
  std::string experiment{};  // of a user's own: "Digits of mine.hpp" and the header's hash
  std::string unit{};        // what the cache knows it by, if it was compiled on demand
};

}  // namespace saddle_program
