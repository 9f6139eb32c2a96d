// SPDX-License-Identifier: BSL-1.0
// Instability and mode collapse: four games that fail or do not, and monitors that say which.
//
//   collapse      min_G max_D of the original game: G maps all z to few points of p
//   saturation    d/ds log(1 - sigmoid(s)) = -sigmoid(s) -> 0 where D is sure of the fakes
//   oscillation   min_a max_b of log sigmoid(b x) + log(1 - sigmoid(b a)): the gradient field
//                 turns around its equilibrium and does not lead to it
//   duality gap   max_D' V(G, D') - min_G' V(G', D), which is 0 at an equilibrium alone
//
// Prints a line for each game with its monitors' alarms, and paints where the mean of the samples
// went in each, instability_and_collapse.png. Expected:
//
//   narrow generator  collapse at step 1500, saturation at step 450
//   critic rate x 10  saturation at step 450
//   bilinear          collapse at step 1500, oscillation at step 750, gap at step 2500
//   WGAN-GP           no alarm
//
// The C++ idea: observers known to the compiler. A monitor is any type with `name`, `watch` and
// `look(gan)`; `Monitors<Collapse, Saturation, ...>` holds them in a tuple and one fold asks them
// all, without a base class or a list of callbacks, and the training is the same bit for bit.
#include <saddle/data/held_out.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

using namespace saddle;

struct Narrow : Toy<2> {  // eight units wide: too few for eight modes
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<8>, Relu, Linear<2>> {};
};

struct Aside {  // the generator begins away from the data
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t, std::size_t) { return Fill::constant(0.1); }
  static constexpr Fill bias(std::size_t) { return Fill::constant(2); }
};

/// Codes that are all 0: what the generator makes is its bias.
struct Still {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Still";
  using Value = Shape<1>;
  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t, const random::Draw&) {
    fill(device, z, 0, n);
  }
};

struct Bilinear {  // a linear critic; a generator that only shifts
  using Latent = Still;
  struct Generator : Network<Shape<1>, Linear<1, Aside>> {};
  struct Critic : Network<Shape<1>, Linear<1, InheritInit, false>> {};
  using CriticOptimizer = Sgd;
  using GeneratorOptimizer = Sgd;
  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.batch = 64, .critic_steps = 1};
  }
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 0.05};
  }
};

/// Trains with the monitors on, prints their alarms, and returns how far the samples' mean is from
/// that of the data over time.
template <class G, class Source>
Series play(const char* name, G gan, const Source& source) {
  Series path{name, {}, {}};
  const auto mean_of = [](const auto& x) {
    double sum = 0;
    for (double value : x) sum += value;
    return sum / static_cast<double>(x.size());
  };
  const double aim = mean_of(data::held_out(source, 4'000, 1));
  auto monitors = standard_monitors(source, 1, {}, nullptr);
  fit(gan, source, {.steps = 3'000}, monitors,
      Every{20, [&](auto& trained) {
              path.xs.push_back(static_cast<double>(trained.report().step));
              path.ys.push_back(mean_of(trained.sample(256)) - aim);
            }});
  std::printf("%-18s", name);
  bool quiet = true;
  for (const Watched& one : monitors.watched()) {
    if (!one.alarm) continue;
    std::printf("%s%s at step %llu", quiet ? "" : ", ", std::string(one.name).c_str(),
                static_cast<unsigned long long>(one.alarm->step));
    quiet = false;
  }
  std::puts(quiet ? "no alarm" : "");
  return path;
}

int main(int argc, char** argv) {
  const data::Ring ring;
  const data::Mixture point{.parts = {{.weight = 1, .mean = 0, .sigma = 0.1}}};
  using Plain = Gan<Minimax, Unconstrained>;
  const std::vector<Series> paths{
      play("narrow generator", Gan<Minimax, Unconstrained, Narrow>{{.batch = 128}}, ring),
      play("critic rate x 10", Plain{{.batch = 128, .critic_optimizer = {.learning_rate = 1e-2}}},
           ring),
      play("bilinear", Gan<Minimax, Unconstrained, Bilinear>{}, point),
      play("WGAN-GP", Gan<Wasserstein, GradientPenalty>{{.batch = 128}}, ring)};
  write_png(argc > 1 ? argv[1] : "instability_and_collapse.png",
            curve_picture(paths, {"The mean of the samples, less that of the data", "step", ""}));
}
