// SPDX-License-Identifier: BSL-1.0
#include "run/pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/picture/picture.hpp>
#include <saddle/picture/sheet.hpp>

#include <algorithm>
#include <cmath>

namespace saddle_program {

namespace {

using saddle::Bounds;
using saddle::Image;
using saddle::Range;
using saddle::range_of;
using saddle::Tensor;

Range in_file(const saddle::data::Column& column, Range range) {
  return {column.in_file(range.low), column.in_file(range.high)};
}

/// Two columns of the rows. Shapes: (n, columns) -> (n, 2).
Tensor<double, 2> plane_of(const Tensor<double, 2>& rows, std::size_t x, std::size_t y) {
  Tensor<double, 2> plane = Tensor<double, 2>::from_shape({rows.shape(0), 2});
  for (std::size_t i = 0; i < rows.shape(0); ++i) {
    plane(i, 0) = rows(i, x);
    plane(i, 1) = rows(i, y);
  }
  return plane;
}

/// The scores in the plane of two columns, the others at 0; nothing without scores.
Tensor<double, 2> landscape_of(const Scores& scores, const Bounds& bounds, std::size_t columns,
                               std::size_t x, std::size_t y, std::size_t side) {
  if (!scores) return Tensor<double, 2>::from_shape({0, 0});
  const Rows plane = saddle::landscape_points(bounds, side, side);
  Rows points = Rows({side * side, columns}, 0.0F);
  for (std::size_t i = 0; i < side * side; ++i) {
    points(i, x) = plane(i, 0);
    points(i, y) = plane(i, 1);
  }
  const Tensor<double, 1> values = scores(points);
  Tensor<double, 2> landscape = Tensor<double, 2>::from_shape({side, side});
  std::copy(values.begin(), values.end(), landscape.begin());
  return landscape;
}

/// Shares of the values in equal bins of the range, as a density in the file's units.
saddle::Series histogram(const std::string& name, const Rows& rows,
                         const saddle::data::Column& column, Range range) {
  constexpr std::size_t bins = 60;
  const double width = (range.high - range.low) / bins;
  saddle::Series series{name, std::vector<double>(bins), std::vector<double>(bins, 0.0)};
  for (std::size_t b = 0; b < bins; ++b) {
    series.xs[b] = range.low + (static_cast<double>(b) + 0.5) * width;
  }
  for (std::size_t i = 0; i < rows.shape(0); ++i) {
    const double value = column.in_file(static_cast<double>(rows(i, 0)));
    const double bin = std::floor((value - range.low) / width);
    if (bin < 0 || bin >= bins) continue;  // also what is not finite
    series.ys[static_cast<std::size_t>(bin)] += 1 / (static_cast<double>(rows.shape(0)) * width);
  }
  return series;
}

/// Pairs of so many columns, the first ones, are drawn: a table may have 64 of them.
constexpr std::size_t columns_drawn = 4;

/// What lies under samples in the plane: scores, if there are any, and what they are called.
struct Ground {
  Scores scores{};
  std::string value{};
  bool only_near = false;  // whether it is left out where neither side has a sample
};

/// The samples over their ground, for every pair of the columns drawn.
Image planes_of(const Rows& samples, const Rows& real, const Ground& ground,
                const AnySource& source, const std::string& title) {
  const std::size_t columns = samples.shape(1);
  const Rows& framed = real.shape(0) > 0 ? real : samples;
  const bool table = !source.columns.empty();
  const auto column = [&](std::size_t c, const char* of_two) {
    return source.column(c, columns == 2 ? of_two : "x" + std::to_string(c));
  };
  const Tensor<double, 2> shown = saddle::data::in_file(source.columns, samples);
  const Tensor<double, 2> shown_real = saddle::data::in_file(source.columns, real);
  const std::size_t side = columns == 2 ? 200 : 60;  // points of the landscape
  std::vector<Image> planes;
  for (std::size_t x = 0; x < std::min(columns, columns_drawn); ++x) {
    for (std::size_t y = x + 1; y < std::min(columns, columns_drawn); ++y) {
      const Bounds bounds = columns == 2 && source.frame
                                ? *source.frame
                                : Bounds{range_of(framed, x), range_of(framed, y)};
      const saddle::data::Column across = column(x, "x"), upwards = column(y, "y");
      planes.push_back(saddle::landscape_picture(
          plane_of(shown, x, y), plane_of(shown_real, x, y),
          landscape_of(ground.scores, bounds, columns, x, y, side),
          {in_file(across, bounds.x), in_file(upwards, bounds.y)},
          {.title = columns == 2 ? title : across.name + " and " + upwards.name,
           .value = ground.value,
           .x = across.name,
           .y = upwards.name,
           .same_units = !table,
           .only_near = ground.only_near}));
    }
  }
  return saddle::sheet(planes, planes.size() < 3 ? planes.size() : 3);
}

}  // namespace

Tensor<float, 4> images_of(const Rows& rows, const std::vector<std::size_t>& shape) {
  Tensor<float, 4> images =
      Tensor<float, 4>::from_shape({rows.shape(0), shape.at(0), shape.at(1), shape.at(2)});
  std::copy(rows.begin(), rows.end(), images.begin());
  return images;
}

Image picture_of_points(const Rows& samples, const Rows& real, const Scores& scores,
                        const AnySource& source, const std::string& title,
                        const std::string& scored) {
  if (real.shape(1) > 1) return planes_of(samples, real, {scores, scored}, source, title);
  const saddle::data::Column column = source.column(0, "value");
  const Range range = in_file(column, range_of(real, 0));
  return saddle::curve_picture(
      {histogram("real", real, column, range), histogram("generated", samples, column, range)},
      {title, column.name, "density"}, saddle::Trace::exact);
}

Image picture_of_points(const Rows& samples, const AnySource& source, const std::string& title) {
  const std::size_t columns = samples.shape(1);
  if (columns > 1) return planes_of(samples, Rows({0, columns}, 0.0F), {}, source, title);
  const saddle::data::Column column = source.column(0, "value");
  const Range range = in_file(column, range_of(samples, 0));
  return saddle::curve_picture({histogram("generated", samples, column, range)},
                               {title, column.name, "density"}, saddle::Trace::exact);
}

Image picture_of_log_ratio(const Rows& samples, const Rows& real, const Scores& log_ratio,
                           const AnySource& source, const std::string& title) {
  if (real.shape(1) > 1) {
    // Where one side ends the critic's lines run on: they must not take up the colours.
    const auto bounded = [&](const Rows& x) {
      constexpr double most = 5;
      Tensor<double, 1> values = log_ratio(x);
      for (double& value : values) value = std::clamp(value, -most, most);
      return values;
    };
    return planes_of(samples, real, {bounded, "log p/q", true}, source, title);
  }
  constexpr std::size_t points = 400;
  const Range range = range_of(real, 0);
  Rows x = Rows::from_shape({points, 1});
  for (std::size_t i = 0; i < points; ++i) {
    const double part = static_cast<double>(i) / (points - 1);
    x(i, 0) = static_cast<float>(range.low + part * (range.high - range.low));
  }
  const Tensor<double, 1> values = log_ratio(x);
  const saddle::data::Column column = source.column(0, "value");
  const Range shown = in_file(column, range);
  std::vector<double> places;
  for (const float value : x) places.push_back(column.in_file(static_cast<double>(value)));
  return saddle::curve_picture({{"log p/q", places, {values.begin(), values.end()}},
                                {"equal densities", {shown.low, shown.high}, {0, 0}}},
                               {title, column.name, "log p/q"}, saddle::Trace::exact);
}

Image picture_of_pairs(const Rows& images, const Rows& counterparts,
                       const std::vector<std::size_t>& shape) {
  constexpr std::size_t pairs_across = 6;
  const std::size_t size = images.shape(1);
  Rows both = Rows::from_shape({2 * images.shape(0), size});
  for (std::size_t i = 0; i < images.shape(0); ++i) {
    std::copy_n(&images(i, 0), size, &both(2 * i, 0));
    std::copy_n(&counterparts(i, 0), size, &both(2 * i + 1, 0));
  }
  return saddle::grid(images_of(both, shape), 2 * pairs_across);
}

Image picture_of_curves(const saddle::History& history, const std::string& title) {
  std::vector<saddle::Series> curves;
  for (std::size_t i = 0; i < history.names.size(); ++i) {
    const std::vector<double>& values = history.losses[i];
    const bool any = std::ranges::any_of(values, [](double value) { return value != 0; });
    if (any) curves.push_back({history.names[i], history.step, values});
  }
  return saddle::curve_picture(curves, {title, "step", "loss"});
}

}  // namespace saddle_program
