// SPDX-License-Identifier: BSL-1.0
#include "run/dashboard.hpp"

#include "run/pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/io/png.hpp>
#include <saddle/metric/estimate/dashboard.hpp>
#include <saddle/report/dashboard_file.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>

namespace saddle_program {

using namespace saddle;

void leave_dashboard(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                     const std::string& title, const RunFolder& folder) {
  // So much is a few seconds: images have many numbers, and their generators take their time.
  const bool images = source.shape().size() == 3;
  const std::size_t n =
      std::min(images ? std::size_t{4'000} : std::size_t{20'000}, source.rows.value_or(20'000));
  const EstimateConfig config{.seed = seed};
  try {
    const Rows generated = gan.sample(n);
    const Rows real = data::held_out(source, n, seed, source.rows.value_or(1));
    const Dashboard board = dashboard(real, generated, config);
    std::cerr
        << "divergences of the samples from real ones by critics that never saw what they read: "
        << board.steps << " steps on " << board.training << " samples a side, read on "
        << board.held_out << ", seed " << seed << '\n'
        << to_string(board);
    write_dashboard(board, folder.path());
    if (images) return;
    write_png(folder.file(run_file::density_ratio),
              picture_of_log_ratio(rows_of(generated, 0, 2'000), rows_of(real, 0, 500),
                                   board.log_ratio, source, "log p/q: " + title));
  } catch (const ConfigError& error) {  // too few samples, or one that is not finite
    std::cerr << "no dashboard: " << error.what() << '\n';
  } catch (const NumericError& error) {
    std::cerr << "no dashboard: " << error.what() << '\n';
  }
}

}  // namespace saddle_program
