// SPDX-License-Identifier: BSL-1.0
// "More stable, less collapse", measured: four games, ten seeds each, on the ring and the grid.
// Prints a Markdown table; the runs and a report are left in two folders. ^C stops, the same
// command goes on:
//
//   stability [FOLDER [STEPS]]
//
// A seed has collapsed if its samples reach less than half of the modes or of the data's
// neighbourhoods. The Lipschitz constant is a lower bound, the steepest slope of the critic between
// data and samples; the table has its median over the seeds.
#include "steps.hpp"

#include <saddle/saddle.hpp>
#include <saddle/sweep/sweep.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

using namespace saddle;

/// One line for each pair, over its seeds.
void print_table(std::string_view data, const std::vector<SweepRow>& rows, std::size_t seeds) {
  for (std::size_t first = 0; first + seeds <= rows.size(); first += seeds) {
    double modes = 0, good = 0, collapsed = 0;
    std::vector<double> slopes;
    for (std::size_t i = first; i < first + seeds; ++i) {
      const SweepRow& row = rows[i];
      if (!row.complete) return;
      modes += static_cast<double>(row.modes.value_or(0)) / static_cast<double>(seeds);
      good += (row.failure.empty() ? row.high_quality : 0) / static_cast<double>(seeds);
      collapsed += row.collapsed() ? 1 : 0;
      slopes.push_back(row.lipschitz);
    }
    std::sort(slopes.begin(), slopes.end());
    std::printf("| %s | %s, %s | %.1f of %zu | %.0f %% | %.0f of %zu | %.3g |\n",
                std::string(data).c_str(), rows[first].objective.c_str(),
                rows[first].constraint.c_str(), modes, rows[first].modes_total.value_or(0),
                100 * good, collapsed, seeds, slopes[seeds / 2]);
  }
}

template <class Source>
std::vector<SweepRow> play(const Source& source, SweepConfig config) {
  config.out += std::string("/") + std::string(Source::name);
  const std::string folder = config.out;
  config.out = folder + "-unconstrained";
  auto rows = sweep(types<Minimax, NonSaturating>{}, types<Unconstrained>{}, source, config);
  config.out = folder + "-wasserstein";
  for (SweepRow& row :
       sweep(types<Wasserstein>{}, types<WeightClip, GradientPenalty>{}, source, config)) {
    rows.push_back(std::move(row));
  }
  return rows;
}

int main(int argc, char** argv) try {
  SweepConfig config{.out = argc > 1 ? argv[1] : "stability",
                     .steps = argc > 2 ? steps_in(argv[2]) : 2'500,
                     .seeds = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
                     .settings = {{"batch", "64"}}};
  const auto ring = play(data::Ring{}, config);
  config.steps *= 2;  // as three times as many modes take longer
  const auto grid = play(data::Grid{}, config);
  std::puts("| data | game | modes | near one | collapsed seeds | critic's Lipschitz constant |");
  std::puts("|---|---|---|---|---|---|");
  print_table("ring", ring, config.seeds.size());
  print_table("grid", grid, config.seeds.size());
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
