// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/domains/split_table.hpp>

#include <array>
#include <string>
#include <vector>

namespace split_table_test {

using namespace saddle;
using Catch::Contains;
using data::Split;

TEST_CASE("A table tells the rows of a split that all of some domains have", "[data]") {
  const TemporaryFolder folder;
  const data::SplitTable table(folder.write(
      "index.tsv", "row\tsplit\ta\tb\n0\ttest\t1\t0\n1\ttrainA\t1\t1\n2\ttest\t1\t1\n"));
  const std::array test{Split::test};
  const std::array any{Split::train_a, Split::test};
  const std::vector<std::string> none, a{"a"}, both{"a", "b"};
  CHECK(table.rows() == 3);
  CHECK(table.rows_of(test, none) == std::vector<std::size_t>{0, 2});
  CHECK(table.rows_of(any, a) == std::vector<std::size_t>{0, 1, 2});
  CHECK(table.rows_of(any, both) == std::vector<std::size_t>{1, 2});
  CHECK(table.lacking("b") == std::vector<std::string>{"row 0"});
  CHECK_THROWS_WITH(table.lacking("c"), Contains("index.tsv: column"));
}

TEST_CASE("A table that is none is refused with its line", "[data]") {
  const TemporaryFolder folder;
  const auto read = [&](const std::string& text) {
    const data::SplitTable table(folder.write("index.tsv", text));
    return table.lacking("a");
  };
  CHECK_THROWS_WITH(read(""), Contains("line 1: expected names of columns, one of them split"));
  CHECK_THROWS_WITH(read("row\ta\n0\t1\n"), Contains("line 1"));
  CHECK_THROWS_WITH(read("split\ta\n"), Contains("a line for each row, found none"));
  CHECK_THROWS_WITH(read("split\ta\ntest\n"), Contains("line 2: expected 2 cells, found 1"));
  CHECK_THROWS_WITH(read("split\ta\ntrain\t1\n"),
                    Contains("line 2, column 1: expected trainA, trainB or test, found 'train'"));
  CHECK_THROWS_WITH(read("split\ta\ntest\tyes\n"),
                    Contains("line 2, column a: expected 0 or 1, found 'yes'"));
}

}  // namespace split_table_test
