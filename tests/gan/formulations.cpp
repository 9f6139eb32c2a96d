// SPDX-License-Identifier: BSL-1.0
// The laws that every formulation keeps.
#include "gan/formulations.hpp"

#include "catch.hpp"
#include "gan/count_allocations.hpp"
#include "gan/strict.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/snapshot.hpp>
#include <saddle/train/stats_log.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace formulations_test {

using namespace saddle;

namespace {

template <class G>
std::vector<float> all_numbers(G& gan) {
  std::vector<float> numbers;
  for (const auto& buffer : gan.state().buffers) {
    const float* const values = buffer.values->data();
    numbers.insert(numbers.end(), values, values + buffer.values->size());
  }
  return numbers;
}

template <class Of>
std::vector<float> numbers_after(std::size_t workers, int steps) {
  parallel::set_workers(workers);
  typename Of::Trainer gan{Of::config()};
  for (int i = 0; i < steps; ++i) gan.step(Of::source());
  parallel::set_workers(1);
  return all_numbers(gan);
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr FitConfig quiet{.progress = nullptr};

/// The same source, said to have one number more a sample.
template <class Source>
struct Wider : Source {
  static constexpr std::array<std::size_t, 1> shape() { return {3}; }
};
template <class Source>
Wider<Source> wider(const Source& source) {
  return {source};
}
template <class A, class B>
data::Domains<A, Wider<B>> wider(const data::Domains<A, B>& domains) {
  return {domains.first, {domains.second}};
}

/// A source, or the second domain, with a number that is not finite.
template <class Source>
struct Spoilt : Source {
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    Source::draw(out, n, seed, position);
    *out = std::numeric_limits<T>::infinity();
  }
};
template <class Source>
Spoilt<Source> spoilt(const Source& source) {
  return {source};
}
template <class A, class B>
data::Domains<A, Spoilt<B>> spoilt(const data::Domains<A, B>& domains) {
  return {domains.first, {domains.second}};
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("formulations: 1, 2 and 7 workers give the same bits", "[gan]",
                        formulations::All) {
  const auto one = numbers_after<TestType>(1, 5);
  CHECK(numbers_after<TestType>(2, 5) == one);
  CHECK(numbers_after<TestType>(7, 5) == one);
}

TEMPLATE_LIST_TEST_CASE(
    "formulations: a run that goes on ends with the bytes of one that never stopped", "[gan]",
    formulations::All) {
  using Trainer = typename TestType::Trainer;
  const TemporaryFolder folder;
  const std::string whole = folder / "whole", parts = folder / "parts";
  const auto source = TestType::source();
  const auto run = [&](Trainer& gan, const std::string& to, std::uint64_t stop_after) {
    FitConfig config = quiet;
    config.stop_after = stop_after;
    fit(gan, source, config, Checkpoints{to, 0}, StatsLog{to + "/stats.jsonl", 1});
  };
  Trainer gan{TestType::config()};
  run(gan, whole, 0);
  Trainer begun{TestType::config()};
  run(begun, parts, 31);
  Trainer later{TestType::config()};  // a file that the config names is not the checkpoint's
  load_checkpoint(later, parts + "/checkpoint.safetensors");
  run(later, parts, 0);
  std::vector<std::string> names{"checkpoint.safetensors", "stats.jsonl"};
  for (const auto name : Trainer::networks()) names.push_back(std::string(name) + ".safetensors");
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK_FALSE(bytes_of(whole + "/" + name).empty());
    CHECK(bytes_of(whole + "/" + name) == bytes_of(parts + "/" + name));
  }
}

TEMPLATE_LIST_TEST_CASE("formulations: a step refuses samples that it has no room for", "[gan]",
                        formulations::All) {
  const auto source = TestType::source();
  typename TestType::Trainer gan{TestType::config()}, other{TestType::config()};
  CHECK_THROWS_WITH(gan.step(wider(source)), Catch::Contains("expected 2 numbers, found 3"));
  CHECK(gan.report().step == 0);
  gan.step(source);
  other.step(source);
  CHECK(all_numbers(gan) == all_numbers(other));
}

TEMPLATE_LIST_TEST_CASE("formulations: nothing is left of a step that is undone", "[gan]",
                        formulations::All) {
  const auto source = TestType::source();
  typename TestType::Trainer gan{TestType::config()}, other{TestType::config()};
  gan.step(source);
  other.step(source);
  Snapshot<Cpu> before;
  before.take(gan.state());
  CHECK_THROWS_AS(gan.step(spoilt(source)), NumericError);
  before.rewind(gan.state());
  gan.step(source);
  other.step(source);
  CHECK(all_numbers(gan) == all_numbers(other));
}

TEMPLATE_LIST_TEST_CASE("formulations: a moved trainer goes on as if it had stayed", "[gan]",
                        formulations::All) {
  using Trainer = typename TestType::Trainer;
  const auto source = TestType::source();
  Trainer stayed{TestType::config()}, origin{TestType::config()};
  stayed.step(source);
  origin.step(source);
  Trainer moved = std::move(origin);
  stayed.step(source);
  moved.step(source);
  CHECK(all_numbers(moved) == all_numbers(stayed));
}

TEMPLATE_LIST_TEST_CASE("formulations: every buffer, counter and network has a name of its own",
                        "[gan]", formulations::All) {
  typename TestType::Trainer gan{TestType::config()};
  const auto state = gan.state();
  std::set<std::string> names;
  std::set<std::pair<std::string, Content>> buffers;  // a network's statistics have its name too
  for (const auto& buffer : state.buffers) {
    CHECK(buffers.insert({buffer.name, buffer.content}).second);
    names.insert(buffer.name);
  }
  for (const auto& counter : state.counters) CHECK(names.insert(counter.name).second);
  for (const auto network : gan.networks()) CHECK(names.contains(std::string(network)));
  std::set<std::string> fields;
  for (const auto& [field, text] : gan.description()) CHECK(fields.insert(field).second);
}

TEMPLATE_LIST_TEST_CASE("formulations: a network saved alone works in another trainer", "[gan]",
                        formulations::All) {
  using Trainer = typename TestType::Trainer;
  const TemporaryFolder folder;
  Trainer gan{TestType::config()}, fresh{TestType::config()};
  for (int i = 0; i < 3; ++i) gan.step(TestType::source());
  for (const auto name : gan.networks()) {
    save_network(gan, name, folder / "network.safetensors");
    load_network(fresh, name, folder / "network.safetensors");
    save_network(fresh, name, folder / "again.safetensors");
    CHECK(bytes_of(folder / "network.safetensors") == bytes_of(folder / "again.safetensors"));
  }
}

TEMPLATE_LIST_TEST_CASE("formulations: what is not finite is named with its step", "[gan]",
                        formulations::All) {
  typename TestType::Trainer gan{TestType::config()};
  gan.step(TestType::source());
  auto state = gan.state();
  state.buffers.front().values->data()[0] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(gan.step(TestType::source()),
                    Catch::Contains("step 2: ") && Catch::Contains("'s samples are not: layer 0"));
  CHECK(gan.report().step == 1);
}

TEMPLATE_LIST_TEST_CASE("formulations: a step allocates nothing", "[gan]", formulations::All) {
  typename TestType::Trainer gan{TestType::config()};
  const auto source = TestType::source();
  for (int i = 0; i < 3; ++i) gan.step(source);
  const std::size_t before = allocations();
  for (int i = 0; i < 5; ++i) gan.step(source);
  const std::size_t after = allocations();
  CHECK(after == before);
}

TEMPLATE_LIST_TEST_CASE("formulations: a step touches no number outside of primitives", "[gan]",
                        formulations::All) {
  const auto source = TestType::source();
  typename TestType::Trainer gan{TestType::config()};
  typename TestType::template On<strict::Device> far{TestType::config()};
  for (int i = 0; i < 3; ++i) {
    gan.step(source);
    far.step(source);
  }
  const strict::Open open;
  CHECK(all_numbers(far) == all_numbers(gan));
}

TEST_CASE("formulations: a checkpoint of another one is refused", "[gan]") {
  const TemporaryFolder folder;
  formulations::OfBiGan::Trainer both{formulations::OfBiGan::config()};
  save_checkpoint(both, folder / "checkpoint.safetensors");
  formulations::OfCycleGan::Trainer ways{formulations::OfCycleGan::config()};
  CHECK_THROWS_WITH(load_checkpoint(ways, folder / "checkpoint.safetensors"),
                    Catch::Contains("formulation: expected \"cyclegan\", found \"bigan\""));
}

TEST_CASE("formulations: sources of another shape are refused by name", "[gan]") {
  struct Flat : data::Ring {
    static std::vector<std::size_t> shape() { return {3}; }
  };
  formulations::OfCycleGan::Trainer gan{formulations::OfCycleGan::config()};
  const data::Domains domains{data::Ring{}, Flat{}};
  CHECK_THROWS_WITH(fit(gan, domains, quiet),
                    Catch::Contains("shape of a sample of ring: expected 2, found 3"));
}

}  // namespace formulations_test
