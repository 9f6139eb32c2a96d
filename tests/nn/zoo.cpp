// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/nn/zoo/zoo.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <fstream>
#include <set>
#include <string>

namespace zoo_test {

using namespace saddle;
using Json = nlohmann::json;

namespace {

template <std::size_t... Extents>
Json shapes(Shape<Extents...>) {
  return {std::array{Extents...}};
}
template <std::size_t... Score, std::size_t... Classes>
Json shapes(Joint<Shape<Score...>, Shape<Classes...>>) {
  return {std::array{Score...}, std::array{Classes...}};
}

}  // namespace

TEST_CASE("The zoo counts what PyTorch counts in modules written from the papers' programs",
          "[golden]") {
  const Json goldens = Json::parse(std::ifstream("golden/zoo.json"));
  std::set<std::string> names;
  for_each_in_zoo([&](const auto& entry) {
    const std::string name(entry.name);
    CAPTURE(name);
    CHECK(names.insert(name).second);
    REQUIRE(goldens.contains(name));
    const Json& golden = goldens[name];
    CHECK(entry.parameter_count == golden["parameters"].template get<std::size_t>());
    CHECK(entry.state_count == golden["state"].template get<std::size_t>());
    CHECK(entry.macs == golden["macs"].template get<std::size_t>());
    for_each(entry.networks, [&](auto network) {
      using Net = typename decltype(network)::type;
      if constexpr (NetworkType<Net>) {
        if (golden.contains("outputs")) CHECK(shapes(typename Net::Output{}) == golden["outputs"]);
      }
    });
  });
  CHECK(names.size() + 1 == goldens.size());  // and the version of PyTorch
}

}  // namespace zoo_test
