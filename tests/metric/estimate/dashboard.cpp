// SPDX-License-Identifier: BSL-1.0
#include "gaussian_pairs.hpp"
#include "known_pairs.hpp"
#include "near.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/metric/estimate/dashboard.hpp>

#include <cmath>
#include <cstdio>
#include <map>
#include <string>

namespace dashboard_test {

using namespace saddle;

namespace {

/// Visits the row of every divergence of a dashboard.
template <class Visit>
void for_each_row(const Dashboard& board, Visit visit) {
  auto row = board.rows.begin();
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D> type) { visit(type, *row++); });
}

/// The tolerance on a divergence's estimate: absolute for GAN, whose value is no distance, and none
/// where a few samples decide.
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

using Judged = types<TotalVariation, JensenShannon, SquaredHellinger>;

/// What a dashboard is worth on a pair whose divergences are known.
struct Judgement {
  bool reliable = true;  ///< every row says so
  bool wrong = false;    ///< a row that says so is not within 15 % or .01
};

Judgement judge(const KnownPair& pair, std::uint64_t seed) {
  const Dashboard board =
      dashboard<FeatureCritic, Judged>(pair.p(pair.n, seed), pair.q(pair.n, seed), {.seed = seed});
  Judgement result;
  auto row = board.rows.begin();
  for_each(Judged{}, [&]<class D>(std::type_identity<D>) {
    const double exact = pair.exact<D>();
    const bool reliable = row->verdict() == Verdict::reliable;
    const bool right = std::abs(row->value - exact) <= std::max(0.15 * exact, 0.01);
    UNSCOPED_INFO(pair.name << ", seed " << seed << ": " << to_string(*row) << ", exact " << exact);
    result.reliable &= reliable;
    result.wrong |= reliable && !right;
    ++row;
  });
  return result;
}

/// Images, and other images with noise of that deviation. Shapes: (n, 784).
TwoSamples glyphs(std::size_t n, double deviation) {
  TwoSamples two{xt::empty<float>({n, std::size_t{28 * 28}}),
                 xt::empty<float>({n, std::size_t{28 * 28}})};
  data::Glyphs{}.draw(two.p.data(), n, 1, 0);
  data::Glyphs{}.draw(two.q.data(), n, 1, 1 << 20);
  const random::Draw noise{.seed = 1, .stream = random::Stream::user};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < two.q.shape(1); ++k) {
      two.q(i, k) += static_cast<float>(deviation * random::normal(noise, i, k));
    }
  }
  return two;
}

KnownPair pair_called(const std::string& name) {
  for (const KnownPair& pair : all_known_pairs()) {
    if (pair.name == name) return pair;
  }
  throw ConfigError("pair", "a known one", name);
}

}  // namespace

TEST_CASE("sharp modes are seen: what is reliable is right", "[metric][long]") {
  const Judgement found = judge(pair_called("narrower modes"), 1);
  CHECK(found.reliable);
  CHECK_FALSE(found.wrong);
}

TEST_CASE("two hundred samples are too few, and the verdict says so", "[metric]") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CHECK_FALSE(judge(pair_called("200 samples"), seed).reliable);
  }
}

TEST_CASE("eleven pairs: nine are reliable, none of these wrong, in four of five seeds",
          "[metric][long]") {
  constexpr int seeds = 5, needed = 4;
  int reliable_pairs = 0;
  for (const KnownPair& pair : all_known_pairs()) {
    int reliable = 0, wrong = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const Judgement found = judge(pair, seed);
      reliable += found.reliable;
      wrong += found.wrong;
    }
    CAPTURE(pair.name, reliable, wrong);
    CHECK(wrong <= seeds - needed);
    reliable_pairs += reliable >= needed;
  }
  CHECK(reliable_pairs >= 10);  // narrower and wider modes are two of these, one in the title
}

TEST_CASE("equal laws are called equal in ten of ten seeds", "[metric][long]") {
  const KnownPair pair = pair_called("equal");
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Dashboard board = dashboard(pair.p(pair.n, seed), pair.q(pair.n, seed), {.seed = seed});
    CAPTURE(seed, to_string(board));
    CHECK_FALSE(board.differ());
    for (const DivergenceEstimate& row : board.rows) CHECK(row.verdict() == Verdict::reliable);
  }
}

TEST_CASE("one critic reports every divergence of normal laws, in nine of ten trainings",
          "[metric][long]") {
  constexpr int seeds = 10, needed = 9;
  for (std::size_t pair = 0; pair < other_normals.size(); ++pair) {
    std::map<std::string, int> close, warned, wrong;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const Dashboard board =
          dashboard(draw_pair(other_normals[pair], 70'000, seed, 0),
                    draw_pair(other_normals[pair], 100'000, seed, 1), {.seed = seed});
      for_each_row(board, [&]<class D>(std::type_identity<D>, const DivergenceEstimate& row) {
        const double exact = exact::gaussian<D>(standard_normal, other_normals[pair]);
        const double off = std::abs(row.value - exact);
        const bool reliable = row.verdict() == Verdict::reliable;
        close[row.name] += off <= tolerance<D>(exact);
        warned[row.name] += row.verdict() == Verdict::no_finite_estimate;
        wrong[row.name] += reliable && !(off <= std::max(0.15 * (exact - row.least), 0.01));
      });
    }
    for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
      const std::string name = full_name<D>();
      const double exact = exact::gaussian<D>(standard_normal, other_normals[pair]);
      CAPTURE(pair, name, exact, close[name], warned[name], wrong[name]);
      CHECK(wrong[name] <= seeds - needed);
      if (std::isinf(exact)) CHECK(warned[name] >= needed);
      else if (std::isfinite(tolerance<D>(exact))) CHECK(close[name] >= needed);
    });
  }
}

TEST_CASE("the same critic is the density ratio", "[metric]") {
  const TwoSamples seen = draw_pair(other_normals[0], 50'000, 1, 0);
  const EstimateConfig brief{.steps = 400};
  LogRatioCritic<> critic(seen, brief);
  const Dashboard board =
      dashboard<FeatureCritic, types<KL>>(seen, draw_pair(other_normals[0], 1'000, 1, 1), brief);
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

TEST_CASE("wide samples have a critic of their own", "[metric]") {
  const Tensor<float, 2> wide({16, 33}, 0.F);
  CHECK_THROWS_WITH(LogRatioCritic<>(TwoSamples{wide, wide}),
                    Catch::Contains("at most 32 numbers each") && Catch::Contains("found 33"));
  const Dashboard board =
      dashboard<FeatureCritic, types<TotalVariation>>(wide, wide, {.steps = 1, .batch = 2});
  CHECK(board.critic.starts_with("2048, "));
  CHECK(board.rows[0].verdict() == Verdict::critic_too_weak);
}

TEST_CASE("point masses: infinite divergences are told from finite ones", "[metric]") {
  const Tensor<float, 2> zeros = xt::zeros<float>({500, 1});
  const Tensor<float, 2> ones = xt::ones<float>({500, 1});
  const Dashboard board = dashboard(zeros, ones, {.steps = 4'000, .batch = 64});
  CHECK(board.differ());
  CHECK(board.witness.accuracy() == 1);
  for_each_row(board, []<class D>(std::type_identity<D>, const DivergenceEstimate& row) {
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
  const Dashboard board = dashboard(draw_normal(standard_normal, 10'000, 1, 0),
                                    draw_normal(standard_normal, 10'000, 1, 1));
  CAPTURE(to_string(board));
  CHECK_FALSE(board.differ());
  CHECK(board.sentence().starts_with("no difference"));
  for_each_row(board, []<class D>(std::type_identity<D>, const DivergenceEstimate& row) {
    CAPTURE(row.name, row.value, row.standard_error);
    CHECK(row.verdict() == Verdict::reliable);
    CHECK(row.value == near(at_one<D>, 0.01));
    CHECK(row.low() >= at_one<D>);
  });
}

TEST_CASE("images and noisy images are told apart", "[metric]") {
  const auto [p, q] = glyphs(1'000, 0.3);
  const Dashboard board = dashboard<FeatureCritic, Judged>(p, q, {.batch = 64});
  CAPTURE(to_string(board));
  CHECK(board.witness.tv_at_least() > 0.3);  // by distances: both kinds have clean neighbours
  CHECK(board.witness.of_distances);
  CHECK(board.differ());
  for (const DivergenceEstimate& row : board.rows) {
    CHECK(row.value > 0.8 * row.greatest);  // no image has noise and has none
    if (row.verdict() == Verdict::reliable) CHECK(row.value > 0.84 * row.greatest);
  }
}

TEST_CASE("of images no critic finds all: what is not the greatest value is not reliable",
          "[metric]") {
  const auto [p, q] = glyphs(1'000, 0);
  const Dashboard board = dashboard<FeatureCritic, Judged>(p, q, {.batch = 64});
  CAPTURE(to_string(board));
  CHECK_FALSE(board.differ());
  CHECK(board.sentence().starts_with("it is not known whether"));
  for (const DivergenceEstimate& row : board.rows) CHECK(row.verdict() != Verdict::reliable);
}

TEST_CASE("a dashboard is a function of samples and seed, not of the threads", "[metric]") {
  const auto board = [] {
    return dashboard<FeatureCritic, types<KL>>(draw_normal(standard_normal, 1'000, 1, 0),
                                               draw_normal(other_normals[0], 1'000, 1, 1),
                                               {.steps = 100});
  };
  const std::size_t workers = parallel::workers();
  const Dashboard once = board();
  parallel::set_workers(workers == 1 ? 2 : 1);
  const Dashboard again = board();
  parallel::set_workers(workers);
  CHECK(to_string(once) == to_string(again));
  CHECK(once.rows[0].value == again.rows[0].value);
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
  CHECK(board.held_out == 2'000);  // each by the critic that never saw it
  CHECK(board.training == 667);
  CHECK(board.rows[1].value > 0.2);
  const std::string text = to_string(board);
  CHECK(text.starts_with("the samples differ from the data: a neighbour vote tells "));
  CHECK(text.find("kl") < text.find("tv "));
  CHECK(text.find("witness: ") != std::string::npos);
}

TEST_CASE("a verdict that only the critic reaches says so") {
  const Dashboard board{
      .rows = {{.name = "tv", .value = 0.9, .standard_error = 0.01, .samples = 60}},
      .witness = {
          .neighbours = 7, .p_for_p = 0.5, .q_for_p = 0.5, .p_error = 0.03, .q_error = 0.03}};
  CHECK(board.differ());
  CHECK(board.sentence() ==
        "the samples differ from the data: a critic's tv is above its least value, where a "
        "neighbour vote tells 50 % apart");
}

}  // namespace dashboard_test
