// SPDX-License-Identifier: BSL-1.0
#include "any_gan.hpp"

#include <saddle/core/error.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

std::vector<Composition> all_compositions() {
  std::vector<Composition> all;
  for (auto part : {compositions_with_no_constraint, compositions_with_weight_clip,
                    compositions_with_gradient_penalty, compositions_with_r1,
                    compositions_with_spectral_norm}) {
    for (Composition& composition : part()) all.push_back(std::move(composition));
  }
  return all;
}

const Composition& find(const std::vector<Composition>& all, const TrainOptions& options) {
  // Narrows by one name after the other, so that the message is about the first that is unknown.
  std::vector<const Composition*> left;
  for (const Composition& entry : all) left.push_back(&entry);
  const auto narrow = [&](auto member, const std::string& wanted, const std::string& flag) {
    std::string known;
    std::vector<const Composition*> same;
    for (const Composition* entry : left) {
      const std::string name((*entry).*member);
      if (name == wanted) same.push_back(entry);
      if ((" " + known + " ").find(" " + name + " ") == std::string::npos) {
        known += (known.empty() ? "" : " ") + name;
      }
    }
    if (same.empty()) throw saddle::ConfigError(flag, "one of " + known, "'" + wanted + "'");
    left = same;
  };
  narrow(&Composition::constraint, options.constraint, "--constraint");
  narrow(&Composition::objective, options.objective, "--objective");
  narrow(&Composition::model, options.model, "--model");
  const Composition& found = *left.front();
  if (!found.illegal.empty()) {
    throw saddle::Error(options.objective + " with " + options.constraint +
                        " is illegal, because " + std::string(found.illegal));
  }
  return found;
}
