// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace saddle::inline per_set {

namespace transport {

/// The network simplex method for the cheapest transport from n sources to m targets.
///
/// The basis is a tree that spans all nodes and a root; only its arcs carry mass, and the prices of
/// its nodes follow from its costs. A step brings in an arc that is cheaper than its detour through
/// the tree, and takes out the arc of the detour that is emptied first. At the start all mass takes
/// the way over the root, which is dearer than any arc. The tree stays strongly feasible (an empty
/// arc points to the root), so ties, which equal masses make by the thousand, cannot cycle.
///
/// Prices are computed again from the root whenever a part of the tree is hung up elsewhere; they
/// gather no rounding from step to step.
///
/// Source: Cunningham 1976 (ties); Bonneel et al. 2011 (block search).
class NetworkSimplex {
 public:
  /// Shapes: costs (n, m), not negative; supply (n) and demand (m), not negative, of equal sums up
  ///         to rounding.
  NetworkSimplex(const Tensor<double, 2>& costs, std::span<const double> supply,
                 std::span<const double> demand)
      : costs_(costs),
        sources_(costs.shape(0)),
        targets_(costs.shape(1)),
        root_(static_cast<Index>(sources_ + targets_)),
        nodes_(sources_ + targets_ + 1),
        price_(sources_ + targets_ + 1) {
    surplus_.assign(supply.begin(), supply.end());
    for (double mass : demand) surplus_.push_back(-mass);
    surplus_.push_back(0);
    const double dearest = *std::max_element(costs.begin(), costs.end());
    const double detour = dearest > 0 ? dearest : 1;
    tolerance_ = 2e-13 * detour;  // above the rounding of prices far from the root
    for (std::size_t v = 0; v < sources_ + targets_; ++v) {
      Node& node = nodes_[v];
      node.flow = std::abs(surplus_[v]);
      node.cost = detour;
      node.up = surplus_[v] >= 0;
      link(static_cast<Index>(v), root_);
      update(static_cast<Index>(v));
    }
  }

  /// Runs to the optimum and returns the number of steps.
  std::size_t solve() {
    std::size_t steps = 0;
    for (Arc arc; find_entering(arc); ++steps) pivot(arc);
    balance();
    return steps;
  }

  /// Calls f(i, j, mass) for every pair between which mass is moved.
  template <class F>
  void for_each_flow(F&& f) const {
    for (std::size_t v = 0; v < sources_ + targets_; ++v) {
      const Node& node = nodes_[v];
      if (node.parent == root_ || !(node.flow > 0)) continue;
      if (v < sources_) f(v, node.parent - sources_, node.flow);
      else f(std::size_t{node.parent}, v - sources_, node.flow);
    }
  }

  /// The potentials, f(i) + g(j) <= costs(i, j) up to 1e-13 of the dearest cost.
  double source_potential(std::size_t i) const { return -price_[i]; }

 private:
  using Index = std::uint32_t;
  static constexpr Index none = std::numeric_limits<Index>::max();

  /// A node and the arc between it and its parent.
  struct Node {
    Index parent = none, child = none, next = none, previous = none;  // children form a list
    Index depth = 0;
    bool up = true;  // the arc points to the parent
    double flow = 0, cost = 0;
  };
  struct Arc {
    std::size_t source = 0, target = 0;
  };

  void link(Index v, Index parent) {
    Node& node = nodes_[v];
    node.parent = parent;
    node.previous = none;
    node.next = nodes_[parent].child;
    if (node.next != none) nodes_[node.next].previous = v;
    nodes_[parent].child = v;
  }
  void unlink(Index v) {
    const Node& node = nodes_[v];
    if (node.next != none) nodes_[node.next].previous = node.previous;
    if (node.previous != none) nodes_[node.previous].next = node.next;
    else nodes_[node.parent].child = node.next;
  }

  /// The node after `v` in the tree below `top`, parents first; `none` after the last.
  Index following(Index v, Index top) const {
    if (nodes_[v].child != none) return nodes_[v].child;
    for (; v != top; v = nodes_[v].parent) {
      if (nodes_[v].next != none) return nodes_[v].next;
    }
    return none;
  }

  /// Depth and price from the parent's. Along an arc of the tree the price rises by its cost.
  void update(Index v) {
    Node& node = nodes_[v];
    node.depth = nodes_[node.parent].depth + 1;
    price_[v] = price_[node.parent] + (node.up ? -node.cost : node.cost);
  }

  /// The arc with the lowest reduced cost of the next rows; false if none is below zero.
  bool find_entering(Arc& best) {
    const std::size_t wanted = static_cast<std::size_t>(
        std::sqrt(static_cast<double>(sources_) * static_cast<double>(targets_)));
    const std::size_t block = std::max<std::size_t>(1, wanted / targets_);  // rows
    double lowest = -tolerance_;
    bool found = false;
    for (std::size_t scanned = 1; scanned <= sources_; ++scanned) {
      if (scan_row(row_, lowest, best.target)) {
        best.source = row_;
        found = true;
      }
      row_ = row_ + 1 == sources_ ? 0 : row_ + 1;
      if (found && scanned >= block) return true;
    }
    return found;
  }

  /// Whether an arc from `row` has a reduced cost below `lowest`; updates both if so.
  bool scan_row(std::size_t row, double& lowest, std::size_t& target) const {
    using B = simd::Batch<double>;
    constexpr std::size_t width = simd::width<double>;
    const double *cost = costs_.data() + row * targets_, *price = price_.data() + sources_;
    const double own = price_[row];
    bool found = false;
    const auto consider = [&](std::size_t j) {
      const double reduced = cost[j] + (own - price[j]);
      if (!(reduced < lowest)) return;
      lowest = reduced;
      target = j;
      found = true;
    };
    std::size_t j = 0;
    for (; j + width <= targets_; j += width) {
      const B reduced = simd::load(cost + j) + (B(own) - simd::load(price + j));
      if (!any(reduced < B(lowest))) continue;
      for (std::size_t k = j; k < j + width; ++k) consider(k);
    }
    for (; j < targets_; ++j) consider(j);
    return found;
  }

  /// Sends as much as possible over the entering arc and back through the tree, and lets the arc
  /// that is emptied, the last one on the way round from the cycle's uppermost node, leave.
  void pivot(const Arc& arc) {
    const Index source = static_cast<Index>(arc.source);
    const Index target = static_cast<Index>(sources_ + arc.target);
    constexpr double inf = std::numeric_limits<double>::infinity();
    double source_least = inf, target_least = inf;
    Index source_leaves = none, target_leaves = none, u = source, v = target;
    while (u != v) {
      if (nodes_[u].depth >= nodes_[v].depth) {
        if (nodes_[u].up && nodes_[u].flow < source_least) {
          source_least = nodes_[u].flow;
          source_leaves = u;
        }
        u = nodes_[u].parent;
      } else {
        if (!nodes_[v].up && nodes_[v].flow <= target_least) {
          target_least = nodes_[v].flow;
          target_leaves = v;
        }
        v = nodes_[v].parent;
      }
    }
    const double moved = std::min(source_least, target_least);
    if (moved > 0) {
      for (Index w = source; w != u; w = nodes_[w].parent) {
        nodes_[w].flow += nodes_[w].up ? -moved : moved;
      }
      for (Index w = target; w != u; w = nodes_[w].parent) {
        nodes_[w].flow += nodes_[w].up ? moved : -moved;
      }
    }
    const double cost = costs_(arc.source, arc.target);
    if (target_least <= source_least) rehang(target, target_leaves, source, moved, cost);
    else rehang(source, source_leaves, target, moved, cost);
  }

  /// Cuts the tree above `cut` and hangs the part by its node `top` below `parent`: the arcs from
  /// `top` up to `cut` turn round.
  void rehang(Index top, Index cut, Index parent, double flow, double cost) {
    for (Index v = top, above = parent;;) {
      Node& node = nodes_[v];
      const Index old_parent = node.parent;
      unlink(v);
      std::swap(node.flow, flow);
      std::swap(node.cost, cost);
      node.up = v < sources_;
      link(v, above);
      if (v == cut) break;
      above = v;
      v = old_parent;
    }
    for (Index v = top; v != none; v = following(v, top)) update(v);
  }

  /// The flows once more, from the leaves up: no rounding of the steps stays in them.
  void balance() {
    std::vector<double> surplus = surplus_;
    std::vector<Index> order;
    order.reserve(nodes_.size());
    for (Index v = root_; v != none; v = following(v, root_)) order.push_back(v);
    for (std::size_t k = order.size(); --k > 0;) {
      Node& node = nodes_[order[k]];
      const double through = surplus[order[k]];
      node.flow = std::max(0.0, node.up ? through : -through);
      surplus[node.parent] += through;
    }
  }

  const Tensor<double, 2>& costs_;
  std::size_t sources_, targets_;
  Index root_;
  std::vector<Node> nodes_;
  std::vector<double> price_, surplus_;  // a target's surplus is negative
  double tolerance_ = 0;
  std::size_t row_ = 0;
};

}  // namespace transport

}  // namespace saddle::inline per_set
