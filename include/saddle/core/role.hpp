// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <concepts>

/// Marks a function that device code may call; empty unless nvcc compiles.
#if defined(__CUDACC__)
#define SADDLE_HD __host__ __device__
#else
#define SADDLE_HD
#endif

namespace saddle {

/// What a policy type is for. Every policy states its role, so that one in the wrong place is
/// named as such before anything else is checked.
enum class Role {
  divergence,
  objective,
  constraint,
  layer,
  network,
  activation,
  initializer,
  optimizer,
  schedule,
  latent,
  experiment,
  auxiliary,
  device
};

/// A policy that states the role `role`.
template <class P, Role role>
concept HasRole = requires {
  { P::role } -> std::convertible_to<Role>;
} && P::role == role;

}  // namespace saddle
