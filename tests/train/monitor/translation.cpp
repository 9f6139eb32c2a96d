// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <functional>

namespace translation_test {

using namespace saddle;
using Catch::Contains;

namespace {

using Images = Tensor<float, 2>;

/// A translator whose ways are given.
struct Given {
  std::function<float(float)> there, back;

  Images to_second(const Images& x) const { return mapped(x, there); }
  Images to_first(const Images& y) const { return mapped(y, back); }

 private:
  static Images mapped(Images x, const std::function<float(float)>& f) {
    for (float& value : x) value = f(value);
    return x;
  }
};

float same(float value) { return value; }
float negative(float value) { return -value; }
float bolder(float value) { return std::min(1.0F, value + 0.5F); }
float grey(float) { return 0; }

const Images glyphs = data::held_out(data::Glyphs{}, 32, 1),
             others = data::held_out(data::Glyphs{}, 32, 2);

}  // namespace

TEST_CASE("What comes back is told from what is lost", "[train]") {
  const CycleError monitor(glyphs, others);
  Given right{same, same}, inverted{negative, negative}, lost{grey, same}, one_way{same, grey};
  CHECK(monitor.look(right).value == 0);
  CHECK(monitor.look(inverted).value == 0);
  CHECK_FALSE(monitor.look(inverted).alarming);
  CHECK(monitor.look(lost).value > 0.8);
  CHECK_THAT(monitor.look(lost).sentence, Contains("what they were is lost on the way"));
  CHECK(monitor.look(one_way).alarming);
  // All of a dark domain comes back, and of a light one what is dark.
  const Images dark = 0.5F * (glyphs - 1.0F);
  Given darkening{same, [](float value) { return std::min(value, 0.0F); }};
  CHECK(CycleError(dark, others).look(darkening).value > 0.2);
}

TEST_CASE("Inverted translations are told from right ones, though their cycles close", "[train]") {
  const Inversion monitor(glyphs, others);
  Given right{bolder, same}, inverted{negative, negative}, one_way{bolder, negative},
      lost{grey, grey};
  CHECK(monitor.look(right).value > 0.9);
  CHECK_FALSE(monitor.look(right).alarming);
  CHECK(monitor.look(inverted).value == Approx(-1));
  CHECK_THAT(monitor.look(inverted).sentence,
             Contains("become their negatives (correlation -1.00)"));
  CHECK_THAT(monitor.look(one_way).sentence, Contains("images of the second domain"));
  CHECK(monitor.look(lost).value == 0);
  CHECK_FALSE(monitor.look(lost).alarming);
}

TEST_CASE("Negatives are right between a domain and its negative", "[train]") {
  const Inversion monitor(glyphs, -others);
  Given inverted{negative, negative};
  CHECK(monitor.look(inverted).value == Approx(-1));
  CHECK_FALSE(monitor.look(inverted).alarming);
}

TEST_CASE("Monitors of translations refuse what they cannot compare", "[train]") {
  CHECK_THROWS_AS(CycleError(Images({4, 2}, 1.0F), glyphs), ConfigError);
  CHECK_THROWS_AS(Inversion(Images({4, 2}, 1.0F), glyphs), ConfigError);
  CHECK_THROWS_AS(Inversion(Images({0, 2}, 1.0F), Images({0, 2}, 1.0F)), ConfigError);
}

TEST_CASE("The monitors of translations watch a translator", "[train]") {
  struct Run : Given {
    struct Step {
      std::uint64_t step = 0;
    } now{};
    const Step& report() const { return now; }
  };
  Run run{{negative, negative}};
  auto monitors = translation_monitors(
      data::Domains{data::Glyphs{}, data::Glyphs{}}, 1,
      {.cycle = {.watch = {.warm_up = 0}}, .inversion = {.watch = {.warm_up = 0, .patience = 2}}},
      nullptr);
  monitors.make_fatal("inversion");
  CHECK(monitors.begin(run));
  run.now.step = 100;
  CHECK(monitors.step(run));
  run.now.step = 200;
  CHECK_FALSE(monitors.step(run));
  CHECK(monitors.exit_code() == 26);
  CHECK_FALSE(monitors.watched()[0].alarm);
}

}  // namespace translation_test
