// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/gan/part/frozen.hpp>
#include <saddle/nn/nn.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

namespace frozen_test {

using namespace saddle;
using test::Double;

namespace {

// BatchNorm and Dropout do otherwise in training.
struct Net : Network<Shape<3>, Linear<5>, BatchNorm, Tanh, Dropout<0.5>, Linear<4>, Softplus> {};
struct Wider : Network<Shape<3>, Linear<6>, BatchNorm, Tanh, Dropout<0.5>, Linear<4>> {};
using Frozen = part::Frozen<Net, Double>;
using Features = part::Frozen<Net, Double, 3>;  // up to its Tanh

constexpr std::size_t count = 4;

/// A file of random numbers, and the network in evaluation mode that has them.
struct Stored : test::Probe<Net, Mode::eval> {
  explicit Stored(std::uint32_t stream = 1) : Probe(count, stream) {}

  std::string write(const TemporaryFolder& folder) {
    SafetensorsWriter writer;
    add_state_dict<Net>(writer, "", parameters.begin(), state.begin());
    writer.write(folder / "net.safetensors");
    return folder / "net.safetensors";
  }
};

Description description(const Frozen& frozen) {
  Description text;
  frozen.describe(text);
  return text;
}

}  // namespace

TEST_CASE("Frozen: it is the file's network in evaluation mode", "[gan]") {
  const TemporaryFolder folder;
  Stored stored;
  Double device;
  Frozen frozen({device, count, 1, 0, "features"}, stored.write(folder));
  auto kept = frozen.forward_room();
  const auto y = frozen.forward(device, count, stored.x.read(), kept);
  const test::List expected = stored.forward();
  CHECK(test::List(raw(y.ref()), raw(y.ref()) + count * 4) == expected);
}

TEST_CASE("Frozen: features are what the whole network has there", "[gan]") {
  const TemporaryFolder folder;
  Stored stored;
  Double device;
  Features frozen({device, count, 1, 0, "features"}, stored.write(folder));
  auto kept = frozen.forward_room();
  const auto y = frozen.forward(device, count, stored.x.read(), kept);
  stored.forward();
  const auto edge = Chain<Net>::edge<1>(stored.cache.at(), count);  // behind the fused Tanh
  CHECK(test::List(raw(y.ref()), raw(y.ref()) + count * 5) ==
        test::List(raw(edge.ref()), raw(edge.ref()) + count * 5));

  Description text;
  frozen.describe(text);
  CHECK(text.size() == 4);  // input, two layers, the hash of what is used
}

TEMPLATE_TEST_CASE("Frozen: gradients flow into the input", "[gan]", Frozen, Features) {
  const TemporaryFolder folder;
  Stored stored;
  Double device;
  TestType frozen({device, count, 1, 0, "features"}, stored.write(folder));
  using Output = typename TestType::Output;
  auto kept = frozen.forward_room();
  test::Samples<Output> along(count);
  along.draw(7);
  const auto loss = [&] {
    const auto y = frozen.forward(device, count, stored.x.read(), kept);
    return test::dot(along.list(), test::List(raw(y.ref()), raw(y.ref()) + count * Output::size));
  };
  const test::List expected = test::differences(loss, stored.x.places());
  test::List one;
  for (const std::size_t workers : {1U, 2U, 7U}) {
    parallel::set_workers(workers);
    stored.dx.set(test::nan);
    loss();
    frozen.pullback(device, kept, along.read(), stored.dx.batch());
    CHECK(test::error(stored.dx.list(), expected) < 1e-8);
    if (one.empty()) one = stored.dx.list();
    CHECK(stored.dx.list() == one);
  }
  parallel::set_workers(1);
}

TEST_CASE("Frozen: two forwards may be alive", "[gan]") {
  const TemporaryFolder folder;
  Stored stored, other(2);
  Double device;
  Frozen frozen({device, count, 1, 0, "features"}, stored.write(folder));
  auto first = frozen.forward_room(), second = frozen.forward_room();
  test::Samples<Shape<4>> along(count, 1.0);
  frozen.forward(device, count, stored.x.read(), first);
  frozen.pullback(device, first, along.read(), stored.dx.batch());
  const test::List alone = stored.dx.list();
  frozen.forward(device, count, other.x.read(), second);
  stored.dx.set(test::nan);
  frozen.pullback(device, first, along.read(), stored.dx.batch());
  CHECK(stored.dx.list() == alone);
}

TEST_CASE("Frozen: its description tells its numbers from others", "[gan]") {
  const TemporaryFolder folder;
  Stored stored;
  Double device;
  const Place<Double> place{device, count, 1, 0, "features"};
  const Description first = description(Frozen(place, stored.write(folder)));
  CHECK(first.front() == std::pair<std::string, std::string>{"features input", "3"});
  CHECK(first.back().first == "features numbers");
  CHECK(description(Frozen(place, stored.write(folder))) == first);
  *stored.state.begin() += 0.25;
  const Description later = description(Frozen(place, stored.write(folder)));
  CHECK(later != first);
  CHECK(later.size() == first.size());
}

TEST_CASE("Frozen: the file of another network is refused", "[gan]") {
  const TemporaryFolder folder;
  Stored stored;
  Double device;
  const std::string path = stored.write(folder);
  CHECK_THROWS_AS((part::Frozen<Wider, Double>({device, count, 1, 0, "features"}, path)),
                  DataError);
}

}  // namespace frozen_test
