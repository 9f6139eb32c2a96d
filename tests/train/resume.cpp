// SPDX-License-Identifier: BSL-1.0
// What callbacks know of a run goes on with it: a run that was stopped anywhere, or died after a
// checkpoint, ends with the same monitors, best generator and statistics as one that was not.
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/every.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/keep_best.hpp>
#include <saddle/train/monitor/monitors.hpp>
#include <saddle/train/stats_log.hpp>

#include <sys/stat.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace resume_test {

using namespace saddle;

namespace {

struct Tiny : Toy<2> {
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
};
using Trainer = Gan<NonSaturating, SpectralNorm, Tiny>;
constexpr std::uint64_t steps = 60, interval = 10;

MonitorConfig watchful() {
  MonitorConfig config;
  config.collapse = {.least_coverage = 1, .samples = 32, .watch = {4, 20, 3}};
  config.saturation = {.least_slope = 5, .samples = 32, .watch = {3, 30, 4}};
  config.oscillation = {
      .most_swing = 1e-9, .least_progress = 1, .window = 8, .samples = 32, .watch = {2, 0, 12}};
  config.gap = {.most = 1e-9, .updates = 2, .watch = {7, 10, 3}};
  return config;
}

/// What the monitors saw, as text.
template <class M>
std::string told(const M& monitors) {
  std::string text;
  for (const Watched& one : monitors.watched()) {
    text += std::string(one.name) + " " + shortest_text(one.value.value_or(-1)) + " " +
            std::to_string(one.in_a_row);
    if (one.alarm) {
      text += " at " + std::to_string(one.alarm->step) + " " + shortest_text(one.alarm->value) +
              " " + one.alarm->sentence;
    }
    text += "\n";
  }
  return text;
}

struct Ended {
  std::string monitors;
  double best;
  std::uint64_t best_step, last_step;
};

/// Trains with everything on; `die_at` is a step after which nothing more is written.
Ended train(Trainer& gan, const TemporaryFolder& folder, std::uint64_t stop_after = 0,
            std::uint64_t die_at = 0, const std::string& fatal = "") {
  const data::Ring ring;
  auto monitors = standard_monitors(ring, 1, watchful(), nullptr);
  if (!fatal.empty()) monitors.make_fatal(fatal);
  const auto metric = [](Trainer& trained) {
    return std::sin(static_cast<double>(trained.report().step * trained.report().step));
  };
  KeepBest best{folder / "best.safetensors", "told", Better::higher, 4, metric};
  StatsLog stats(folder / "stats.jsonl", 3);
  struct Death {};
  const Every dying{1, [&](Trainer& trained) {
                      if (trained.report().step == die_at) throw Death();
                    }};
  try {  // the checkpoints come first here: their place does not matter
    fit(gan, ring, {.stop_after = stop_after, .progress = nullptr},
        Checkpoints(folder / ".", interval), stats, monitors, best, dying);
  } catch (const Death&) {
  }
  return {told(monitors), best.value().value_or(-9), best.best_step(), gan.report().step};
}

const Trainer::Config settings{.steps = steps, .batch = 16, .ema = {.decay = 0.9}};

void check_same_files(const TemporaryFolder& a, const TemporaryFolder& b) {
  for (const char* name :
       {"checkpoint.safetensors", "generator.safetensors", "best.safetensors", "stats.jsonl"}) {
    CAPTURE(name);
    CHECK(content_of(a / name).size() > 100);
    CHECK(content_of(a / name) == content_of(b / name));
  }
}

/// The ring with two batches that hold a number that is not finite.
struct Spoilt {
  static constexpr std::string_view name = "spoilt";
  data::Ring ring{};
  auto shape() const { return ring.shape(); }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    ring.draw(out, n, seed, position);
    if (position == 48 || position == 320) out[0] = std::numeric_limits<float>::quiet_NaN();
  }
};

}  // namespace

TEST_CASE("Resume: monitors, best generator and statistics go on where they stopped or died") {
  const TemporaryFolder whole;
  Trainer uninterrupted(settings);
  const Ended expected = train(uninterrupted, whole);
  CHECK(expected.monitors.find("collapse 1 ") == std::string::npos);
  for (const char* name : {"collapse", "saturation", "oscillation", "gap"}) {
    CAPTURE(name, expected.monitors);
    const std::size_t line = expected.monitors.find(name);
    CHECK(expected.monitors.substr(line, expected.monitors.find('\n', line)).find(" at ") !=
          std::string::npos);
  }
  for (const std::uint64_t at : {11U, 17U, 20U, 23U, 39U, 41U, 59U}) {
    for (const bool dies : {false, true}) {
      CAPTURE(at, dies);
      const TemporaryFolder parts;
      Trainer first(settings);
      train(first, parts, dies ? 0 : at, dies ? at : 0);
      Trainer second = resume<Trainer>(parts / "checkpoint.safetensors");
      CHECK(second.report().step == (dies ? (at - 1) / interval * interval : at));
      const Ended ended = train(second, parts);
      CHECK(ended.monitors == expected.monitors);
      CHECK(ended.best == expected.best);
      CHECK(ended.best_step == expected.best_step);
      check_same_files(whole, parts);
    }
  }
}

TEST_CASE(
    "Resume: a run that died and is stopped before that step has nothing of what came after") {
  const TemporaryFolder straight, dead;
  Trainer first(settings), second(settings);
  const Ended expected = train(first, straight, 22);
  train(second, dead, 0, 29);
  Trainer third = resume<Trainer>(dead / "checkpoint.safetensors");
  const Ended ended = train(third, dead, 22);
  CHECK(ended.monitors == expected.monitors);
  CHECK(ended.best_step == expected.best_step);
  check_same_files(straight, dead);
}

TEST_CASE("Resume: a run that an alarm ended stays ended") {
  const TemporaryFolder folder;
  Trainer gan(settings);
  const Ended ended = train(gan, folder, 0, 0, "collapse");
  CHECK(ended.last_step < steps);
  Trainer again = resume<Trainer>(folder / "checkpoint.safetensors");
  CHECK(train(again, folder, 0, 0, "collapse").last_step == ended.last_step);
  Trainer further = resume<Trainer>(folder / "checkpoint.safetensors");
  CHECK(train(further, folder).last_step == steps);  // where it is not fatal any more
}

TEST_CASE("Resume: steps that were undone are counted over the whole run") {
  const TemporaryFolder folder;
  const auto run = [&](Trainer& gan, std::uint64_t stop_after) {
    return fit(gan, Spoilt{},
               {.stop_after = stop_after, .not_finite = NotFinite::skip, .progress = nullptr},
               Checkpoints(folder / ".", 0))
        .undone;
  };
  Trainer gan{{.steps = 30, .batch = 16, .critic_steps = 1}};
  CHECK(run(gan, 10) == 1);
  Trainer later = resume<Trainer>(folder / "checkpoint.safetensors");
  CHECK(run(later, 0) == 2);
}

TEST_CASE("Resume: a state that is damaged is refused in a sentence") {
  RunState state;
  state.texts["monitor collapse value"] = "0.5x";
  auto monitors = standard_monitors(data::Ring{}, 1, {}, nullptr);
  CHECK_THROWS_WITH(monitors.recall(state), Catch::Contains("monitor collapse value: expected a "
                                                            "number"));
  state = {};
  state.numbers["oscillation path"] = {1, 2, 3};
  CHECK_THROWS_WITH(monitors.recall(state), Catch::Contains("points of 2 numbers"));
  state.put("huge", std::uint64_t(-1));
  state.put("infinite", std::numeric_limits<double>::infinity());
  CHECK(state.number<std::uint64_t>("huge") == std::uint64_t(-1));
  CHECK(state.number<double>("infinite") == std::numeric_limits<double>::infinity());
  CHECK_FALSE(state.number<double>("absent"));
}

TEST_CASE("Resume: files say what made them, and another program is told so") {
  const TemporaryFolder folder;
  const std::string path = folder / "checkpoint.safetensors";
  Trainer gan(settings);
  save_checkpoint(gan, path);
  save_generator(gan, folder / "generator.safetensors");
  CHECK(Safetensors(path).required("made by") == made_by());
  CHECK(Safetensors(folder / "generator.safetensors").required("made by") == made_by());
  CHECK(made_by().find(name(compiled_for)) != std::string::npos);
  CHECK_FALSE(resume_advice(Safetensors(path)));
  SafetensorsWriter other;
  other.metadata("made by", "saddle 0.1.0, SSE2, GCC 1");
  other.write(path);
  const auto advice = resume_advice(Safetensors(path));
  REQUIRE(advice);
  CHECK_THAT(*advice, Catch::Contains("\"saddle 0.1.0, SSE2, GCC 1\"") &&
                          Catch::Contains("its bits will differ"));
  SafetensorsWriter().write(path);  // of a version that did not say
  CHECK_FALSE(resume_advice(Safetensors(path)));
}

TEST_CASE("StatsLog: what a loss of power left is repaired, line by line") {
  const TemporaryFolder folder;
  const std::string zeros(40, '\0');
  const std::string path = folder / "stats.jsonl";
  std::ofstream(path, std::ios::binary)
      << "{\"step\":1,\"bound\":1}\n{" << zeros << "}\n{\"step\":2,\"bo" << zeros
      << "\n{\"step\":3,\"bound\":1}\n{\"step\":4,\"bound\":1{\"step\":4,\"bound\":1}\n"
      << "\n{\"step\":5,\"bound\":1}\n{\"step\":6,\"bound\":1}\n{\"step\":2,\"bound\":1}";
  Trainer gan(settings);
  for (int i = 0; i < 5; ++i) gan.step(data::Ring{});
  StatsLog stats(path, 6);
  stats.begin(gan);
  CHECK(content_of(path) ==
        "{\"step\":1,\"bound\":1}\n{\"step\":3,\"bound\":1}\n{\"step\":5,\"bound\":1}\n");
  gan.step(data::Ring{});
  stats.step(gan);
  CHECK(content_of(path).find("\n{\"step\":6,\"bound\":") != std::string::npos);
}

TEST_CASE("StatsLog: a link or a FIFO in the place of its file is refused") {
  const TemporaryFolder folder;
  const std::string victim = folder.write("victim", "precious"), path = folder / "stats.jsonl";
  Trainer gan(settings);
  StatsLog stats(path, 1);
  SECTION("a symbolic link") {
    std::filesystem::create_symlink(victim, path);
    CHECK_THROWS_WITH(stats.begin(gan), Catch::Contains("it is a symbolic link"));
  }
  SECTION("a FIFO") {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    CHECK_THROWS_WITH(stats.begin(gan), Catch::Contains("it is no regular file"));
  }
  CHECK(content_of(victim) == "precious");
}

}  // namespace resume_test
