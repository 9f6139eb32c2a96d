// SPDX-License-Identifier: BSL-1.0
#include "on_demand/on_demand.hpp"

#include "models/formulations.hpp"
#include "on_demand/unit_cache.hpp"
#include "on_demand/unit_compiler.hpp"

#include <saddle/core/error.hpp>

#include <dlfcn.h>

#include <chrono>
#include <cstdio>
#include <iostream>

namespace saddle_program {

namespace {

using UnitFunction = void (*)(Units&);

/// The function that a unit is behind, of a file that is this program's and whole.
///
/// Errors: Error, and the cache forgets the unit.
UnitFunction entry_of(const UnitCache& cache, const std::string& path, const std::string& stamp) {
  void* const unit = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);  // and never closed
  const char* const fault = unit == nullptr ? ::dlerror() : "it is not of this program";
  if (unit != nullptr) {
    const auto* const own = static_cast<const char*>(::dlsym(unit, "saddle_unit_stamp"));
    if (own != nullptr && own == stamp) {
      return reinterpret_cast<UnitFunction>(::dlsym(unit, "saddle_unit"));
    }
  }
  cache.forget(path);
  throw saddle::Error(path + " cannot be loaded and is removed: " + fault);
}

/// Adds what a unit brings, and to its models what the cache knows it by.
void add(Units& units, const UnitCache& cache, const std::string& path, const std::string& stamp) {
  const std::size_t before = units.models.size();
  entry_of(cache, path, stamp)(units);
  for (std::size_t i = before; i < units.models.size(); ++i) units.models[i].unit = stamp;
}

std::string source_of(const std::string& includes, const std::string& call) {
  return includes +
         "\nnamespace saddle_program {\n\n"
         "extern \"C\" [[gnu::visibility(\"default\")]] void saddle_unit(Units& units) {\n  " +
         call + "\n}\n\n}  // namespace saddle_program\n";
}

}  // namespace

void add_on_demand(Units& units, const std::string& wanted, const std::string& source) {
  try {
    const UnitCompiler compiler;
    const UnitCache cache;
    const auto begin = std::chrono::steady_clock::now();
    bool compiled = false;
    const std::string path = cache.unit(compiler, wanted, source, [&] {
      compiled = true;
      std::cerr << "compiling " << wanted << ", once: about a minute of one core, with "
                << compiler.name() << '\n';
    });
    if (compiled) {
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
      std::fprintf(stderr, "compiled in %.0f s: %s\n", took.count(), path.c_str());
    }
    const std::string stamp = UnitCache::stamp(compiler, source);
    add(units, cache, path, stamp);
  } catch (const saddle::Error& error) {
    throw saddle::Error(wanted + " is not linked in and has to be compiled: " + error.what());
  }
}

bool add_from_cache(Units& units, const std::string& unit) {
  const UnitCache cache;
  const std::string path = cache.kept(UnitCompiler(), unit);
  if (path.empty()) return false;
  add(units, cache, path, unit);
  return true;
}

std::string model_source(const Family& family, const std::vector<std::size_t>& shape,
                         std::size_t classes) {
  const FormulationEntry& formulation = formulation_named(family.formulation, "formulation");
  return source_of(
      "#include <units/" + formulation.unit_header + ">\n\n#include <" + family.header + ">\n",
      "add<" + formulation.in_cpp + ", " + family.type(shape, classes) + ">(units);");
}

std::string own_source(const std::string& path, const std::string& type,
                       const std::string& experiment) {
  // The header comes first: its names meet none of this program's.
  return source_of("#include \"" + path + "\"\n\n#include <units/own_unit.hpp>\n",
                   "add_own<::" + type + ">(units, \"" + type + "\", \"" + experiment + "\");");
}

std::string classifier_source(const std::vector<std::size_t>& shape) {
  return source_of("#include <units/classifier_unit.hpp>\n",
                   "add_classifiers<" + shape_type(shape) + ">(units);");
}

std::string zoo_source() { return source_of("#include <units/zoo_unit.hpp>\n", "add_zoo(units);"); }

}  // namespace saddle_program
