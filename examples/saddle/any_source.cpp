// SPDX-License-Identifier: BSL-1.0
#include "any_source.hpp"

#include <saddle/data/grid.hpp>
#include <saddle/data/idx.hpp>
#include <saddle/data/ring.hpp>

#include <filesystem>
#include <memory>

namespace {

template <class Source>
AnySource erase(Source source) {
  const auto shape = source.shape();
  AnySource any{.name = std::string(source.name),
                .sample_shape = {shape.begin(), shape.end()},
                .fill = {},
                .modes = {}};
  if constexpr (requires { source.modes(); }) {
    any.modes = source.modes();
    any.sigma = source.sigma;
  }
  const auto shared = std::make_shared<const Source>(std::move(source));
  any.fill = [shared](float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) {
    shared->draw(out, n, seed, position);
  };
  return any;
}

}  // namespace

AnySource open_source(const std::string& data) {
  if (data == "ring") return erase(saddle::data::Ring{});
  if (data == "grid") {
    AnySource grid = erase(saddle::data::Grid{});
    grid.difficulty = 2;
    return grid;
  }
  if (!std::filesystem::exists(data)) {
    throw saddle::ConfigError("--data", "ring, grid or the path of an IDX file of images",
                              "'" + data + "'");
  }
  return erase(saddle::data::idx(data));
}
