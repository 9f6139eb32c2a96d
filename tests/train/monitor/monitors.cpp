// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/sgd.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/keep_best.hpp>
#include <saddle/train/maybe.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace monitors_test {

using namespace saddle;

namespace {

constexpr std::uint64_t limit = 3'000;  // steps within which a control must be flagged

/// The ring's experiment with a generator too narrow for it.
struct Narrow : Toy<2> {
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<8>, Relu, Linear<2>> {};
};

/// Begins away from the data.
struct Aside {
  [[maybe_unused]] static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t, std::size_t) { return Fill::constant(0.1); }
  static constexpr Fill bias(std::size_t) { return Fill::constant(2); }
};

/// Codes that are all 0: what the generator makes is its bias.
struct Still {
  [[maybe_unused]] static constexpr Role role = Role::latent;
  [[maybe_unused]] static constexpr std::string_view name = "Still";
  using Value = Shape<1>;
  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t, const random::Draw&) {
    fill(device, z, 0, n);
  }
};

/// The smallest game that goes round in circles: a linear critic without bias against a
/// generator that shifts (the Dirac-GAN of Mescheder et al. 2018).
struct Bilinear {
  using Latent = Still;
  struct Generator : Network<Shape<1>, Linear<1, Aside>> {};
  struct Critic : Network<Shape<1>, Linear<1, InheritInit, false>> {};
  using CriticOptimizer = Sgd;
  using GeneratorOptimizer = Sgd;
  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = limit, .batch = 64, .critic_steps = 1};
  }
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 0.05};
  }
};

const data::Mixture point{.parts = {{.weight = 1, .mean = 0, .sigma = 0.1}}};

/// The first alarm of the monitor `name`, with all thresholds at their defaults; other monitors
/// look on. A run ends at that alarm.
template <class G, class Source>
std::optional<Alarm> alarm_of(std::string_view name, typename G::Config config,
                              const Source& source, std::uint64_t seed) {
  config.seed = seed;
  config.steps = limit;
  config.batch = 128;
  G gan(config);
  auto monitors = standard_monitors(source, seed, {}, nullptr);
  monitors.make_fatal(name);
  fit(gan, source, {.progress = nullptr}, monitors);
  for (const Watched& one : monitors.watched()) {
    if (one.fatal && one.alarm) {
      CHECK(monitors.exit_code() == one.exit_code);
      return one.alarm;
    }
  }
  CHECK(monitors.exit_code() == 0);
  return {};
}

using Plain = Gan<Minimax, Unconstrained>;
using Collapsing = Gan<Minimax, Unconstrained, Narrow>;
using Circling = Gan<Minimax, Unconstrained, Bilinear>;
using Turning = Gan<Wasserstein, WeightClip, Bilinear>;

Plain::Config hot_critic() {
  Plain::Config config;
  config.critic_optimizer.learning_rate *= 10;
  return config;
}

/// The bilinear game itself, without a sigmoid: the bound of the clip is never reached.
Turning::Config unbound() {
  Turning::Config config;
  config.constraint.bound = 100;
  return config;
}

void check_flagged(std::string_view name, std::uint64_t seed) {
  INFO("seed " << seed);
  std::optional<Alarm> alarm;
  if (name == "collapse") alarm = alarm_of<Collapsing>(name, {}, data::Ring{}, seed);
  if (name == "saturation") alarm = alarm_of<Plain>(name, hot_critic(), data::Ring{}, seed);
  if (name == "oscillation") alarm = alarm_of<Circling>(name, {}, point, seed);
  if (name == "gap") alarm = alarm_of<Turning>(name, unbound(), point, seed);
  REQUIRE(alarm);
  CHECK(alarm->step < limit);
  CHECK(!alarm->sentence.empty());
}

}  // namespace

TEST_CASE("saturation, oscillation and a wide gap are flagged, one seed") {
  check_flagged("saturation", 1);
  check_flagged("oscillation", 1);
  check_flagged("gap", 1);
}

TEST_CASE("each monitor flags its positive control, five seeds", "[long]") {
  const std::string name = GENERATE("collapse", "saturation", "oscillation", "gap");
  CAPTURE(name);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) check_flagged(name, seed);
}

TEST_CASE("no monitor flags a healthy game, five seeds", "[long]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    CHECK_FALSE(alarm_of<Gan<Wasserstein, GradientPenalty>>("any", {}, data::Ring{}, seed));
    CHECK_FALSE(alarm_of<Gan<NonSaturating, R1>>("any", {}, data::Ring{}, seed));
    CHECK_FALSE(alarm_of<Gan<Hinge, SpectralNorm>>("any", {}, data::Ring{}, seed));
  }
}

TEST_CASE("monitors leave the run as it is, bit for bit") {
  using Trainer = Gan<NonSaturating, SpectralNorm>;
  const data::Ring ring;
  const auto samples_after = [&](auto&... callbacks) {
    Trainer gan{{.steps = 12, .batch = 16, .ema = {.decay = 0.9}}};
    fit(gan, ring, {.progress = nullptr}, callbacks...);
    CHECK(gan.report().step == 12);
    return gan.sample(50);
  };
  MonitorConfig often;
  often.collapse.watch.interval = often.saturation.watch.interval = 1;
  often.oscillation.watch.interval = 1;
  often.gap.watch.interval = 3;
  auto monitors = standard_monitors(ring, 1, often, nullptr);
  const bool same = samples_after() == samples_after(monitors);
  CHECK(same);
  for (const Watched& one : monitors.watched()) CHECK(one.value);
}

namespace {

/// A monitor whose reading is told to it.
struct Told {
  static constexpr std::string_view name = "told";
  static constexpr int exit_code = 99;
  std::vector<int> alarming;  // by look
  Watch rules{.interval = 2, .warm_up = 4, .patience = 2};
  std::size_t looks = 0;

  const Watch& watch() const { return rules; }
  template <class G>
  Reading look(G&) {
    const bool bad = alarming.at(looks) != 0;
    return {static_cast<double>(looks++), bad, bad ? "told so" : ""};
  }
};

/// A trainer of steps alone.
struct Counting {
  struct {
    std::uint64_t step = 0;
  } counted;
  const auto& report() const { return counted; }
};

std::uint64_t last_step(Monitors<Told>& monitors) {
  Counting gan;
  do ++gan.counted.step;
  while (monitors.step(gan) && gan.counted.step < 20);
  return gan.counted.step;
}

}  // namespace

TEST_CASE("an alarm takes patience after the warm-up") {
  Monitors<Told> monitors(std::tuple(Told{{1, 1, 1, 0, 1, 1, 1, 0, 0, 0}}), nullptr);
  SECTION("told, and the run goes on") {
    CHECK(last_step(monitors) == 20);
    REQUIRE(monitors.watched()[0].alarm);
    CHECK(monitors.watched()[0].alarm->step == 12);  // looks at 10 and 12, not 6 and 8
    CHECK(monitors.watched()[0].alarm->value == 5);
    CHECK(monitors.watched()[0].alarm->sentence == "told so");
    CHECK(monitors.watched()[0].value == 9.0);
    CHECK(monitors.exit_code() == 0);
  }
  SECTION("an alarm that is fatal ends it, with the exit code") {
    monitors.make_fatal("told");
    CHECK(last_step(monitors) == 12);
    CHECK(monitors.exit_code() == 99);
  }
  SECTION("a monitor that there is not cannot be fatal") {
    CHECK_THROWS_WITH(monitors.make_fatal("gone"), Catch::Contains("any, told"));
  }
}

TEST_CASE("the best generator by a metric is kept, and a run that goes on keeps it too") {
  using Trainer = Gan<NonSaturating, SpectralNorm>;
  const TemporaryFolder folder;
  const std::string path = folder / "best.safetensors";
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> values{nan, 3, 5, 4, 5};
  const auto metric = [&](Trainer& gan) { return values.at(gan.report().step - 1); };
  Trainer gan{{.steps = 5, .batch = 16}};
  KeepBest best{path, "told", Better::higher, 1, metric};
  std::optional<decltype(best)> absent;
  fit(gan, data::Ring{}, {.stop_after = 4, .progress = nullptr}, best, Maybe{absent});
  CHECK(best.value() == 5.0);
  CHECK(best.best_step() == 3);
  const Safetensors file(path);
  CHECK(file.metadata("best metric") == "told");
  CHECK(file.metadata("best step") == "3");
  Trainer again{{.steps = 5, .batch = 16}};
  load_generator(again, path);
  KeepBest later{path, "told", Better::higher, 1, metric};
  fit(gan, data::Ring{}, {.progress = nullptr}, later);
  CHECK(later.best_step() == 3);  // an equal value is not better
  values = {0, 0, 0, 0, 0, 6};
  fit(gan, data::Ring{}, {.steps = 6, .progress = nullptr}, later);
  CHECK(later.best_step() == 6);
}

TEST_CASE("a callback that may be absent does all that it does where it is there") {
  using Trainer = Gan<NonSaturating, SpectralNorm>;
  const TemporaryFolder folder;
  const auto train = [&](std::uint64_t stop_after) {
    Trainer gan{{.steps = 4, .batch = 16}};
    if (stop_after == 0) load_checkpoint(gan, folder / "checkpoint.safetensors");
    KeepBest best{folder / "best.safetensors", "step", Better::higher, 1, [](Trainer& trained) {
                    return 9.0 - static_cast<double>(trained.report().step);
                  }};
    std::optional checkpoints(Checkpoints{folder / "", 1});
    fit(gan, data::Ring{}, {.stop_after = stop_after, .progress = nullptr}, best,
        Maybe{checkpoints});
    return best.best_step();
  };
  CHECK(train(2) == 1);
  CHECK(Safetensors(folder / "checkpoint.safetensors").metadata("counter step") == "2");
  std::filesystem::remove(folder / "best.safetensors");
  CHECK(train(0) == 1);  // recalled from the checkpoint
  CHECK(Safetensors(folder / "checkpoint.safetensors").metadata("counter step") == "4");
}

TEST_CASE("a best generator of after the checkpoint is undone, an older program's file is heeded") {
  using Trainer = Gan<NonSaturating, SpectralNorm>;
  const TemporaryFolder folder;
  const std::string path = folder / "best.safetensors";
  const std::vector<double> values{1, 2, 0, 5, 0, 3};
  const auto metric = [&](Trainer& gan) { return values.at(gan.report().step - 1); };
  const auto train = [&](Trainer& gan, std::uint64_t stop_after, auto&... callbacks) {
    KeepBest best{path, "told", Better::higher, 1, metric};
    fit(gan, data::Ring{}, {.stop_after = stop_after, .progress = nullptr}, best, callbacks...);
    return best.best_step();
  };
  Checkpoints checkpoints(folder / ".", 0);
  Trainer gan{{.steps = 6, .batch = 16}};
  CHECK(train(gan, 3, checkpoints) == 2);
  const std::string at_3 = content_of(path);
  CHECK(train(gan, 5) == 4);  // killed before the next checkpoint
  CHECK(content_of(path) != at_3);
  const std::string checkpoint = Checkpoints::checkpoint_in(folder / ".");
  Trainer again = resume<Trainer>(checkpoint);
  CHECK(train(again, 3, checkpoints) == 2);
  CHECK(content_of(path) == at_3);
  std::filesystem::remove(path);
  Trainer third = resume<Trainer>(checkpoint);
  CHECK(train(third, 3, checkpoints) == 2);
  CHECK(content_of(path) == at_3);  // and a file that is gone comes back

  // A checkpoint without the callbacks' state, as saddle wrote it before.
  save_checkpoint(third, checkpoint);
  Trainer old = resume<Trainer>(checkpoint);
  CHECK(train(old, 3) == 2);
  CHECK(content_of(path) == at_3);
}

TEST_CASE("data without any spread are watched in silence") {
  const std::size_t rows = GENERATE(1U, 100U);
  const data::Dataset same("same", Tensor<float, 2>({rows, 2}, 0.25F));
  MonitorConfig often;
  often.collapse.watch = often.saturation.watch = often.oscillation.watch =
      often.gap.watch = {.interval = 2, .warm_up = 0, .patience = 1};
  often.oscillation.window = 3;
  often.saturation.least_slope = 0;
  auto monitors = standard_monitors(same, 1, often, nullptr);
  Gan<NonSaturating, R1> gan{{.steps = 12, .batch = 16}};
  fit(gan, same, {.progress = nullptr}, monitors);
  CHECK(gan.report().step == 12);
  for (const Watched& one : monitors.watched()) {
    CAPTURE(one.name);
    CHECK(one.value);
    if (one.name != DualityGap<data::Dataset, Tensor<float, 2>>::name) CHECK_FALSE(one.alarm);
  }
}

TEST_CASE("a critic whose terms have no spread is no gap") {
  struct Level {  // a trainer whose critic says the same of everything
    float number = 0;
    std::uint64_t step = 0;
    Estimate divergence(const Tensor<float, 2>&) { return {.value = number, .standard_error = 0}; }
    double update_model() { return number -= 1; }
    CriticReport update_critic(const data::Ring&) { return {}; }
    TrainingState<Cpu> state() { return {}; }
  };
  const data::Ring ring;
  DualityGap gap(ring, data::held_out(ring, 20, 1), {.most = 0});
  Level gan;
  CHECK_FALSE(gap.look(gan).alarming);
}

TEST_CASE("discrete data that are all covered raise no alarm") {
  Tensor<float, 2> corners = Tensor<float, 2>::from_shape({400, 2});
  for (std::size_t i = 0; i < 400; ++i) {
    corners(i, 0) = i % 2 == 0 ? -1.0F : 1.0F;
    corners(i, 1) = i % 4 < 2 ? -1.0F : 1.0F;
  }
  struct Corners {  // a trainer whose samples are near the corners
    Tensor<float, 2> sample(std::size_t n) const {
      Tensor<float, 2> x = Tensor<float, 2>::from_shape({n, 2});
      for (std::size_t i = 0; i < n; ++i) {
        x(i, 0) = (i % 2 == 0 ? -1.0F : 1.0F) + 0.0001F * static_cast<float>(i % 50);
        x(i, 1) = (i % 4 < 2 ? -1.0F : 1.0F);
      }
      return x;
    }
  } gan;
  const Collapse collapse(data::held_out(data::Dataset("corners", corners), 256, 1, 400));
  const Reading reading = collapse.look(gan);
  CHECK(reading.value == 1);
  CHECK_FALSE(reading.alarming);
}

TEST_CASE("numbers of a monitor that it cannot work with are refused before the first step") {
  const data::Ring ring;
  const auto with = [&](auto change) {
    MonitorConfig config;
    change(config);
    return standard_monitors(ring, 1, config, nullptr);
  };
  CHECK_THROWS_WITH(with([](MonitorConfig& c) { c.oscillation.samples = 0; }),
                    "oscillation.samples: expected a whole number from 1 to 2^20, found 0");
  CHECK_THROWS_WITH(with([](MonitorConfig& c) { c.collapse.samples = 0; }),
                    Catch::Contains("collapse.samples"));
  CHECK_THROWS_WITH(with([](MonitorConfig& c) { c.gap.watch.patience = 0; }),
                    Catch::Contains("gap.watch.patience"));
}

}  // namespace monitors_test
