// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/units.hpp"

#include <saddle/core/count.hpp>
#include <saddle/nn/zoo/zoo.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace saddle_program {

inline void cell(std::ostream& out, std::string_view text, std::size_t width,
                 bool to_the_right = false) {
  const std::string space(width > text.size() ? width - text.size() : 0, ' ');
  if (to_the_right) out << space << text;
  else out << text << space;
  out << ' ';
}

/// A row of the lecture's table: what it says, and what the types say.
struct TableRow {
  std::string_view system;
  std::string_view lecture;  // parameters of one unit, times the units that are trained
  std::size_t parameters;    // of the unit here; 0: there is none
  std::string note;
};

inline void list_lecture_table(std::ostream& out) {
  using namespace saddle;
  constexpr std::size_t star_gan = ZooEntry<StarGanGenerator<8>, StarGanCritic<8>>::parameter_count;
  constexpr std::size_t unit =
      ZooEntry<CycleGanGenerator<6, 128>, StarGanScoreCritic<>>::parameter_count;
  constexpr std::size_t ic_gan = ZooEntry<IcGanGenerator<>, IcGanCritic<>, IcGanCodeEncoder<>,
                                          IcGanLabelEncoder<>>::parameter_count;
  const TableRow rows[] = {
      {"DIAT", "52.6M x7", unit, "our reading: the same unit, one for each of 7 expressions"},
      {"CycleGAN", "52.6M x14", unit,
       "our reading: ResNet-6 generator and StarGAN's critic without class head, two units for "
       "each of 7 pairs"},
      {"IcGAN", "67.8M x1", 0,
       std::string("published, not reproducible: the released networks (64x64) have ") +
           grouped(ic_gan)},
      {"StarGAN", "53.2M x1", star_gan, "reproduced: the released code, 8 domains at 128x128"},
  };
  out << "The lecture's StarGAN table: parameters of a generator with its critic\n";
  cell(out, "system", 9);
  cell(out, "lecture", 10);
  cell(out, "here", 11, true);
  out << " note\n";
  for (const TableRow& row : rows) {
    cell(out, row.system, 9);
    cell(out, row.lecture, 10);
    cell(out, row.parameters > 0 ? grouped(row.parameters) : "-", 11, true);
    out << ' ' << row.note << '\n';
  }
}

/// Prints the parameter column of the lecture's StarGAN table and the networks of the zoo.
inline void list_zoo_as_text(std::ostream& out) {
  list_lecture_table(out);
  out << "\nNetworks and units; multiply-adds are those of a forward of one sample\n";
  cell(out, "name", 23);
  cell(out, "parameters", 11, true);
  cell(out, "state", 6, true);
  cell(out, "multiply-adds", 14, true);
  out << " source\n";
  saddle::for_each_in_zoo([&](const auto& entry) {
    cell(out, entry.name, 23);
    cell(out, saddle::grouped(entry.parameter_count), 11, true);
    cell(out, saddle::grouped(entry.state_count), 6, true);
    cell(out, saddle::grouped(entry.macs), 14, true);
    out << ' ' << entry.source << '\n';
  });
}

/// One JSON object per line for every network and unit of the zoo.
inline void list_zoo_as_json(std::ostream& out) {
  saddle::for_each_in_zoo([&](const auto& entry) {
    out << nlohmann::ordered_json{{"name", entry.name},
                                  {"reference", entry.source},
                                  {"parameters", entry.parameter_count},
                                  {"state", entry.state_count},
                                  {"macs", entry.macs}}
               .dump()
        << '\n';
  });
}

/// Adds the published networks' counts.
inline void add_zoo(Units& units) {
  units.list_zoo = [](std::ostream& out, bool json) {
    if (json) list_zoo_as_json(out);
    else list_zoo_as_text(out);
  };
}

}  // namespace saddle_program
