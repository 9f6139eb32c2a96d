// SPDX-License-Identifier: BSL-1.0
#include "models/formulations.hpp"

#include <saddle/core/text/nearest_name.hpp>

namespace saddle_program {

const std::vector<FormulationEntry>& formulations() {
  static const std::vector<FormulationEntry> all{
      {.name = "gan",
       .in_cpp = "Gan",
       .header = "saddle/gan/gan.hpp",
       .unit_header = "gan_unit.hpp",
       .objective = "pearson",
       .constraint = "clip",
       .what = "a generator against a critic"},
      {.name = "bigan",
       .in_cpp = "BiGan",
       .header = "saddle/gan/bi_gan.hpp",
       .unit_header = "bi_gan_unit.hpp",
       .objective = "ns",
       .constraint = "none",
       .what = "with an encoder, which finds the codes of samples"},
      {.name = "cgan",
       .in_cpp = "ConditionalGan",
       .header = "saddle/gan/conditional_gan.hpp",
       .unit_header = "conditional_gan_unit.hpp",
       .objective = "ns",
       .constraint = "none",
       .what = "whose generator is asked for a class",
       .conditional = true},
      {.name = "icgan",
       .in_cpp = "IcGan",
       .header = "saddle/gan/ic_gan.hpp",
       .unit_header = "ic_gan_unit.hpp",
       .objective = "ns",
       .constraint = "none",
       .what = "cgan with encoders, which edit samples by their label",
       .conditional = true},
      {.name = "stargan",
       .in_cpp = "StarGan",
       .header = "saddle/gan/star_gan.hpp",
       .unit_header = "star_gan_unit.hpp",
       .objective = "wasserstein",
       .constraint = "gp",
       .what = "which translates between the classes, one generator for all",
       .conditional = true},
      {.name = "cyclegan",
       .in_cpp = "CycleGan",
       .header = "saddle/gan/cycle_gan.hpp",
       .unit_header = "cycle_gan_unit.hpp",
       .objective = "ls",
       .constraint = "none",
       .what = "which translates between two sets of data, --data and --to, and back",
       .translates = true,
       .network = "there"},
      {.name = "alignflow",
       .in_cpp = "AlignFlow",
       .header = "saddle/gan/align_flow.hpp",
       .unit_header = "align_flow_unit.hpp",
       .objective = "ls",
       .constraint = "none",
       .what = "the same with flows, whose ways undo each other",
       .translates = true,
       .network = "first"},
      {.name = "diat",
       .in_cpp = "Diat",
       .header = "saddle/gan/diat.hpp",
       .unit_header = "diat_unit.hpp",
       .objective = "ns",
       .constraint = "r1",
       .what = "which translates to --to only, and keeps the --features of a file's network",
       .translates = true},
      {.name = "flow",
       .in_cpp = "Flow",
       .header = "saddle/gan/flow.hpp",
       .unit_header = "flow_unit.hpp",
       .objective = "likelihood",
       .constraint = "none",
       .what = "an invertible network, which knows the density of samples",
       .adversarial = false,
       .network = "flow"}};
  return all;
}

std::vector<std::string> formulation_names() {
  std::vector<std::string> names;
  for (const FormulationEntry& one : formulations()) names.push_back(one.name);
  return names;
}

const FormulationEntry& formulation_named(const std::string& name, const std::string& called) {
  std::vector<std::string> in_cpp;
  const std::string folded = saddle::folded_name(name);
  for (const FormulationEntry& one : formulations()) {
    if (folded == saddle::folded_name(one.name)) return one;
    in_cpp.push_back(one.in_cpp);
  }
  throw saddle::unknown_name(called, name, formulation_names(), in_cpp);
}

}  // namespace saddle_program
