// SPDX-License-Identifier: BSL-1.0
#include "table/methods.hpp"

#include "models/find_model.hpp"
#include "run/trained.hpp"

#include <saddle/io/safetensors.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/nn/zoo/ic_gan.hpp>
#include <saddle/nn/zoo/star_gan.hpp>

namespace saddle_program {

using namespace saddle;

const std::vector<Method>& methods() {
  // The lecture's table is that of Choi et al. 2018, which prints 52.6M for a unit of DIAT and of
  // CycleGAN.
  constexpr std::size_t unit =
      CycleGanGenerator<6, 128>::parameter_count + StarGanScoreCritic<>::parameter_count;
  static_assert(unit == 52'558'787);
  constexpr const char* of_unit = "a generator and a critic of StarGAN's kind at 128 rows";
  constexpr std::size_t ic_gan =
      IcGanGenerator<>::parameter_count + IcGanCritic<>::parameter_count +
      IcGanCodeEncoder<>::parameter_count + IcGanLabelEncoder<>::parameter_count;
  constexpr std::size_t star_gan =
      StarGanGenerator<8>::parameter_count + StarGanCritic<8>::parameter_count;
  static_assert(star_gan == 53'226'560);
  static const std::vector<Method> all{
      {"DIAT", "diat", "ls", "sn", true, true, 1, unit, of_unit, 4.10, "52.6M x 7"},
      {"CycleGAN", "cyclegan", "ls", "none", true, false, 2, 2 * unit,
       "the same for both directions of a pair", 5.99, "52.6M x 14"},
      {"IcGAN", "icgan", "ns", "none", false, false, 0, ic_gan,
       "its networks at 64 rows; those at 128, which the lecture counts, are not published", 8.07,
       "67.8M x 1"},
      {"StarGAN", "stargan", "ls", "sn", false, false, 0, star_gan, "", 2.12, "53.2M x 1"}};
  return all;
}

std::size_t units_from_one(const Method& method, std::size_t k) {
  return method.per_style ? k - 1 : 1;
}

std::size_t units_among_all(const Method& method, std::size_t k) {
  return method.per_style ? k * (k - 1) / method.ways : 1;
}

Rows translated(const Method& method, const std::string& run, const Rows& samples,
                std::size_t label) {
  const CompiledModel& model = model_of(Safetensors(main_network_file(run)));
  if (method.per_style) return model.ways(run).there(samples);
  return model.translator(run)(samples,
                               Tensor<int, 1>({samples.shape(0)}, static_cast<int>(label)));
}

}  // namespace saddle_program
