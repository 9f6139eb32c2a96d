// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/data/domains/split_table.hpp>

#include <array>

void saddle::fuzz::splits(Bytes bytes) {
  using data::Split;
  const data::SplitTable table(MemoryPath{bytes});
  require(table.rows() > 0, "a table has rows");
  const std::array all{Split::train_a, Split::train_b, Split::test};
  const std::array<std::string, 1> domains{"a"};
  const std::size_t has = table.rows_of(all, domains).size();
  require(has + table.lacking("a").size() == table.rows(), "a domain has a row or lacks it");
}
