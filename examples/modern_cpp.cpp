// SPDX-License-Identifier: BSL-1.0
// The C++20 of this library, one idea at a time: what docs/modern_cpp.md shows, compiled and run.
#include <saddle/saddle.hpp>

#include <boost/hana/cartesian_product.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/integral_constant.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <type_traits>

using namespace saddle;
namespace hana = boost::hana;

// Gan<Wasserstein, Unconstrained> does not compile. What is wrong is a value first, so the compiler
// and the command line give the same reason, and the compiler gives it as its only error.
constexpr Fault refused = fault<Wasserstein, Unconstrained, Ring, Cpu>();
static_assert(refused == Fault::not_lipschitz);
static_assert(sentence(refused).starts_with("the Wasserstein objective needs a Lipschitz critic"));
static_assert(fault<Wasserstein, GradientPenalty, Ring, Cpu>() == Fault::none);
static_assert(Constraint<WeightClip> && !Constraint<Pearson> && Divergence<Pearson>);

// An objective is four functions of the critic's score, and Gan<Squares, SpectralNorm> a trainer.
struct Squares {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "squares";
  static constexpr bool needs_lipschitz = false;
  template <class T> static constexpr T critic_real(T s) { return (s - T(1)) * (s - T(1)); }
  template <class T> static constexpr T critic_fake(T s) { return (s + T(1)) * (s + T(1)); }
  template <class T> static constexpr T model_fake(T s) { return critic_real(s); }
  template <class T> static constexpr T model_real(T s) { return critic_fake(s); }
  static constexpr double estimate(double critic_loss) { return 1 - critic_loss / 2; }
};
static_assert(Objective<Squares>);

// Alpha's parameter picks another formula, so it is in the type; a clip bound is a number to tune.
static_assert(std::is_same_v<Alpha<2>, Alpha<2.0>>);
static_assert(Alpha<2>::f(Real(3)) == Pearson::f(Real(3)) / 2);
static_assert(Alpha<3>::conjugate_domain.high == infinity);
static_assert(Alpha<0.5>::conjugate_domain.high == 2);
using AlphaGan = Gan<FDivergence<Alpha<0.5>>, WeightClip>;
const AlphaGan::Config tuned{.batch = 128, .constraint = {.bound = 0.02}};

// Shapes are types and their arithmetic the compiler's; f is checked before the program exists.
struct Digits {
  using Latent = Gaussian<64>;
  struct Generator : Network<Shape<64>, Linear<784>, Tanh, Reshape<28, 28, 1>> {};
  struct Critic : Network<Shape<28, 28, 1>, Flatten, Linear<256>, LeakyRelu<>, Linear<1>> {};
};
static_assert(Digits::Generator::parameter_count == 64 * 784 + 784);
static_assert(std::is_same_v<Digits::Generator::Output, Digits::Critic::Input>);

struct Concave {
  template <class T> static constexpr T f(T u) { return T(1) - u * u; }
};
static_assert(divergence_fault<Concave>() == DivergenceFault::not_convex);

// A network is a pack of layers: what they need together is a fold, without a loop or a recursion.
template <std::size_t... Extents>
constexpr std::size_t numbers_in(Shape<Extents...>) {
  return (Extents * ...);
}
template <class... Networks>
constexpr std::size_t parameters_of(types<Networks...>) {
  return (Networks::parameter_count + ...);
}
static_assert(numbers_in(Digits::Critic::Input{}) == 28 * 28);
static_assert(parameters_of(types<Digits::Generator, Digits::Critic>{}) == 50'960 + 201'217);

// A formula is written once; a dual number brings its slope, and a dual of duals its curvature.
constexpr Dual<Real> hellinger = SquaredHellinger::f(variable(Real(4)));  // (sqrt(u) - 1)^2
static_assert(hellinger.value == Real(1) && hellinger.slope == Real(0.5));
constexpr Dual<Dual<double>> pearson = Pearson::f(variable(variable(3.0)));  // (u - 1)^2
static_assert(pearson.value.slope == 4 && pearson.slope.slope == 2);

// A law goes through a list of types: a divergence that joins the list is under the law.
bool fenchel_and_young_agree() {
  bool agree = true;
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
    for (const double u : {0.1, 0.5, 2.0, 9.0}) {
      const double t = D::derivative(u);
      agree &= std::abs(D::f(u) + D::conjugate(t) - u * t) < 1e-9 * (1 + std::abs(u * t));
    }
  });
  return agree;
}

// A sweep is a product of lists: every pair is a type, and asked at compile time if it makes sense.
std::size_t legal_pairs() {
  constexpr auto list = []<class... T>(types<T...>) { return hana::tuple_t<T...>; };
  std::size_t legal = 0;
  const auto pairs = hana::make_tuple(list(AllObjectives{}), list(AllConstraints{}));
  hana::for_each(hana::cartesian_product(pairs), [&](auto pair) {
    using Objective = typename decltype(+pair[hana::int_c<0>])::type;
    using Constraint = typename decltype(+pair[hana::int_c<1>])::type;
    legal += fault<Objective, Constraint, Ring, Cpu>() == Fault::none ? 1 : 0;
  });
  return legal;
}

int main() {
  Gan<Squares, SpectralNorm> gan{{.steps = 200}};
  fit(gan, data::Ring{}, {.progress = nullptr});
  AlphaGan alpha{tuned};
  std::printf("%zu samples, batches of %zu, %zu legal pairs, Fenchel and Young %s\n",
              gan.sample(64).shape(0), alpha.config().batch, legal_pairs(),
              fenchel_and_young_agree() ? "agree" : "disagree");
  return fenchel_and_young_agree() ? 0 : 1;
}
