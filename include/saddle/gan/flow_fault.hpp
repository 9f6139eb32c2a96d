// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/fault.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/nn/flow/flow_network.hpp>

namespace saddle {

namespace detail {

/// The first fault of flows by themselves.
template <class... Net>
consteval Fault flows_fault() {
  if constexpr (!(FlowNetworkType<Net> && ...)) return Fault::not_a_flow;
  else if constexpr ((Net::is_broken || ...)) return Fault::broken;
  return Fault::none;
}

/// The first fault of the law of a flow's codes.
template <class Latent, class Net>
consteval Fault prior_fault() {
  if constexpr (!Prior<Latent>) return Fault::no_density;
  else if constexpr (Latent::Value::size != Net::Sample::size) return Fault::code_size_mismatch;
  return Fault::none;
}

}  // namespace detail
}  // namespace saddle
