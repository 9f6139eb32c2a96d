// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/csv.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace csv_test {

using namespace saddle;

TEST_CASE("columns are standardised and the way back is kept", "[data]") {
  const TemporaryFolder folder;
  const std::string path =
      folder.write("table.csv", "time,still,class\n1700000001,0.1,0\n1700000003,0.1,1\n");
  const data::Dataset table = data::csv(path);
  CHECK(table.name == "table.csv");
  CHECK(table.shape() == std::vector<std::size_t>{2});
  CHECK(table.rows() == 2);
  CHECK(table.labels()(1) == 1);
  REQUIRE(table.columns.size() == 2);
  CHECK(table.columns[0].name == "time");
  CHECK(table.columns[0].mean == 1700000002);
  CHECK(table.columns[0].deviation == 1);
  CHECK(table.values()(0, 0) == -1);
  CHECK(table.values()(1, 0) == 1);
  CHECK(table.columns[0].in_file(static_cast<double>(table.values()(1, 0))) == 1700000003);
  CHECK(table.columns[1].deviation == 1);  // a constant
  CHECK(table.values()(0, 1) == 0);
  CHECK(table.columns[1].in_file(0) == 0.1);
}

TEST_CASE("a column whose deviation is below what a double holds stays finite", "[data]") {
  const TemporaryFolder folder;
  const data::Dataset table = data::csv(folder.write("table", "1e-200\n2e-200\n"));
  CHECK(table.columns[0].deviation == 1);
  CHECK(std::abs(table.values()(0, 0)) < 1e-30F);
}

TEST_CASE("standardised columns have mean 0 and standard deviation 1", "[data]") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += std::to_string(i * i % 97) + ";" + std::to_string(-1e6 * i) + "\n";
  }
  const data::Dataset table = data::csv(folder.write("table", text));
  for (std::size_t c = 0; c < 2; ++c) {
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < 1000; ++i) {
      const double value = static_cast<double>(table.values()(i, c));
      sum += value;
      square += value * value;
    }
    CHECK(std::abs(sum / 1000) < 1e-6);
    CHECK(square / 1000 == Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("columns far from 0 keep their mean and deviation", "[data]") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 1000; ++i) text += std::to_string(1'700'000'000'000'000 + i) + "\n";
  const data::Dataset table = data::csv(folder.write("table", text));
  CHECK(table.columns[0].mean == 1'700'000'000'000'499.5);
  CHECK(table.columns[0].deviation == Approx(std::sqrt((1e6 - 1) / 12)).epsilon(1e-9));
}

TEST_CASE("a table that is compared with another one is read in its units", "[data]") {
  const TemporaryFolder folder;
  const data::Dataset near = data::csv(folder.write("near", "x,y\n0,5\n2,9\n"));
  const std::string far = folder.write("far", "x,y\n1000,-7\n1002,7\n");
  const data::Dataset read = data::csv(far, {.as = near.columns});
  CHECK(read.values()(0, 0) == 999);
  CHECK(read.values()(1, 1) == 0);
  CHECK(read.columns == near.columns);
  CHECK(data::csv(folder.write("bare", "1000,-7\n"), {.as = near.columns}).values()(0, 0) == 999);
  CHECK_THROWS_WITH(data::csv(folder.write("other", "x,z\n1,2\n"), {.as = near.columns}),
                    folder / "other" + ": no column is called 'y' (wanted: x, y); there are x, z");
  const data::Dataset more = data::csv(folder.write("among", "z,y,kind,x\n7,9,a,1000\n,5,b,1\n"),
                                       {.as = near.columns});  // found by name
  CHECK(more.values()(0, 0) == 999);
  CHECK(more.values()(0, 1) == 1);
  CHECK(more.rows() == 2);
  CHECK(more.columns == near.columns);
  CHECK(more.remarks == std::vector<std::string>{"columns left out: z, kind"});
  CHECK_THROWS_WITH(data::csv(far, {.columns = {"y", "x"}, .as = near.columns}),
                    far + ": columns: expected x, y, found y, x");
  CHECK_THROWS_WITH(
      data::csv(folder.write("more", "1,2,3\n"), {.as = near.columns}),
      folder / "more" +
          ": no column is called 'x' (wanted: x, y); there are column 1, column 2, column 3");
  const data::Dataset tiny = data::csv(folder.write("tiny", "x\n1e-30\n3e-30\n"));
  CHECK_THROWS_AS(data::csv(folder.write("huge", "x\n1e30\n"), {.as = tiny.columns}), DataError);
}

TEST_CASE("a table may be taken as it is, with other labels", "[data]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("table.csv", "a,b\n1,2\n3,4\n");
  const data::Dataset table = data::csv(path, {.label = "a", .standardise = false});
  CHECK(table.shape() == std::vector<std::size_t>{1});
  CHECK(table.values()(1, 0) == 4);
  CHECK(table.columns[0].in_file(4) == 4);
  CHECK(table.labels()(1) == 3);
  CHECK_THROWS_WITH(data::csv(folder.write("bad.csv", "1,2\n3,x\n")),
                    folder / "bad.csv" +
                        ": line 2, column 2: expected a number that is finite as a float, found "
                        "'x' (is 'column 2' the label, or not among the columns to take?)");
  CHECK_THROWS_AS(data::csv(folder / "missing"), FileError);
}

TEST_CASE("a set has the columns that were asked for, and the rows that have all of them",
          "[data]") {
  const TemporaryFolder folder;
  const data::Dataset table =
      data::csv(folder.write("table.csv", "id,a,b,species\nq,1,NA,s\nr,3,4,v\nt,5,8,s\n"),
                {.label = "species", .columns = {"b", "a"}});
  CHECK(table.rows() == 2);
  CHECK(table.columns[0].name == "b");
  CHECK(table.columns[0].mean == 6);  // of the rows that are there
  CHECK(table.values()(0, 1) == -1);
  CHECK(table.labels()(1) == 1);
  CHECK(table.classes() == 2);
  CHECK(table.class_names == std::vector<std::string>{"v", "s"});
  CHECK(table.remarks == std::vector<std::string>{"columns left out: id",
                                                  "1 of 3 rows lacks a value and was left out"});
}

TEST_CASE("a value in the file's units is written in no more digits than it has", "[data]") {
  const auto text = [](double mean, double deviation, float value) {
    return data::Column{"x", mean, deviation}.text_in_file(value);
  };
  CHECK(text(0, 1, 0.1F) == "0.1");
  CHECK(text(0, 1, 1.0F / 3) == "0.33333334");
  CHECK(text(0, 1, 0) == "0");
  CHECK(text(0, 1, -1.5e-30F) == "-1.5e-30");
  CHECK(text(1'700'000'002, 1, 1) == "1700000003");
  CHECK(text(0.43373525728862977, 2.841726405206096, 1.1218F) == "3.6215838");
  CHECK(text(3, 1, std::numeric_limits<float>::quiet_NaN()) == "nan");
  for (int i = 1; i < 2000; ++i) {
    const float value = std::ldexp(std::sin(static_cast<float>(i)), i % 30 - 20);
    CHECK(std::stof(text(0, 1, value)) == value);  // another reader has the same float
    const data::Column column{"x", 123.456, 0.01};
    const std::string written = column.text_in_file(value);
    CHECK(written.size() <= 14);
    CHECK(column.standardised(std::stod(written)) ==
          Approx(static_cast<double>(value)).epsilon(1e-7).margin(1e-7));
  }
}

}  // namespace csv_test
