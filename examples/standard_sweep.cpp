// SPDX-License-Identifier: BSL-1.0
// The standard sweep: the eleven rows of the lecture's table, Alpha at both ends, each with four
// constraints, as 48 trainers that the compiler specialises. It leaves results.jsonl, results.csv,
// report.html and a folder for every run; ^C stops it, the same command goes on:
//
//   standard_sweep [FOLDER [STEPS]]
//
// The C++ idea: a list of types is data. Boost.Hana forms the product of two such lists, and every
// pair is a type of its own, checked and specialised before the program exists; what knows no
// objective (networks, optimisers, penalties, the loop around the training) is compiled once.
#include "steps.hpp"

#include <saddle/saddle.hpp>
#include <saddle/sweep/sweep.hpp>

#include <cstdio>
#include <exception>

using namespace saddle;

using Table = types<TotalVariation, KL, ReverseKL, Pearson, Neyman, SquaredHellinger, Jeffrey,
                    JensenShannon, WeightedJensenShannon<0.3>, GanDivergence, Alpha<3>, Alpha<-1>>;
using Constraints = types<Unconstrained, WeightClip, GradientPenalty, SpectralNorm>;
static_assert(Table::size * Constraints::size == 48);

int main(int argc, char** argv) try {
  SweepConfig config{.out = argc > 1 ? argv[1] : "sweep",
                     .steps = argc > 2 ? steps_in(argv[2]) : 3'000,
                     .settings = {{"batch", "64"}}};
  sweep(FDivergencesOf<Table>::type{}, Constraints{}, data::Ring{}, config);
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
