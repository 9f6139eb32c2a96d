// SPDX-License-Identifier: BSL-1.0
// Moves one small sample of the plane onto another at the least cost, and draws the plan, its lines
// as thick as the mass they carry, over the best critic of the Wasserstein game:
//   transport_plan examples/pictures/transport_plan.png
#include <saddle/core/random.hpp>
#include <saddle/io/io.hpp>
#include <saddle/metric/transport/transport.hpp>
#include <saddle/picture/picture.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

using namespace saddle;

namespace {

/// Points with masses.
struct Cloud {
  Tensor<double, 2> points;  // (n, 2)
  std::vector<double> masses;

  double total() const {
    double sum = 0;
    for (double mass : masses) sum += mass;
    return sum;
  }
};

/// Points around the origin, some heavier than others.
Cloud centre(std::size_t n) {
  Cloud cloud{xt::empty<double>({n, std::size_t{2}}), {}};
  random::normal<double>(cloud.points.data(), 0, n, 2, {.seed = 4});
  for (double& coordinate : cloud.points) coordinate *= 0.55;
  for (std::size_t i = 0; i < n; ++i) {
    cloud.masses.push_back(0.2 +
                           random::uniform({.seed = 4, .stream = random::Stream::user}, i, 0));
  }
  return cloud;
}

/// Points on a circle, the heavier the further to the right.
Cloud circle(std::size_t m) {
  Cloud cloud{xt::empty<double>({m, std::size_t{2}}), {}};
  for (std::size_t j = 0; j < m; ++j) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(j) / static_cast<double>(m);
    cloud.points(j, 0) = 2 * std::cos(angle);
    cloud.points(j, 1) = 2 * std::sin(angle);
    cloud.masses.push_back(1 + 0.8 * std::cos(angle));
  }
  return cloud;
}

Image draw(const Cloud& x, const Cloud& y, const TransportPlan& plan) {
  constexpr double left = 84, top = 84, side = 600, below = 66, beside = 124;  // pixels
  const Box box{left, top, left + side, top + side};
  const Bounds bounds{{-2.5, 2.5}, {-2.5, 2.5}};
  Canvas canvas(static_cast<std::size_t>(left + side + beside),
                static_cast<std::size_t>(top + side + below), {255, 255, 255});

  constexpr std::size_t cells = 121;
  const KantorovichCritic<L2, double> critic(y.points, plan.g);
  const Tensor<double, 1> values = critic(landscape_points<double>(bounds, cells, cells));
  Tensor<double, 2> heights = xt::empty<double>({cells, cells});
  std::copy(values.begin(), values.end(), heights.begin());
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const Range range{*low, *high};
  landscape::paint(canvas, box, heights, range);

  Axes axes(canvas, box, bounds.x, bounds.y);
  const auto at = [&](const Cloud& cloud, std::size_t i) {
    return axes.place(cloud.points(i, 0), cloud.points(i, 1));
  };
  constexpr Colour from{213, 94, 0}, to{255, 255, 255};
  constexpr double widest = 220;  // pixels for all of the mass
  for (const auto& flow : plan.flows) {
    const std::vector<Point> line{at(x, flow.from), at(y, flow.to)};
    canvas.stroke(line, widest * flow.mass, Axes::ink, 0.75);
  }
  // A spot's area is its mass.
  const auto spots = [&](const Cloud& cloud, Colour colour) {
    for (std::size_t i = 0; i < cloud.masses.size(); ++i) {
      const double radius = 32 * std::sqrt(cloud.masses[i] / cloud.total());
      canvas.disc(at(cloud, i), radius + 1.2, Axes::ink);
      canvas.disc(at(cloud, i), radius, colour);
    }
  };
  spots(x, from);
  spots(y, to);
  axes.draw_frame("Optimal transport over its potential", "x", "y");
  draw_legend(canvas, {left, top - 22},
              {{"from", from, LegendEntry::Mark::spot}, {"to", to, LegendEntry::Mark::spot}});
  landscape::draw_scale(canvas, {box.right + 26, top, box.right + 44, box.bottom}, range,
                        "potential");
  return canvas.image();
}

}  // namespace

int main(int argc, char** argv) {
  const Cloud x = centre(24), y = circle(20);
  const Masses masses{x.masses, y.masses};

  const TransportPlan plan = optimal_transport(x.points, y.points, 1, masses);
  std::printf("primal   %.12f  the plan's cost: sum of gamma |x - y|, %zu lines\n", plan.cost,
              plan.flows.size());
  std::printf("dual     %.12f  the critic's mean over x minus its mean over y\n", plan.dual);
  std::printf("W2       %.6f  and in the ground norms L1 and LInf W1 is %.6f and %.6f\n",
              wasserstein_distance(x.points, y.points, 2, masses),
              wasserstein_distance<L1>(x.points, y.points, 1, masses),
              wasserstein_distance<LInf>(x.points, y.points, 1, masses));
  for (double epsilon : {1.0, 0.1, 0.01}) {
    const SinkhornPlan soft = sinkhorn(x.points, y.points, {.epsilon = epsilon}, 1, masses);
    std::printf("Sinkhorn %.6f  epsilon %.2f of the mean cost, %zu steps, %s\n", soft.cost, epsilon,
                soft.steps, soft.converged ? "converged" : "not converged");
  }
  std::printf("sliced   %.6f  without masses, 128 directions\n",
              sliced_wasserstein(x.points, y.points));
  const std::string path = argc > 1 ? argv[1] : "transport_plan.png";
  write_png(path, draw(x, y, plan));
  std::printf("%s\n", path.c_str());
}
