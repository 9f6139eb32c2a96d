// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "rows.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

/// A generator that was specialised at compile time, without the game that trained it.
class AnyModel {
 public:
  virtual ~AnyModel() = default;
  /// The generator of a file; the codes are those of the training run with this seed.
  virtual void load(const std::string& path, std::uint64_t seed) = 0;
  virtual Rows sample(std::size_t n, std::size_t first) = 0;
  virtual Rows interpolate(std::size_t from, std::size_t to, std::size_t n) = 0;
  virtual void summary(std::ostream& out) const = 0;

  std::string name;
  std::vector<std::size_t> shape;  // of a sample
};

/// One model for each experiment of the command line.
std::vector<std::unique_ptr<AnyModel>> all_models();

/// The model of that name for samples of that shape ("28x28x1").
///
/// Errors: ConfigError with the models that there are.
std::unique_ptr<AnyModel> find_model(const std::string& name, const std::string& shape);
