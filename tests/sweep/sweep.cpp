// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/error.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/nn/layer/tensor_layer.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/sweep/sweep.hpp>

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sweep_test {

using namespace saddle;

namespace {

using Objectives = types<Hinge, Wasserstein>;
using Constraints = types<Unconstrained, WeightClip>;

SweepConfig short_sweep(const TemporaryFolder& folder, const char* name) {
  return {.out = folder / name,
          .steps = 12,
          .settings = {{"batch", "16"}, {"critic_steps", "1"}},
          .held_out = 512,
          .messages = nullptr};
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++found;
  return found;
}

}  // namespace

TEST_CASE("a sweep is the product of its lists, with a sentence where a pair is illegal") {
  const TemporaryFolder folder;
  const SweepConfig config = short_sweep(folder, "sweep");
  const std::vector<SweepRow> rows = sweep(Objectives{}, Constraints{}, data::Ring{}, config);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].objective == "hinge");
  CHECK(rows[0].constraint == "none");
  CHECK(rows[0].complete);
  CHECK(rows[0].steps == 12);
  CHECK(rows[0].modes_total == 8U);
  CHECK(rows[0].lipschitz > 0);
  CHECK(rows[2].illegal == sentence(Fault::not_lipschitz));
  CHECK_FALSE(rows[2].complete);
  CHECK(rows[3].folder == "wasserstein+clip");
  for (const char* file : {"config.json", "run.json", "stats.jsonl", "samples.png",
                           "checkpoint.safetensors", "generator.safetensors"}) {
    CHECK(std::filesystem::exists(config.out + "/hinge+none/" + file));
  }

  const std::vector<Json> lines =
      read_json_lines(config.out + "/results.jsonl", "any", [](const Json&) {
        return true;
      }).values;
  REQUIRE(lines.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) CHECK(to_json(row_from(lines[i])) == to_json(rows[i]));
  const std::string csv = content_of(config.out + "/results.csv");
  CHECK(csv.starts_with("formulation,objective,constraint,model,data,seed,"));
  CHECK(count(csv, "\n") == 5);

  const std::string page = content_of(config.out + "/report.html");
  CHECK(count(page, "<details id=") == 3);
  CHECK(page.find("href=\"#part-1-hinge+clip\"") != page.npos);
  CHECK(page.find("wasserstein with none is illegal, because the Wasserstein") != page.npos);
  CHECK(count(page, "data:image/png;base64,") == 3);
  CHECK(page.find("://") == page.npos);  // nothing comes from elsewhere

  SECTION("the same call reads what is complete") {
    const std::string result = config.out + "/hinge+none/run.json";
    Json told = read_json_file(result);
    told["seconds"] = 1234.5;
    write_text(result, told.dump());
    CHECK(sweep(Objectives{}, Constraints{}, data::Ring{}, config)[0].seconds == 1234.5);
  }
  SECTION("a call with other settings does not") {
    SweepConfig longer = config;
    longer.steps = 14;
    CHECK(sweep(Objectives{}, Constraints{}, data::Ring{}, longer)[0].steps == 14);
  }
}

namespace {

/// The ring, and described as it, until a certain sample is asked for: then the system asks the
/// program to stop.
struct Interrupted {
  static constexpr std::string_view name = "ring";
  std::uint64_t at;
  data::Ring ring{};
  double radius = ring.radius, sigma = ring.sigma;

  SADDLE_DESCRIBE(Interrupted, radius, sigma);

  auto shape() const { return ring.shape(); }
  auto modes() const { return ring.modes(); }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    ring.draw(out, n, seed, position);
    if (position == at) std::raise(SIGTERM);
  }
};

}  // namespace

TEST_CASE("a sweep that was stopped goes on to the same end") {
  const TemporaryFolder folder;
  const SweepConfig whole = short_sweep(folder, "whole"), parts = short_sweep(folder, "parts");
  using One = types<Hinge>;
  const auto straight = sweep(One{}, Constraints{}, data::Ring{}, whole);
  parallel::set_workers(1);  // or a second run would raise the signal too
  const auto stopped = sweep(One{}, Constraints{}, Interrupted{.at = 16 * 7}, parts);
  CHECK_FALSE(stopped[0].complete);
  CHECK(stopped[0].steps == 8);
  CHECK(std::filesystem::exists(parts.out + "/hinge+none/checkpoint.safetensors"));
  parallel::set_workers(0);
  CHECK_FALSE(std::filesystem::exists(parts.out + "/hinge+clip"));
  const auto resumed = sweep(One{}, Constraints{}, data::Ring{}, parts);
  for (const std::string run : {"/hinge+none/", "/hinge+clip/"}) {
    CHECK(content_of(whole.out + run + "checkpoint.safetensors") ==
          content_of(parts.out + run + "checkpoint.safetensors"));
    CHECK(content_of(whole.out + run + "samples.png") ==
          content_of(parts.out + run + "samples.png"));
  }
  REQUIRE(resumed.size() == straight.size());
  CHECK(resumed[0].bound == straight[0].bound);
}

namespace {

/// Points on a circle, of a source that does not describe itself.
struct Circle {
  static constexpr std::string_view name = "circle";
  double radius;

  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::Ring{.radius = radius}.draw(out, n, seed, position);
  }
};

/// An experiment without a name.
template <std::size_t width>
struct Small {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<width>, Tanh, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<width>, Tanh, Linear<1>> {};
};

/// Layers of an author's own.
struct Square : TensorLayer<Square> {
  static auto value(const auto& x) { return x * x; }
  static auto slope(const auto& x, const auto&) { return 2 * x; }
};
struct Cube : TensorLayer<Cube> {
  static auto value(const auto& x) { return x * x * x; }
  static auto slope(const auto& x, const auto&) { return 3 * x * x; }
};
template <class Layer>
struct Own : Small<4> {
  static constexpr std::string_view name = "own";
  struct Generator : Network<Shape<2>, Linear<4>, Layer, Linear<2>> {};
};

/// One whose name does not tell how wide it is.
template <std::size_t width>
struct Named : Small<width> {
  static constexpr std::string_view name = "named";
};

/// A divergence without a name, `times` as large as Pearson's.
template <int times>
struct Scaled {
  template <class T>
  static constexpr T f(T u) {
    return times * Pearson::f(u);
  }
};

/// Those whose name leads out of the sweep's folder, or is no text.
struct Elsewhere : Scaled<1> {
  static constexpr std::string_view name = "../up";
};
struct Latin1 : Scaled<1> {
  static constexpr std::string_view name = "\xe9";
};

}  // namespace

TEST_CASE("what has no name of its own is told apart all the same") {
  const TemporaryFolder folder;
  SECTION("divergences by their types") {
    const auto rows = sweep(types<FDivergence<Scaled<1>>, FDivergence<Scaled<2>>>{},
                            types<SpectralNorm>{}, data::Ring{}, short_sweep(folder, "types"));
    CHECK(rows[0].folder != rows[1].folder);
    CHECK(rows[0].bound != rows[1].bound);
  }
  SECTION("sources by what they draw") {
    const SweepConfig config = short_sweep(folder, "sources");
    const auto bound = [&](double radius) {
      return sweep(types<Hinge>{}, types<WeightClip>{}, Circle{radius}, config)[0].bound;
    };
    CHECK(bound(1) != bound(5));
  }
  SECTION("experiments by their types") {
    const SweepConfig config = short_sweep(folder, "experiments");
    const auto of = [&]<class Experiment>(std::type_identity<Experiment>) {
      return sweep<Experiment>(types<Hinge>{}, types<WeightClip>{}, data::Ring{}, config)[0];
    };
    const SweepRow narrow = of(std::type_identity<Small<4>>{});
    const SweepRow wide = of(std::type_identity<Small<8>>{});
    CHECK(narrow.model != wide.model);
    CHECK(narrow.bound != wide.bound);
  }
  SECTION("experiments of one name by their layers") {
    const SweepConfig config = short_sweep(folder, "layers");
    const auto bound = [&]<class Experiment>(std::type_identity<Experiment>) {
      return sweep<Experiment>(types<Hinge>{}, types<WeightClip>{}, data::Ring{}, config)[0].bound;
    };
    const double narrow = bound(std::type_identity<Named<4>>{});
    CHECK(bound(std::type_identity<Named<8>>{}) != narrow);
    CHECK(bound(std::type_identity<Named<4>>{}) == narrow);
    CHECK(bound(std::type_identity<Own<Square>>{}) != bound(std::type_identity<Own<Cube>>{}));
  }
  SECTION("measurements by how many samples are held out") {
    SweepConfig config = short_sweep(folder, "held_out");
    const auto bound = [&](std::size_t held_out) {
      config.held_out = held_out;
      return sweep(types<Hinge>{}, types<WeightClip>{}, data::Ring{}, config)[0].bound;
    };
    const double of_few = bound(20);
    CHECK(bound(2'000) != of_few);
    const std::string path = config.out + "/hinge+clip/config.json";
    Json of_a_run = parse_json(content_of(path), path);
    of_a_run.erase("held_out");
    write_text(path, of_a_run.dump());
    CHECK(bound(20) == of_few);  // not that of a run whose samples nobody knows
  }
  SECTION("penalties by what they measure") {
    using OnReals = BasicGradientPenalty<OneSided, RealSamples, L2>;
    CHECK(full_name<GradientPenalty>() == "gp");
    CHECK(full_name<OnReals>() == "gp:OneSided:RealSamples");
    const auto rows = sweep(types<Hinge>{}, types<GradientPenalty, OnReals>{}, data::Ring{},
                            short_sweep(folder, "penalties"));
    CHECK(rows[0].folder != rows[1].folder);
  }
}

TEST_CASE("few samples held out are enough") {
  const TemporaryFolder folder;
  SweepConfig config = short_sweep(folder, "few");
  config.held_out = 10;
  const auto rows = sweep(types<Hinge>{}, types<WeightClip>{}, data::Ring{}, config);
  CHECK(rows[0].complete);
  CHECK(rows[0].lipschitz > 0);
}

TEST_CASE("seeds are runs of their own, and results do not depend on the workers") {
  const TemporaryFolder folder;
  SweepConfig config = short_sweep(folder, "one");
  config.seeds = {3, 4};
  parallel::set_workers(1);
  const auto one = sweep(types<Hinge>{}, types<WeightClip>{}, data::Ring{}, config);
  parallel::set_workers(2);
  config.out = folder / "two";
  const auto two = sweep(types<Hinge>{}, types<WeightClip>{}, data::Ring{}, config);
  parallel::set_workers(0);
  REQUIRE(one.size() == 2);
  CHECK(one[0].folder == "hinge+clip+3");
  CHECK(one[0].bound != one[1].bound);
  CHECK(one[0].bound == two[0].bound);
  CHECK(one[1].bound == two[1].bound);
  const std::string page = content_of(config.out + "/report.html");
  CHECK(page.find("href=\"#part-1-hinge+clip+4\" title=\"\">4</a>") != page.npos);
  CHECK(page.find("hinge with clip, seed 4") != page.npos);
}

TEST_CASE("a setting that no trainer has is refused") {
  const TemporaryFolder folder;
  SweepConfig config = short_sweep(folder, "bad");
  config.settings = {{"bach", "16"}};
  CHECK_THROWS_WITH(sweep(types<Hinge>{}, types<WeightClip>{}, data::Ring{}, config),
                    Catch::Contains("'bach'"));
}

TEST_CASE("what would end a later run is refused before the first one") {
  const TemporaryFolder folder;
  const auto refusal = [&](auto change) {
    SweepConfig config = short_sweep(folder, "bad");
    change(config);
    std::string sentence;
    try {
      sweep(types<Hinge>{}, types<WeightClip, Unconstrained>{}, data::Ring{}, config);
    } catch (const ConfigError& error) {
      sentence = error.what();
    }
    CHECK_FALSE(std::filesystem::exists(config.out));
    return sentence;
  };
  using Catch::Matchers::StartsWith;
  CHECK_THAT(refusal([](SweepConfig& c) {
               c.settings = {{"constraint.bound", "0.2"}};  // which the second pair has not
             }),
             StartsWith("setting: expected one of ") && Catch::Contains("'constraint.bound'"));
  CHECK_THAT(refusal([](SweepConfig& c) { c.settings = {{"batch", "0"}}; }),
             StartsWith("batch: expected a whole number"));
  CHECK_THAT(refusal([](SweepConfig& c) { c.held_out = 9; }),
             StartsWith("held_out: expected 10 to 2^20 samples, found 9"));
  CHECK_THAT(refusal([](SweepConfig& c) { c.held_out = 1'000'000'000'000; }),
             StartsWith("held_out: expected 10 to 2^20 samples, found 1000000000000"));
  CHECK_THAT(refusal([](SweepConfig& c) { c.seeds = {3, 4, 3}; }),
             StartsWith("seeds: expected each once"));
  CHECK_THAT(refusal([](SweepConfig& c) { c.seeds = {}; }),
             StartsWith("seeds: expected at least one, found none"));
  CHECK_THAT(refusal([](SweepConfig& c) { c.settings = {{"batch", "8"}, {"batch", "16"}}; }),
             StartsWith("settings: expected every number once, found batch = 16 again"));
  CHECK_THAT(refusal([](SweepConfig& c) {
               c.steps = 3;
               c.settings = {{"steps", "4"}};
             }),
             StartsWith("settings: expected every number once, found steps = 4 again"));
  CHECK_THAT(refusal([](SweepConfig& c) { c.settings = {{"seed", "4"}}; }),
             StartsWith("settings: expected seeds in `seeds`, found seed = 4"));
  CHECK_THROWS_WITH(sweep(types<FDivergence<Elsewhere>>{}, types<WeightClip>{}, data::Ring{},
                          short_sweep(folder, "bad")),
                    Catch::Contains("without / and of at most 255 bytes, found '../up+clip'"));
  CHECK_THROWS_WITH(sweep(types<FDivergence<Latin1>>{}, types<WeightClip>{}, data::Ring{},
                          short_sweep(folder, "bad")),
                    StartsWith("name of an objective or constraint: expected UTF-8"));
  CHECK_THROWS_WITH(
      sweep(types<Hinge, Hinge>{}, types<WeightClip>{}, data::Ring{}, short_sweep(folder, "bad")),
      Catch::Contains("expected pairs of different names") &&
          Catch::Contains("'hinge+clip' twice"));
  data::Dataset named(
      "gr\xf6\xdf"
      "e",
      Tensor<float, 2>({20, 2}, 0.5F));
  CHECK_THROWS_WITH(sweep(types<Hinge>{}, types<WeightClip>{}, named, short_sweep(folder, "bad")),
                    Catch::Matchers::StartsWith("name of the source: expected UTF-8"));
}

TEST_CASE("a table is drawn in its own units") {
  const TemporaryFolder folder;
  Tensor<float, 2> values = Tensor<float, 2>::from_shape({200, 2});
  data::Ring{}.draw(values.data(), 200, 5, 0);
  data::Dataset table("table", values);
  const auto run = [&](const char* name) {
    const SweepConfig config = short_sweep(folder, name);
    sweep(types<Hinge>{}, types<WeightClip>{}, table, config);
    return config.out + "/hinge+clip/";
  };
  const std::string plain = run("plain");
  table.columns = {{"x", 0, 1}, {"y", 0, 1}};
  const std::string standard = run("standard");
  table.columns = {{"x", 1000, 30}, {"y", -5, 0.1}};
  const std::string own = run("own");
  const auto same = [](const std::string& a, const std::string& b, const char* file) {
    return content_of(a + file) == content_of(b + file);
  };
  CHECK(same(standard, own, "generator.safetensors"));
  CHECK(same(plain, own, "generator.safetensors"));
  CHECK_FALSE(same(standard, own, "samples.png"));
}

TEST_CASE("a run whose numbers leave the finite ones is a result") {
  const TemporaryFolder folder;
  SweepConfig config = short_sweep(folder, "hot");
  config.settings.emplace_back("critic_optimizer.learning_rate", "1e30");
  const auto rows = sweep(types<Hinge>{}, types<Unconstrained>{}, data::Ring{}, config);
  CHECK(rows[0].complete);
  CHECK(rows[0].failure.find("step") != rows[0].failure.npos);
  CHECK(content_of(config.out + "/report.html").find("not finite") != std::string::npos);
}

TEST_CASE("a sweep whose data has changed begins again, one of before data was hashed goes on") {
  const TemporaryFolder folder;
  const SweepConfig config = short_sweep(folder, "sweep");
  const auto run = [&](const data::Ring& ring) {
    return sweep(types<Hinge>{}, types<Unconstrained>{}, ring, config).at(0).bound;
  };
  const double bound = run(data::Ring{});
  const std::string path = config.out + "/hinge+none/config.json";
  const std::string told = content_of(path);
  CHECK(run(data::Ring{.radius = 1}) != bound);
  CHECK(content_of(path) != told);
  CHECK(run(data::Ring{}) == bound);
  Json old = parse_json(told, path);
  old.erase("data_hash");
  write_text(path, old.dump());
  const std::string checkpoint = config.out + "/hinge+none/checkpoint.safetensors";
  std::filesystem::remove(checkpoint);  // a run that is complete is only read
  CHECK(run(data::Ring{}) == bound);
  CHECK_FALSE(std::filesystem::exists(checkpoint));
}

TEST_CASE("two sweeps in one folder are one too many") {
  const TemporaryFolder folder;
  const SweepConfig config = short_sweep(folder, "sweep");
  make_folder(config.out);
  const FolderLock held(config.out);
  CHECK_THROWS_WITH(sweep(types<Hinge>{}, types<Unconstrained>{}, data::Ring{}, config),
                    Catch::Contains("is in use by process"));
}

}  // namespace sweep_test
