// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "data/rows.hpp"

#include <saddle/data/held_out.hpp>

#include <cstddef>

namespace saddle_program {

/// A trainer that translates from one domain to another, as units are made of it: it is trained on
/// the source of the domain to which it leads, which knows the other one, and its samples are
/// translations of what is held out there. It knows the source from `check`.
template <class Base>
class Translating : public Base {
 public:
  using Base::Base;
  using Data = typename Base::Second;

  void check(const AnySource& source) const {
    Base::check(domains_of(source));
    source_ = &source;
  }
  void step(const AnySource& source) { Base::step(domains_of(source)); }
  auto sample(std::size_t n) {
    const AnySource& origin = *source_->origin;
    return this->to_second(
        saddle::data::held_out(origin, n, this->config().seed, origin.rows.value_or(1)));
  }

 private:
  mutable const AnySource* source_ = nullptr;
};

}  // namespace saddle_program
