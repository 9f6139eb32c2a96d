// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/picture/picture.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

namespace picture_test {

using namespace saddle;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::size_t distinct_colours(const Image& picture) {
  std::set<Colour> colours;
  for (std::size_t y = 0; y < picture.shape(0); ++y) {
    for (std::size_t x = 0; x < picture.shape(1); ++x) {
      colours.insert({picture(y, x, 0), picture(y, x, 1), picture(y, x, 2)});
    }
  }
  return colours.size();
}

/// How many pixels have exactly this colour.
std::size_t count(const Image& picture, Colour colour) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < picture.size(); i += 3) {
    found += std::equal(colour.begin(), colour.end(), picture.data() + i);
  }
  return found;
}

}  // namespace

TEST_CASE("a line covers its pixels and no others", "[io]") {
  Canvas canvas(20, 10, {255, 255, 255});
  canvas.stroke(std::vector<Point>{{2, 5}, {18, 5}}, 2, {0, 0, 0});
  CHECK(canvas.image()(4, 10, 0) == 0);
  CHECK(canvas.image()(5, 10, 0) == 0);
  CHECK(canvas.image()(3, 10, 0) == 255);
  CHECK(canvas.image()(6, 10, 0) == 255);
  canvas.clip({0, 0, 5, 10});
  canvas.stroke(std::vector<Point>{{-100, 1.5}, {not_a_number, 0}, {-1e9, 8.5}, {1e9, 8.5}}, 1,
                {9, 9, 9});
  CHECK(canvas.image()(8, 4, 0) == 9);
  CHECK(canvas.image()(8, 5, 0) == 255);
}

TEST_CASE("text is as wide as it says and any byte is harmless", "[io]") {
  Canvas canvas(400, 40, {255, 255, 255});
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  canvas.text({5, 25}, all, 10, {0, 0, 0});
  CHECK(distinct_colours(canvas.image()) > 2);

  Canvas word(200, 40, {255, 255, 255});
  word.text({5, 30}, "HAMLET", 16, {0, 0, 0});
  const double width = Canvas::text_width("HAMLET", 16);
  std::size_t last = 0;
  for (std::size_t x = 0; x < 200; ++x) {
    for (std::size_t y = 0; y < 40; ++y) last = word.image()(y, x, 0) < 128 ? x : last;
  }
  CHECK(static_cast<double>(last) == Approx(5 + width).margin(2));
}

TEST_CASE("ticks are round numbers inside of the range", "[io]") {
  const Ticks ticks({-0.31, 1.02}, 8);
  CHECK(ticks.label(ticks.places().front()) == "-0.2");
  CHECK(ticks.label(ticks.places().back()) == "1.0");
  const Ticks steps({0, 20000}, 6);
  CHECK(steps.label(steps.places().back()) == "20,000");
  const Ticks tiny({0, 1e-9}, 5);
  CHECK(tiny.label(tiny.places().back()) == "1e-09");
}

TEST_CASE("the landscape is painted with its samples", "[io]") {
  const Bounds bounds{{-2, 2}, {-1, 1}};
  const Tensor<float, 2> places = landscape_points(bounds, 11, 21);
  CHECK(places(0, 0) == -2);
  CHECK(places(0, 1) == -1);
  CHECK(places(20, 0) == 2);
  CHECK(places(230, 1) == 1);
  Tensor<float, 2> critic = xt::empty<float>({11, 21});  // (rows, columns)
  for (std::size_t i = 0; i < critic.size(); ++i) critic.data()[i] = places(i, 1);
  Tensor<float, 2> samples = xt::zeros<float>({3, 2}), none = xt::zeros<float>({0, 2});
  const Image plain = landscape_picture(none, none, critic, bounds);
  const Image picture = landscape_picture(samples, none, critic, bounds);
  CHECK(plain.shape() == picture.shape());
  CHECK(distinct_colours(plain) > 200);
  CHECK((plain != picture));
  // Row 0 is the lowest y: the upper part of the picture is the bright one.
  CHECK(plain(100, 300, 0) > plain(600, 300, 0));

  samples(0, 0) = 50;
  samples(1, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK((landscape_picture(samples, none, critic, bounds) != picture));
  critic.fill(std::numeric_limits<float>::quiet_NaN());
  CHECK_NOTHROW(landscape_picture(samples, none, critic, bounds));
  critic.fill(1e30F);
  CHECK_NOTHROW(landscape_picture(samples, none, critic, bounds));
  const Image bare = landscape_picture(samples, none, none, bounds);
  CHECK(bare.shape(0) == picture.shape(0));
  CHECK(bare.shape(1) < picture.shape(1));  // it has no scale
  CHECK(count(bare, {255, 255, 255}) > 200'000);
  const Tensor<float, 2> line = xt::zeros<float>({1, 21});
  CHECK_THROWS_AS(landscape_picture(samples, none, line, bounds), ConfigError);
  CHECK_THROWS_AS(landscape_picture(samples, none, critic, {{1, 1}, {0, 1}}), ConfigError);
}

TEST_CASE("a landscape may end where no point is near", "[io]") {
  constexpr Colour blank{236, 236, 240};
  const Bounds bounds{{-1, 1}, {-1, 1}};
  Tensor<float, 2> critic = xt::zeros<float>({11, 11}), none = xt::zeros<float>({0, 2});
  const Tensor<float, 2> one = xt::zeros<float>({1, 2});
  critic(0, 0) = 1;
  const auto blanks = [&](const auto& samples, const auto& reals, bool only_near) {
    return count(landscape_picture(samples, reals, critic, bounds, {.only_near = only_near}),
                 blank);
  };
  CHECK(blanks(one, one, false) == 0);
  const std::size_t nowhere = blanks(none, none, true);
  CHECK(nowhere > 559 * 559 - 4 * 560);                        // all of the box but its frame
  const std::size_t disc = nowhere - blanks(none, one, true);  // of 24 pixels
  CHECK((disc > 1'700 && disc < 1'900));
  CHECK(nowhere - blanks(one, none, true) > 1'700);
}

TEST_CASE("curves are drawn whatever the numbers", "[io]") {
  Series loss{"loss", {}, {}};
  for (int i = 0; i < 5000; ++i) {
    loss.xs.push_back(i);
    loss.ys.push_back(i % 100 == 7 ? 1e9 : std::sin(i * 0.01));
  }
  const Image picture = curve_picture({loss});
  REQUIRE(picture.shape() == std::array<std::size_t, 3>{640, 900, 3});
  CHECK(count(picture, line_colour(0)) > 500);
  CHECK(count(picture, {220, 0, 0}) == 0);

  loss.ys[2500] = not_a_number;
  CHECK(count(curve_picture({loss}), {220, 0, 0}) > 0);
  CHECK_NOTHROW(curve_picture({}));
  CHECK_NOTHROW(curve_picture(
      {{"one", {3}, {4}}, {"none", {}, {}}, {"bad", {not_a_number, 1}, {infinity, -infinity}}}));
  CHECK_NOTHROW(curve_picture({{"wide", {-1e308, 1e308}, {-1e308, 1e308}}, {"far", {1e15}, {0}}}));
  CHECK_THROWS_AS(curve_picture({{"uneven", {1, 2}, {1}}}), ConfigError);
}

TEST_CASE("the first steps do not make up the range of a plot, and the axis says so", "[io]") {
  const auto view = [](auto value, Trace trace = Trace::smoothed) {
    Series line{"loss", {}, {}};
    for (int i = 0; i < 500; ++i) {
      line.xs.push_back(i);
      line.ys.push_back(value(i));
    }
    return curve::y_view({line}, trace);
  };
  const auto steep = [](int i) { return i < 40 ? 1000.0 : 2 + std::sin(i); };
  CHECK(view(steep).range.high < 10);
  CHECK(view(steep).range.low > 0);
  CHECK(view(steep).outside == 40);
  CHECK(view(steep).label("loss") == "loss (40 points outside)");
  CHECK(view(steep).label("") == "40 points outside");
  CHECK(view(steep, Trace::exact).range.high > 1000);
  // Nothing is cut of what scatters, decays over the run or stays where it is.
  for (const auto& whole : {view([](int i) { return 3 * std::sin(i * i); }),
                            view([](int i) { return std::exp(-i / 150.0); }),
                            view([](int i) { return i == 250 ? 5.0 : 1.0; })}) {
    CHECK(whole.outside == 0);
    CHECK(whole.label("loss") == "loss");
  }
}

TEST_CASE("generated points do not hide real ones, nor these them", "[io]") {
  Tensor<float, 2> flat = xt::zeros<float>({2, 2});
  const Tensor<float, 2> one = xt::zeros<float>({1, 2}), many = xt::zeros<float>({500, 2});
  const Tensor<float, 2> none = xt::zeros<float>({0, 2});
  constexpr Colour red{232, 62, 40}, white{255, 255, 255};
  const Image generated = landscape_picture(many, none, flat);
  const Image real = landscape_picture(none, one, flat);
  const Image both = landscape_picture(many, one, flat);
  // A ring whose middle stays free: the spot below is seen through it.
  const std::size_t y = 84 + 280, x = 84 + 280;
  const auto pixel = [&](const Image& picture) {
    return Colour{picture(y, x, 0), picture(y, x, 1), picture(y, x, 2)};
  };
  CHECK(pixel(generated)[0] > 180);
  CHECK(pixel(both)[0] > pixel(both)[1] + 80);
  CHECK(pixel(real)[1] + 80 > pixel(real)[0]);
  CHECK(count(both, red) > 0);
  const auto in_plot = [&](const Image& picture) {
    std::size_t found = 0;
    for (std::size_t i = y - 8; i < y + 8; ++i) {
      for (std::size_t j = x - 8; j < x + 8; ++j) {
        found += std::equal(white.begin(), white.end(), &picture(i, j, 0));
      }
    }
    return found;
  };
  CHECK(in_plot(generated) == 0);
  CHECK(in_plot(both) >= 8);
}

TEST_CASE("a landscape has the names of its axes, and their units", "[io]") {
  const Tensor<float, 2> flat = xt::zeros<float>({2, 2}), none = xt::zeros<float>({0, 2});
  const Bounds bounds{{0, 4000}, {0, 1}};
  const Image named = landscape_picture(none, none, flat, bounds, {.x = "width"});
  CHECK((named != landscape_picture(none, none, flat, bounds, {.x = "weight"})));
  CHECK((named != landscape_picture(none, none, flat, bounds, {.x = "width", .y = "width"})));
  CHECK(named.shape(1) == 84 + 1200 + 116);
  const Image square = landscape_picture(none, none, flat, bounds, {.same_units = false});
  CHECK(square.shape(1) == 84 + 560 + 116);
}

}  // namespace picture_test
