// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"
#include "golden.hpp"

#include <saddle/core/error.hpp>
#include <saddle/gan/part/report.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Whole training steps that golden/training_steps.py wrote, and how near ours come to them.
namespace saddle::test {

inline constexpr std::size_t golden_batch = 3;
inline constexpr std::uint32_t golden_steps = 10;

/// Of what a step changes in a parameter, which is small beside the parameter, of which float keeps
/// seven digits.
template <class T>
inline constexpr double tolerance_of_change = sizeof(T) == 4 ? 2e-3 : 1e-8;

/// Where `step` is one of those that were written, its losses and one network's parameters.
class Kept {
 public:
  Kept(const Json& golden, std::uint32_t step)
      : golden_(golden), index_(step == 1 ? 0 : 1), here_(step == 1 || step == golden_steps) {}

  template <class T>
  void check_losses(const std::vector<double>& losses) const {
    if (!here_) return;
    const Json& expected = golden_["losses"][index_];
    REQUIRE(losses.size() == expected.size());
    for (std::size_t i = 0; i < losses.size(); ++i) {
      CAPTURE(i);
      CHECK(losses[i] == Approx(expected[i].get<double>())
                             .epsilon(sizeof(T) == 4 ? 1e-4 : 1e-10)
                             .margin(sizeof(T) == 4 ? 1e-5 : 1e-12));
    }
  }
  template <class Numbers>
  void check_parameters(const std::string& name, const Numbers& values, std::size_t network) const {
    if (!here_) return;
    using T = typename Numbers::value_type;
    INFO(name);
    const Json &start = golden_["start"][network], &after = golden_["after"][network][index_];
    REQUIRE(values.size() == start.size());
    if (after == start) {  // no turn of this network yet
      CHECK(std::ranges::equal(values, numbers<T>(start)));
      return;
    }
    CHECK(error_of_rms(values.data(), after, start) < tolerance_of_change<T>);
  }

 private:
  const Json& golden_;
  std::size_t index_;
  bool here_;
};

/// Ten steps of a trainer from the parameters that its networks had in PyTorch.
template <class Trainer, class Source>
void check_steps(Trainer& gan, const Source& source, const Json& golden) {
  using T = typename Trainer::Scalar;
  const Json &networks = golden["networks"], &names = golden["names"];
  auto state = gan.state();
  const auto parameters = [&](std::size_t network) -> auto& {
    const auto name = networks[network].template get<std::string>();
    const auto found =
        std::ranges::find(state.buffers, name, [](auto& buffer) { return buffer.name; });
    if (found == state.buffers.end()) throw ConfigError("network", "one of the trainer's", name);
    return *found->values;
  };
  for (std::size_t i = 0; i < networks.size(); ++i) {
    REQUIRE(parameters(i).size() == golden["start"][i].size());
    parameters(i) = numbers<T>(golden["start"][i]);
  }
  for (std::uint32_t step = 1; step <= golden_steps; ++step) {
    CAPTURE(step);
    gan.step(source);
    const Measurement measured = gan.report();
    REQUIRE(names.size() == measured.names.size());
    std::vector<double> losses;
    for (const Json& name : names) {
      const auto found = std::ranges::find(measured.names, name.template get<std::string>());
      REQUIRE(found != measured.names.end());
      losses.push_back(measured.values[static_cast<std::size_t>(found - measured.names.begin())]);
    }
    const Kept kept(golden, step);
    kept.template check_losses<T>(losses);
    for (std::size_t i = 0; i < networks.size(); ++i) {
      kept.check_parameters(networks[i].template get<std::string>(), parameters(i), i);
    }
  }
}

/// `n` samples by the formula of training_steps.py, from number `first` on.
template <class T>
void wave(T* out, std::size_t n, std::size_t columns, std::uint64_t first, double phase) {
  for (std::uint64_t row = first + 1; row <= first + n; ++row) {
    for (std::size_t column = 1; column <= columns; ++column) {
      *out++ = static_cast<T>(std::sin(0.37 * static_cast<double>(row * column) + phase));
    }
  }
}

/// Those samples as a source.
template <std::size_t columns>
struct Waves {
  static constexpr std::string_view name = "waves";
  double phase = 0;

  static constexpr std::array<std::size_t, 1> shape() { return {columns}; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    wave(out, n, columns, position, phase);
  }
};

}  // namespace saddle::test
