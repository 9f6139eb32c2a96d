// SPDX-License-Identifier: BSL-1.0
#include "run/views.hpp"

#include "run/pictures.hpp"

#include <saddle/core/rows.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/io/png.hpp>
#include <saddle/metric/quality/confusion.hpp>
#include <saddle/metric/quality/nearest_class.hpp>
#include <saddle/metric/quality/principal_components.hpp>
#include <saddle/picture/scatter_picture.hpp>
#include <saddle/report/confusion_section.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

namespace saddle_program {

using namespace saddle;

namespace {

/// Data that the training has not seen, where it is endless, and its labels.
struct Known {
  Rows rows;
  Tensor<int, 1> labels;
};

Known known_of(const AnySource& source, std::size_t most, std::uint64_t seed) {
  const std::size_t n = std::min(most, source.rows.value_or(most));
  const std::uint64_t epoch = source.rows.value_or(1);
  return {data::held_out(source, n, seed, epoch), data::held_out_labels(source, n, seed, epoch)};
}

void leave_codes(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                 const RunFolder& folder) {
  const Known known = known_of(source, 2'000, seed);
  const Rows codes = gan.encode(known.rows);
  if (codes.shape(1) < 2) return;
  write_png(folder.file(run_file::codes),
            scatter_picture(PrincipalComponents(codes, 2)(codes), known.labels,
                            {.title = "Codes of the data, by label"}));
}

void leave_confusion(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                     const RunFolder& folder) {
  const Known known = known_of(source, 4'000, seed);
  const std::size_t half = known.labels.size() / 2;
  if (half == 0) return;
  const Rows judge = rows_of(known.rows, 0, half);
  const Rows others = rows_of(known.rows, half, half);
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({half}), other_labels = labels;
  std::copy_n(known.labels.begin(), half, labels.begin());
  std::copy_n(known.labels.begin() + static_cast<std::ptrdiff_t>(half), half, other_labels.begin());
  constexpr std::size_t samples = 2'000;
  const Confusion of_samples(gan.labels(samples), nearest_class(judge, labels, gan.sample(samples)),
                             source.classes());
  const Confusion of_data(other_labels, nearest_class(judge, labels, others), source.classes());
  write_confusion(of_samples, of_data, "the nearest of " + std::to_string(half) + " data",
                  folder.path());
}

}  // namespace

void leave_views(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                 const RunFolder& folder) {
  if (gan.can(Capability::codes)) {
    if (source.shape().size() == 3) {
      const Rows real = data::held_out(source, 48, seed, source.rows.value_or(1));
      write_png(folder.file(run_file::reconstructions),
                picture_of_pairs(real, gan.reconstruct(real), source.shape()));
    }
    if (source.classes() > 1) leave_codes(gan, source, seed, folder);
  }
  if (gan.can(Capability::labels)) leave_confusion(gan, source, seed, folder);
}

}  // namespace saddle_program
