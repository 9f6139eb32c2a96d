// SPDX-License-Identifier: BSL-1.0
#include "dashboard.hpp"

#include "experiments.hpp"
#include "pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/experiment/dashboard_file.hpp>
#include <saddle/gan/toy.hpp>
#include <saddle/io/png.hpp>
#include <saddle/metric/dashboard.hpp>

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <type_traits>

namespace {

using namespace saddle;

/// `n` real samples, each once where the data set is finite: they begin with an epoch.
Rows fresh(const AnySource& source, std::size_t n, std::size_t size, std::uint64_t seed) {
  constexpr std::uint64_t far = std::uint64_t{1} << 40;  // no training reaches it
  Rows rows = Rows::from_shape({n, size});
  source.draw(rows.data(), n, seed, source.rows ? far - far % *source.rows : far);
  return rows;
}

/// The first rows. Shapes: x (n, size) -> (at most `n`, size).
Rows first(const Rows& x, std::size_t n) {
  n = std::min(n, x.shape(0));
  Rows rows = Rows::from_shape({n, x.shape(1)});
  std::copy_n(x.data(), rows.size(), rows.data());
  return rows;
}

/// The critic for samples of `size` numbers. Points lie on thin curves and around sharp modes, of
/// which the toy's wider critic sees twice what a PointCritic does (total variation on the ring).
template <std::size_t size>
using RatioCritic = std::conditional_t<(size <= 4), typename Toy<size>::Critic, PointCritic<size>>;

/// The dashboard of the critic for samples of that size, which some model of the command line
/// makes.
Dashboard board_of(const Rows& real, const Rows& generated, const EstimateConfig& config) {
  std::optional<Dashboard> board;
  for_each(Experiments{}, [&]<class E>(std::type_identity<E>) {
    constexpr std::size_t size = E::Critic::Input::size;
    if (board || size != real.shape(1)) return;
    board = dashboard<RatioCritic<size>>(real, generated, config);
  });
  return std::move(board).value();
}

}  // namespace

void leave_dashboard(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                     const std::string& title, const RunFolder& folder) {
  // So much is a few seconds: images have many numbers, and their generators take their time.
  const bool images = source.shape().size() == 3;
  const std::size_t n = std::min(images ? std::size_t{4'000} : std::size_t{20'000},
                                 source.rows.value_or(std::size_t(-1)));
  const EstimateConfig config =
      images ? EstimateConfig{.steps = 300, .batch = 128, .learning_rate = 1e-3, .seed = seed}
             : EstimateConfig{.steps = 2'000, .batch = 256, .seed = seed};
  try {
    const Rows generated = gan.sample(n), real = fresh(source, n, generated.shape(1), seed);
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
