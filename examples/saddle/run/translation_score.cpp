// SPDX-License-Identifier: BSL-1.0
#include "run/translation_score.hpp"

#include "run/pictures.hpp"

#include <saddle/core/rows.hpp>
#include <saddle/metric/quality/pixel_error.hpp>
#include <saddle/metric/quality/retrieval.hpp>
#include <saddle/metric/quality/ssim.hpp>

#include <algorithm>
#include <cmath>

namespace saddle_program {

namespace {

using Json = nlohmann::ordered_json;
using saddle::Tensor;

double mean_of(const Tensor<double, 1>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// All rows as one image, of which a number for all of them together can be asked.
Tensor<float, 4> as_one(const Rows& rows) {
  Tensor<float, 4> all = Tensor<float, 4>::from_shape({1, rows.shape(0), rows.shape(1), 1});
  std::copy(rows.begin(), rows.end(), all.begin());
  return all;
}

}  // namespace

Json translation_score(const Translated& all, const std::vector<std::size_t>& shape) {
  const bool images = shape.size() == 3;
  const Rows made = images ? saddle::as_rows(saddle::as_shown(images_of(all.translations, shape)))
                           : all.translations;
  const auto distance = [&](const Rows& x, const Rows& y) {
    const double unit = images ? 1 : saddle::PixelRange{}.width();
    return unit * saddle::absolute_error(as_one(x), as_one(y))(0);
  };
  Json score{{"n", all.samples.shape(0)}, {"l1", distance(made, all.truth)},
             {"psnr", nullptr},           {"ssim", nullptr},
             {"retrieval", nullptr},      {"cycle", nullptr}};
  if (images) {
    const double psnr = saddle::psnr(as_one(made), as_one(all.truth))(0);
    if (std::isfinite(psnr)) score["psnr"] = psnr;
    score["ssim"] = mean_of(saddle::ssim(images_of(made, shape), images_of(all.truth, shape)));
  }
  score["retrieval"] = saddle::retrieval_rate(made, all.truth);
  if (all.again.size() > 0) score["cycle"] = distance(all.again, all.samples);
  return score;
}

}  // namespace saddle_program
