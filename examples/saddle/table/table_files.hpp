// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/domains/styles.hpp>

#include <cstddef>
#include <string>

namespace saddle_program {

/// The files of a table of translations.
///
///     data/of/STYLE.npy     the neutral style's images and those of each other one, for training
///     data/styles.npy       all of them, and styles-labels.npy, their styles
///     data/test.npy         the test images of all styles, and test-labels.npy
///     classifier-1.safetensors, classifier-2.safetensors    judges, of two seeds
///     METHOD or METHOD/STYLE    run folders
///     plan.json             what was asked for, and how many steps each method makes of it
///     table.json            the result, as printed; translations.png, report.html
class TableFiles {
 public:
  explicit TableFiles(std::string folder) : folder_(std::move(folder)) {}

  const std::string& folder() const { return folder_; }
  std::string file(const std::string& name) const { return folder_ + "/" + name; }
  std::string data(const std::string& name) const { return file("data/" + name + ".npy"); }
  std::string style(const std::string& name) const { return data("of/" + name); }
  std::string judge(std::size_t seed) const {
    return file("classifier-" + std::to_string(seed) + ".safetensors");
  }

  /// Writes what the methods train on.
  ///
  /// Errors: FileError.
  void write(const saddle::data::Styles& styles) const;

 private:
  std::string folder_;
};

}  // namespace saddle_program
