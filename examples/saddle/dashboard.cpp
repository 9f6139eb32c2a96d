// SPDX-License-Identifier: BSL-1.0
#include "dashboard.hpp"

#include "pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/experiment/dashboard_file.hpp>
#include <saddle/gan/mlp.hpp>
#include <saddle/gan/toy.hpp>
#include <saddle/io/png.hpp>
#include <saddle/metric/dashboard.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <type_traits>

namespace {

using namespace saddle;

/// The first rows. Shapes: x (n, size) -> (at most `n`, size).
Rows first(const Rows& x, std::size_t n) {
  n = std::min(n, x.shape(0));
  Rows rows = Rows::from_shape({n, x.shape(1)});
  std::copy_n(x.data(), rows.size(), rows.data());
  return rows;
}

/// The experiments whose critics it takes.
using Experiments = types<Toy<2>, Toy<1>, Toy<4>, Mlp<Shape<28, 28, 1>>, Mlp<Shape<8, 8, 1>>,
                          Mlp<Shape<32, 32, 3>>>;

/// The dashboard for samples that any model of the command line makes: of points by the toy's wide
/// critic, which sees narrow modes, of images, few for their size, by a small one.
Dashboard board_of(const Rows& real, const Rows& generated, const EstimateConfig& config) {
  std::optional<Dashboard> board;
  for_each(Experiments{}, [&]<class E>(std::type_identity<E>) {
    constexpr std::size_t size = E::Critic::Input::size;
    if (board || size != real.shape(1)) return;
    using Critic = std::conditional_t<E::Critic::Input::extents.size() == 1, typename E::Critic,
                                      PointCritic<size>>;
    board = dashboard<Critic>(real, generated, config);
  });
  return std::move(board).value();
}

}  // namespace

void leave_dashboard(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                     const std::string& title, const RunFolder& folder) {
  // So much is a few seconds: images have many numbers, and their generators take their time.
  const bool images = source.shape().size() == 3;
  const std::size_t n =
      std::min(images ? std::size_t{4'000} : std::size_t{20'000}, source.rows.value_or(20'000));
  EstimateConfig config{.steps = 2'000, .batch = 256, .seed = seed};
  if (images) config = {.steps = 300, .batch = 128, .learning_rate = 1e-3, .seed = seed};
  // A critic that saw every sample more often would know them by heart.
  constexpr std::uint64_t times = 100;
  config.steps = std::clamp<std::uint64_t>(times * n / config.batch, 1, config.steps);
  try {
    const Rows generated = gan.sample(n);
    const Rows real = data::held_out(source, n, seed, source.rows.value_or(1));
    const Dashboard board = board_of(real, generated, config);
    std::cerr << "divergences of the samples from real ones by one critic: " << config.steps
              << " steps on " << board.training << " samples a side, read on " << board.held_out
              << " others, seed " << seed << '\n'
              << to_string(board);
    write_dashboard(board, folder.path());
    if (images) return;
    write_png(folder.file("density_ratio.png"),
              picture_of_log_ratio(first(generated, 2'000), first(real, 500), board.log_ratio,
                                   source, "log p/q: " + title));
  } catch (const ConfigError& error) {  // too few samples, or one that is not finite
    std::cerr << "no dashboard: " << error.what() << '\n';
  } catch (const NumericError& error) {
    std::cerr << "no dashboard: " << error.what() << '\n';
  }
}
