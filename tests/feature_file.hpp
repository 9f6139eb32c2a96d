// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "temporary_folder.hpp"

#include <saddle/io/safetensors_writer.hpp>
#include <saddle/learner/state_dict.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle::test {

/// A file of a network with these parameters, as `Diat` reads its features; returns its path.
template <class Net, class T>
std::string feature_file(const TemporaryFolder& folder, const std::vector<T>& parameters) {
  const std::string path = folder / "features.safetensors";
  SafetensorsWriter writer;
  add_state_dict<Net>(writer, "", parameters.data());
  writer.write(path);
  return path;
}

/// The same with parameters between -0.1 and 0.1, no two layers' alike.
template <class Net>
std::string feature_file(const TemporaryFolder& folder) {
  std::vector<float> parameters(Net::parameter_count);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    parameters[i] = static_cast<float>(0.1 * std::sin(static_cast<double>(i * i)));
  }
  return feature_file<Net>(folder, parameters);
}

}  // namespace saddle::test
