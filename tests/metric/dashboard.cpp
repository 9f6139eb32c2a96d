// SPDX-License-Identifier: BSL-1.0
#include "gaussian_pairs.hpp"
#include "near.hpp"

#include <saddle/gan/toy.hpp>
#include <saddle/metric/dashboard.hpp>

#include <cmath>
#include <cstdio>
#include <map>
#include <string>

using namespace saddle;

namespace {

constexpr std::size_t held_out = 100'000, training = 400'000;

Dashboard board_of(std::size_t pair, std::uint64_t seed, const EstimateConfig& config) {
  return dashboard(draw_pair(other_normals[pair], training, seed, 0),
                   draw_pair(other_normals[pair], held_out, seed, 1), config);
}

/// The tolerance on a divergence's estimate: absolute for GAN, whose value is no distance.
template <class D>
double tolerance(double exact) {
  constexpr auto is = []<class... E>(types<E...>) { return (std::is_same_v<D, E> || ...); };
  if (is(types<GanDivergence>{})) return 0.01;
  if (is(types<TotalVariation, KL, SquaredHellinger, JensenShannon, WeightedJensenShannon<0.3>,
               Alpha<0.5>>{})) {
    return 0.05 * exact;
  }
  return is(types<ReverseKL, Jeffrey>{}) ? 0.1 * exact : infinity;
}

/// Visits the row of every divergence of a dashboard.
template <class Visit>
void for_each_row(const Dashboard& board, Visit visit) {
  auto row = board.rows.begin();
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D> type) { visit(type, *row++); });
}

/// Whether one log-ratio critic keeps the promised tolerances in `needed` of `seeds` trainings.
void check_table(std::uint64_t seeds, int needed, const EstimateConfig& base) {
  for (std::size_t pair = 0; pair < 3; ++pair) {
    std::map<std::string, int> close, covered, light, warned;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      EstimateConfig config = base;
      config.seed = seed;
      for_each_row(board_of(pair, seed, config),
                   [&]<class D>(std::type_identity<D>, const DivergenceEstimate& row) {
                     const double exact = exact::gaussian<D>(standard_normal, other_normals[pair]);
                     close[row.name] += std::abs(row.value - exact) <= tolerance<D>(exact);
                     light[row.name] += row.tail_index < 0.5;
                     covered[row.name] += row.low() <= exact && exact <= row.high();
                     warned[row.name] += row.verdict() == Verdict::no_finite_estimate;
                   });
    }
    for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
      const std::string name = full_name<D>();
      const double exact = exact::gaussian<D>(standard_normal, other_normals[pair]);
      CAPTURE(pair, name, exact);
      if (std::isinf(exact)) {
        CHECK(warned[name] >= needed);
        return;
      }
      if (std::isfinite(tolerance<D>(exact))) CHECK(close[name] >= needed);
      if (light[name] == static_cast<int>(seeds)) {
        CHECK(covered[name] >= needed);
        CHECK(warned[name] == 0);
      }
    });
  }
}

}  // namespace

TEST_CASE("one critic reports every divergence of the Gaussian pairs", "[metric]") {
  check_table(1, 1, {.steps = 400, .batch = 256});
}

TEST_CASE("and does so in nine of ten trainings", "[metric][long]") { check_table(10, 9, {}); }

TEST_CASE("the same critic is the density ratio", "[metric]") {
  const TwoSamples seen = draw_pair(other_normals[0], 100'000, 1, 0);
  const EstimateConfig config{.steps = 400, .batch = 256};
  LogRatioCritic<> critic(seen, config);
  const Dashboard board = dashboard(seen, draw_pair(other_normals[0], 10'000, 1, 1), config);
  Tensor<float, 2> x = xt::empty<float>({31, 1});
  for (std::size_t i = 0; i < 31; ++i) x(i, 0) = -1 + 0.1f * static_cast<float>(i);
  const Tensor<double, 1> v = critic(x), ratio = critic.density_ratio(x),
                          exact = exact_log_ratio(other_normals[0], x);
  for (std::size_t i = 0; i < 31; ++i) {
    CHECK(v(i) == near(exact(i), 0.1));
    CHECK(ratio(i) == near(std::exp(v(i)), 1e-12));
  }
  CHECK((board.log_ratio(x) == v));
}

TEST_CASE("point masses: infinite divergences are told from finite ones", "[metric]") {
  const Tensor<float, 2> zeros = xt::zeros<float>({500, 1});
  const Tensor<float, 2> ones = xt::ones<float>({500, 1});
  for_each_row(dashboard(zeros, ones, {.steps = 1'000, .batch = 64}),
               []<class D>(std::type_identity<D>, const DivergenceEstimate& row) {
                 CAPTURE(row.name, row.value, row.tail_index);
                 const double exact = exact::disjoint<D>();
                 if (std::isfinite(exact)) {
                   CHECK(row.verdict() == Verdict::reliable);
                   CHECK(row.value == near(exact, 0.01));
                 } else {
                   CHECK(row.verdict() == Verdict::no_finite_estimate);
                 }
               });
}

TEST_CASE("equal distributions are at no distance", "[metric]") {
  const TwoSamples seen{draw_normal(standard_normal, 50'000, 1, 0),
                        draw_normal(standard_normal, 50'000, 1, 1)};
  const TwoSamples fresh{draw_normal(standard_normal, 50'000, 1, 2),
                         draw_normal(standard_normal, 50'000, 1, 3)};
  for_each_row(dashboard(seen, fresh, {.steps = 400, .batch = 256}),
               []<class D>(std::type_identity<D>, const DivergenceEstimate& row) {
                 CAPTURE(row.name, row.value, row.standard_error);
                 CHECK(row.verdict() == Verdict::reliable);
                 CHECK(row.value == near(at_one<D>, 0.02));
               });
}

TEST_CASE("any network may be the critic, and a list may be short", "[metric]") {
  const data::Mixture source;
  Tensor<float, 2> p = xt::empty<float>({2'000, 2}), q = p;
  source.draw(p.data(), 4'000, 1, 0);
  source.draw(q.data(), 4'000, 1, 1 << 20);
  for (std::size_t i = 0; i < 2'000; ++i) q(i, 0) += 2;
  const Dashboard board =
      dashboard<Toy<2>::Critic, types<KL, TotalVariation>>(p, q, {.steps = 100, .batch = 64});
  REQUIRE(board.rows.size() == 2);
  CHECK(board.critic.starts_with("2, Linear + LeakyReLU:0.2 128, "));
  CHECK(board.critic.ends_with(", Linear 1"));
  CHECK(board.config.steps == 100);
  CHECK(board.training + board.held_out == 2'000);
  CHECK(board.held_out == 1'000);
  CHECK(board.rows[1].value > 0.2);
  const std::string text = to_string(board);
  CHECK(text.find("kl") < text.find("tv"));
}
