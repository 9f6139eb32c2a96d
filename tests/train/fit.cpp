// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/metric/mode_count.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/every.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/interrupt.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace fit_test {

using namespace saddle;

TEST_CASE("fit trains for the steps it is told and keeps a history") {
  Gan<NonSaturating, SpectralNorm> gan{{.batch = 32}};
  const FitResult run =
      fit(gan, data::Ring{}, {.steps = 40, .progress = nullptr, .history_size = 10});
  CHECK(run.steps == 40);
  CHECK(gan.report().step == 40);
  CHECK(gan.config().steps == 40);
  CHECK(run.history.step.size() == 10);
  CHECK(run.history.step.back() == 40);
  CHECK(run.history["bound"].size() == 10);
  CHECK(run.history.names ==
        std::vector<std::string>{"bound", "critic_loss", "generator_loss", "penalty"});
  CHECK_THROWS_WITH(run.history["cycle"], Catch::Contains("one of bound, critic_loss"));
  CHECK(run.seconds > 0);
}

namespace {

/// Points of a width that is known at run time only, all of them 0.
struct Points {
  static constexpr std::string_view name = "points";
  std::size_t width;

  std::array<std::size_t, 1> shape() const { return {width}; }
  void draw(float* out, std::size_t n, std::uint64_t, std::uint64_t) const {
    std::fill_n(out, n * width, 0.0F);
  }
};

}  // namespace

TEST_CASE("a source of another shape is refused before the first step") {
  Gan<NonSaturating, SpectralNorm> gan{{.batch = 32}};
  const Points line{.width = 1};  // a shape that the compiler knows is refused by it
  CHECK_THROWS_WITH(fit(gan, line, {.steps = 1}),
                    Catch::Contains("expected 2") && Catch::Contains("found 1"));
  CHECK(gan.report().step == 0);
}

TEST_CASE("a run ends at its planned length, however many calls it takes") {
  Gan<NonSaturating, SpectralNorm> gan{{.steps = 12, .batch = 16}};
  CHECK(fit(gan, data::Ring{}, {.stop_after = 5, .progress = nullptr}).steps == 5);
  CHECK(gan.steps() == 12);
  CHECK(fit(gan, data::Ring{}, {.progress = nullptr}).steps == 7);
  CHECK(fit(gan, data::Ring{}, {.progress = nullptr}).steps == 0);
  CHECK(fit(gan, data::Ring{}, {.steps = 13, .progress = nullptr}).steps == 1);
}

namespace {

/// The ring, except for one batch that holds a number that is not finite.
struct Spoilt {
  static constexpr std::string_view name = "spoilt";
  std::uint64_t from, to;  // positions
  data::Ring ring{};

  auto shape() const { return ring.shape(); }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    ring.draw(out, n, seed, position);
    if (position >= from && position < to) out[1] = std::numeric_limits<float>::infinity();
  }
};

}  // namespace

TEST_CASE("a step that is not finite stops the run, is skipped, or rolls it back") {
  using Trainer = Gan<NonSaturating, SpectralNorm>;
  const Spoilt source{.from = 160, .to = 176};  // the eleventh batch of 16
  Trainer gan{{.batch = 16, .critic_steps = 1}};
  std::FILE* const messages = std::tmpfile();
  const auto run = [&](NotFinite policy) {
    return fit(gan, source,
               {.steps = 30, .not_finite = policy, .roll_back_interval = 4, .progress = messages});
  };
  SECTION("stop") {
    CHECK_THROWS_WITH(run(NotFinite::stop),
                      Catch::Contains("step 11") && Catch::Contains("critic"));
    CHECK(gan.report().step == 10);
  }
  SECTION("skip") {
    const FitResult result = run(NotFinite::skip);
    CHECK(result.undone == 1);
    CHECK(gan.report().step == 30);
    CHECK(gan.critic().steps() == 30);
    CHECK(std::ftell(messages) > 0);
  }
  SECTION("roll back") {
    std::vector<std::uint64_t> steps;
    const auto note = [&](auto& trained) { steps.push_back(trained.report().step); };
    const FitResult result = fit(gan, source,
                                 {.steps = 30,
                                  .not_finite = NotFinite::roll_back,
                                  .roll_back_interval = 4,
                                  .progress = nullptr},
                                 Every{1, note});
    CHECK(result.undone == 1);
    CHECK(steps.size() == 32);  // 10, then from 8 on again
    CHECK(steps[9] == 10);
    CHECK(steps[10] == 9);
    CHECK(gan.report().step == 30);
  }
  SECTION("a policy that does not help gives up") {
    const Spoilt always{.from = 160, .to = std::uint64_t(-1)};
    CHECK_THROWS_AS(
        fit(gan, always, {.steps = 30, .not_finite = NotFinite::skip, .progress = nullptr}),
        NumericError);
    CHECK(gan.report().step == 10);
  }
  std::fclose(messages);
}

TEST_CASE("a signal ends the run after its step, and the callbacks hear of the end") {
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  Gan<NonSaturating, SpectralNorm> gan{{.batch = 16}};
  Interrupt interrupt;
  struct Ended {
    int signal;
    std::uint64_t at = 0;
    void step(Gan<NonSaturating, SpectralNorm>& trained) {
      if (trained.report().step == 3) std::raise(signal);
    }
    void end(Gan<NonSaturating, SpectralNorm>& trained) { at = trained.report().step; }
  } ended{signal};
  fit(gan, data::Ring{}, {.steps = 20, .progress = nullptr}, ended, interrupt);
  CHECK(gan.report().step == 3);
  CHECK(ended.at == 3);
  CHECK(interrupt.signal() == signal);
}

TEST_CASE("a signal sent twice at once is one request, and one sent again ends the process") {
  const pid_t child = ::fork();
  if (child == 0) {
    const Interrupt interrupt;
    std::raise(SIGTERM);
    std::raise(SIGTERM);  // as timeout(1) does
    if (interrupt.signal() != SIGTERM) ::_exit(1);
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    std::raise(SIGINT);
    ::_exit(2);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 128 + SIGINT);
}

TEST_CASE("a terminal that closes twice does not end the process, and nohup is heeded") {
  {
    const Interrupt interrupt;
    std::raise(SIGHUP);
    std::raise(SIGHUP);
    CHECK(interrupt.signal() == SIGHUP);
  }
  const auto before = std::signal(SIGHUP, SIG_IGN);
  {
    const Interrupt interrupt;
    std::raise(SIGHUP);
    CHECK(interrupt.signal() == 0);
  }
  CHECK(std::signal(SIGHUP, before) == SIG_IGN);
}

TEST_CASE("a progress line names steps, rate, losses and what is left") {
  Report<GanLosses> report;
  report.step = 50;
  report["bound"] = 0.5;
  report["critic_loss"] = -0.5;
  report["generator_loss"] = 0.25;
  const std::string line =
      Progress::line({.measured = report, .first = 20, .total = 200, .seconds = 2});
  CHECK(line ==
        "[=====>              ]     50/200  15 steps/s  bound 0.5  critic -0.5  "
        "generator 0.25  ETA 0:10");
}

TEST_CASE("Wasserstein with gradient penalty finds the eight modes of the ring") {
  Gan<Wasserstein, GradientPenalty> gan;
  const data::Ring ring;
  fit(gan, ring, {.steps = 1'000, .progress = nullptr});
  const auto modes = count_modes(gan.sample(10'000), ring.modes(), ring.sigma);
  CHECK(modes.modes == 8);
  CHECK(modes.high_quality >= 0.6);
}

TEST_CASE("a run that is not watched on a terminal speaks within its first seconds") {
  std::FILE* const out = std::tmpfile();
  Progress progress(out);
  const auto lines = [&] {
    std::rewind(out);
    int count = 0;
    for (int letter = 0; (letter = std::fgetc(out)) != EOF;) count += letter == '\n' ? 1 : 0;
    return count;
  };
  progress.update({.measured = {.step = 1}, .total = 1'000, .seconds = 0.5});
  CHECK(lines() == 0);
  progress.update({.measured = {.step = 4}, .total = 1'000, .seconds = 4.5});
  CHECK(lines() == 1);
  progress.update({.measured = {.step = 5}, .total = 1'000, .seconds = 6});
  CHECK(lines() == 1);
  progress.update({.measured = {.step = 100}, .total = 1'000, .seconds = 100});
  CHECK(lines() == 2);
  std::fclose(out);
}

// The acceptance of the product: command-line defaults, three seeds.
TEST_CASE("default compositions reach their quality", "[long]") {
  const std::uint64_t seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3);
  const auto check = [](auto gan, const auto& source, double high_quality) {
    fit(gan, source);
    const auto modes = count_modes(gan.sample(10'000), source.modes(), source.sigma);
    CHECK(modes.modes == modes.modes_total);
    CHECK(modes.high_quality >= high_quality);
  };
  using Penalised = Gan<Wasserstein, GradientPenalty>;
  SECTION("Pearson with weight clipping on the ring") {
    check(Gan<FDivergence<Pearson>, WeightClip>{{.seed = seed}}, data::Ring{}, 0.6);
  }
  SECTION("Wasserstein with gradient penalty on the ring") {
    check(Penalised{{.seed = seed}}, data::Ring{}, 0.95);
  }
  SECTION("Wasserstein with gradient penalty on the grid") {
    check(Penalised{{.steps = 16'000, .seed = seed}}, data::Grid{}, 0.95);
  }
}

TEST_CASE("moments that overflow while parameters stay finite end the run, or are undone") {
  using Trainer = Gan<FDivergence<Pearson>, Unconstrained>;
  const TemporaryFolder folder;
  const auto run = [&](NotFinite policy) {
    Trainer::Config config;
    config.steps = 300;
    config.batch = 32;
    config.critic_optimizer.learning_rate = config.generator_optimizer.learning_rate = 0.1;
    Trainer gan(config);
    Checkpoints checkpoints(folder / ".", 5);
    std::uint64_t undone = 0;
    std::string why;
    try {
      undone =
          fit(gan, data::Ring{}, {.not_finite = policy, .progress = nullptr}, checkpoints).undone;
    } catch (const NumericError& error) {
      why = error.what();
    }
    CHECK_NOTHROW(resume<Trainer>(folder / "checkpoint.safetensors"));
    return std::pair(undone, why);
  };
  CHECK_THAT(run(NotFinite::stop).second, Catch::Contains("a moment of its optimiser"));
  const auto [undone, why] = run(NotFinite::skip);
  CHECK((undone > 0 || !why.empty()));
}

}  // namespace fit_test
