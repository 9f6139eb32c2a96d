// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/io/csv.hpp>
#include <saddle/io/file/memory_file.hpp>

#include <optional>
#include <string>
#include <vector>

namespace csv_test {

using namespace saddle;

namespace {

CsvTable parsed(const std::string& text, std::optional<std::string> label = {},
                std::vector<std::string> columns = {}) {
  MemoryFile file({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
  return parse_csv(file, {std::move(label), std::move(columns)});
}

std::string message(const std::string& text, std::optional<std::string> label = {},
                    std::vector<std::string> columns = {}) {
  try {
    parsed(text, std::move(label), std::move(columns));
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

using Names = std::vector<std::string>;
using Values = std::vector<double>;
using Labels = std::vector<int>;

}  // namespace

TEST_CASE("a table is read whatever stands between its numbers", "[io]") {
  for (const char* text :
       {"a,b\n1,2.5\n-3e2,+4\n", "a;b\r\n1;2.5\r\n-3e2;+4\r\n", "a\tb\n\n1\t2.5\n-3e2\t+4",
        "\xef\xbb\xbf\"a\" , b\n 1 ,\"2.5\"\n-300,4\n\n"}) {
    const CsvTable table = parsed(text);
    CHECK(table.names == Names{"a", "b"});
    CHECK(table.values == Values{1, 2.5, -300, 4});
    CHECK(table.labels.empty());
  }
}

TEST_CASE("a table needs no names and may have one column", "[io]") {
  CHECK(parsed("1,2\n3,4").names == Names{"column 1", "column 2"});
  const CsvTable one = parsed("x\n1\n2\n3");
  CHECK(one.names == Names{"x"});
  CHECK(one.values == Values{1, 2, 3});
  CHECK(parsed("\"a,\"\"b\"\"\",c\n1,2").names == Names{"a,\"b\"", "c"});
}

TEST_CASE("a first line that is not numbers alone names the columns", "[io]") {
  CHECK(parsed("height,2020\n1,2\n").names == Names{"height", "2020"});
  CHECK(parsed(",0,1\n0,1,2\n").names == Names{"", "0", "1"});
  CHECK(parsed("height,2020\n1,2\n").values == Values{1, 2});
  CHECK(parsed("height,2020\n1,2\n").remarks ==
        Names{"line 1 is taken for the names of the columns: height,2020"});
  CHECK(parsed("0,1\n3,4\n").remarks == Names{"line 1 is taken for a row, not for names: 0,1"});
  CHECK(parsed("0,1\n3,4\n").values == Values{0, 1, 3, 4});
  CHECK_FALSE(parsed("0,1\n3,4\n").named);
  CHECK(parsed("a,b\n3,4\n").remarks.empty());
  CHECK(parsed("a,b\n3,4\n").named);
  CHECK(parsed("a,class\n3,4\n").remarks == Names{"the column 'class' is taken for labels"});
  const std::string wide = parsed(std::string(1000, 'x') + ",2\n3,4\n").remarks[0];
  CHECK(wide.size() < 120);
}

TEST_CASE("blanks at the ends of a cell count for nothing, in quotes or not", "[io]") {
  const CsvTable table = parsed("\" a \",b\n\" -0.360\",\" 1.204 \"\n\"\t1\" , 2\n");
  CHECK(table.names == Names{"a", "b"});
  CHECK(table.values == Values{-0.36, 1.204, 1, 2});
  CHECK(message("a,b\n\"1 2\",3\n") ==
        "memory: line 2, column 1: expected a number that is finite as a float, found '1 2' "
        "(is 'a' the label, or not among the columns to take?)");
}

TEST_CASE("a name that no file of a run could hold is refused where it stands", "[io]") {
  CHECK(message("x,gr\xf6\xdf"
                "e\n1,2\n") ==
        "memory: line 1, column 2: expected a name in UTF-8, found 'gr\\xf6\\xdfe'");
  CHECK(message("\n\n\xed\xa0\x80,b\n1,2\n").starts_with("memory: line 3, column 1: "));
  CHECK(message("x,cla\xff\n1,2\n", "cla\xff").starts_with("memory: line 1, column 2: "));
  CHECK(parsed("gr\xc3\xb6\xc3\x9f"
               "e,\xf0\x9f\x90\x8e\n1,2\n")
            .names[0] ==
        "gr\xc3\xb6\xc3\x9f"
        "e");
}

TEST_CASE("a text written as a cell is read again, whatever separates cells", "[io]") {
  const Names names{"height, cm", "the \"b\" side",   "a;b",  "tab\there", "\"", "",
                    "plain",      "\xef\xbb\xbfmark", "it's", "#1"};
  for (const char* separator : {",", ";", "\t"}) {
    for (const std::string& first : names) {
      const std::string line = csv_cell(first) + separator + csv_cell(names[1]) + separator +
                               csv_cell(names[0]) + separator + csv_cell("a;b\tc");
      CAPTURE(line);
      CHECK(parsed(line + "\n1" + separator + "2" + separator + "3" + separator + "4").names ==
            Names{first, names[1], names[0], "a;b\tc"});
    }
  }
  for (const std::string& name : names)
    CHECK(parsed(csv_cell(name) + "\n7\n").names == Names{name});
  CHECK(csv_cell("plain") == "plain");
  CHECK(csv_cell("height, cm") == "\"height, cm\"");
  CHECK(csv_cell("the \"b\" side") == "\"the \"\"b\"\" side\"");
  CHECK_THROWS_AS(csv_cell("two\nlines"), ConfigError);
}

TEST_CASE("a line ends with LF, CRLF or CR", "[io]") {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    CAPTURE(end);
    const std::string text = "a,b" + end + "1,2" + end + end + "3,4";
    CHECK(parsed(text).values == Values{1, 2, 3, 4});
    CHECK(parsed(text + end).values == Values{1, 2, 3, 4});
    CHECK(message("a,b" + end + "1,2" + end + end + "3").starts_with("memory: line 4: "));
    // The two bytes of a line's end may lie in two windows.
    for (std::size_t length : {65'534U, 65'535U, 65'536U}) {
      std::string first(length, '0');
      first.replace(length - 2, 2, ",5");
      CHECK(parsed(first + end + "3,4" + end).values == Values{0, 5, 3, 4});
    }
  }
}

TEST_CASE("a line longer than the window is one line", "[io]") {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += (i ? "," : "") + std::to_string(i);
  const CsvTable table = parsed(text + "\n" + text + "\n");
  CHECK(table.names.size() == 50'000);
  REQUIRE(table.values.size() == 100'000);
  CHECK(table.values[99'999] == 49'999);
}

TEST_CASE("the labels' column is found by its name, its place or not at all", "[io]") {
  const std::string text = "x,class,y\n1,7,2\n3,8,4\n";
  for (const std::optional<std::string>& label :
       {std::optional<std::string>{}, std::optional<std::string>{"class"}}) {
    const CsvTable table = parsed(text, label);
    CHECK(table.names == Names{"x", "y"});
    CHECK(table.values == Values{1, 2, 3, 4});
    CHECK(table.labels == Labels{7, 8});
  }
  CHECK(parsed(text, "").values == Values{1, 7, 2, 3, 8, 4});
  CHECK(parsed(text, "last").labels == Labels{2, 4});
  CHECK(parsed("1,2\n3,4", "last").labels == Labels{2, 4});
  CHECK(parsed("last,x\n1,2\n3,4", "last").labels == Labels{1, 3});
  CHECK(parsed("label;x\n5;0.5").labels == Labels{5});
  CHECK(message(text, "z") == "memory: no column is called 'z'; there are x, class, y");
  CHECK(message(text, "Clas") ==
        "memory: no column is called 'Clas'; there are x, class, y; did you mean 'class'?");
  CHECK(message("1,2", "z") == "memory: no column is called 'z'; there are column 1, column 2");
  CHECK(message("class\n1\n") ==
        "memory: line 1, column 1: expected a column of numbers, found labels alone");
}

TEST_CASE("the columns that are asked for are taken, in their order, and the others never read",
          "[io]") {
  const std::string text = "id,x,species,y,class\nA7,1,setosa,2,one\nB1,3,virginica,4,\n";
  const CsvTable table = parsed(text, {}, {"y", "x"});
  CHECK(table.names == Names{"y", "x"});
  CHECK(table.values == Values{2, 1, 4, 3});
  CHECK(table.labels.empty());
  CHECK(table.remarks == Names{"columns left out: id, species, class"});
  const CsvTable labelled = parsed(text, "species", {"x"});
  CHECK(labelled.values == Values{1, 3});
  CHECK(labelled.labels == Labels{0, 1});
  CHECK(labelled.classes == Names{"setosa", "virginica"});

  CHECK(message(text, "species") ==
        "memory: line 2, column 1: expected a number that is finite as a float, found 'A7' "
        "(is 'id' the label, or not among the columns to take?)");
  CHECK(message(text, {}, {"x", "id"}) ==
        "memory: line 2, column 1: expected a number that is finite as a float, found 'A7'");
  CHECK(message(text, {}, {"x", "z"}) ==
        "memory: no column is called 'z' (wanted: x, z); there are id, x, species, y, class");
  CHECK(message(text, {}, {"x", "Specis"}) ==
        "memory: no column is called 'Specis' (wanted: x, Specis); there are id, x, species, y, "
        "class; "
        "did you mean 'species'?");
  CHECK(message(text, {}, {"x", "x"}) == "memory: columns: expected each once, found x, x");
  CHECK(message(text, "x", {"y", "x"}) ==
        "memory: columns: expected numbers without the label, found 'x' among them");
}

TEST_CASE("columns without names are taken by their order if there are as many", "[io]") {
  CHECK(parsed("1,2\n3,4", {}, {"a", "b"}).names == Names{"a", "b"});
  CHECK(parsed("1,2\n3,4", {}, {"column 2"}).values == Values{2, 4});
  CHECK(parsed("1,2\n3,4", "column 1").labels == Labels{1, 3});
  CHECK(parsed("a,class,b\n1,0,2\n", {}, {"column 1", "column 2"}).values == Values{1, 2});
  CHECK(parsed("a,a\n1,2\n", {}, {"a", "a"}).values == Values{1, 2});
  CHECK(message("1,2\n3,4", {}, {"a"}) ==
        "memory: no column is called 'a'; there are column 1, column 2");
  CHECK(message("a,b\n1,2", {}, {"column 2", "column 1"}) ==
        "memory: no column is called 'column 2' (wanted: column 2, column 1); there are a, b");
}

TEST_CASE("rows that lack a value are left out and counted", "[io]") {
  for (const char* cell :
       {"", "NA", "N/A", "na", "NaN", "nan", "null", "NULL", "?", "-", "\"\"", " \" NA \" "}) {
    CAPTURE(cell);
    const CsvTable table = parsed("a,b,class\n1,2,0\n3," + std::string(cell) + ",1\n5,6,1\n");
    CHECK(table.values == Values{1, 2, 5, 6});
    CHECK(table.labels == Labels{0, 1});
    CHECK(table.remarks.back() == "1 of 3 rows lacks a value and was left out");
  }
  std::string text = "a,b,c\n";
  for (int i = 0; i < 1372; ++i) text += i % 200 == 0 ? "1,,?\n" : "1,2,?\n";
  const CsvTable table = parsed(text, {}, {"a", "b"});
  CHECK(table.values.size() == 2 * 1365);
  CHECK(table.remarks.back() == "7 of 1,372 rows lack a value and were left out");
  CHECK(message(text) ==
        "memory: line 1373: expected rows of numbers, found none that has all its values");
  CHECK(parsed("a,class\n1,\n2,5\n").labels == Labels{5});
  CHECK(parsed("1,,3\n4,5,6\n").remarks.size() == 2);  // a first row may lack some
  CHECK(parsed("1,,3\n4,5,6\n").values == Values{4, 5, 6});
  for (const char* cell : {"--", "NAN5", "N A", "nul", "-inf", "??"}) {
    CHECK_THROWS_AS(parsed("1,2\n3," + std::string(cell)), DataError);
  }
}

TEST_CASE("labels that are texts are numbered as they first occur", "[io]") {
  const CsvTable table = parsed("class,x\nvirginica,1\n\"se,tosa\",2\nvirginica,3\n7,4\n");
  CHECK(table.labels == Labels{0, 1, 0, 2});
  CHECK(table.classes == Names{"virginica", "se,tosa", "7"});
  CHECK(parsed("class,x\n5,1\n").classes.empty());
  CHECK(message("class,x\n5,1\nsetosa,2\n") ==
        "memory: line 3, column 1: expected a whole number of 31 bits, found 'setosa'");
  CHECK(message("class,x\n\xff,1\n") ==
        "memory: line 2, column 1: expected a label in UTF-8, found '\\xff'");
}

TEST_CASE("names are read from a line as a table's are", "[io]") {
  const auto names = [](const std::string& line) { return csv_names(line, "--columns"); };
  CHECK(names("a,b") == Names{"a", "b"});
  CHECK(names(" a , \"height, cm\",\"the \"\"b\"\" side\"") ==
        Names{"a", "height, cm", "the \"b\" side"});
  CHECK(names("").empty());
  CHECK_THROWS_WITH(names("\"a,b"),
                    "--columns: line 1, column 1: expected a closing quote, found the line's end");
  const Names odd{"", "height, cm", "the \"b\" side", "plain"};
  CHECK(names(names_line(odd)) == odd);
  CHECK_THROWS_AS(names_line({"two\nlines"}), ConfigError);
  CHECK(names_text({"a", "b"}) == "a, b");
  CHECK(names_text(Names(1000, "column")).size() < 80);
  CHECK(names_text({std::string(100'000, 'x'), "b"}).size() < 80);
}

TEST_CASE("what is no table is refused with line and column", "[io]") {
  CHECK(message("") == "memory: line 0: expected rows of numbers, found an empty file");
  CHECK(message("a,b\n") == "memory: line 1: expected rows of numbers, found none");
  CHECK(message("a,b\n1,2\n\n3\n") == "memory: line 4: expected 2 cells, found 1");
  CHECK(message("1,2\n3,x\n") ==
        "memory: line 2, column 2: expected a number that is finite as a float, found 'x' "
        "(is 'column 2' the label, or not among the columns to take?)");
  CHECK(message("1,2\n3,1e39\n") ==
        "memory: line 2, column 2: expected a number that is finite as a float, found '1e39'");
  for (const char* cell : {"inf", "1e39", "-1e999", "1 2", "0x1p3", "1,5"}) {
    CHECK_THROWS_AS(parsed(std::string("1\n") + cell), DataError);
  }
  CHECK(message("x,class\n1,0.5") ==
        "memory: line 2, column 2: expected a whole number of 31 bits, found '0.5'");
  CHECK_THROWS_AS(parsed("x,class\n1,3000000000"), DataError);
  CHECK(message("1,2\n\"3,4\n") ==
        "memory: line 2, column 1: expected a closing quote, found the line's end");
  CHECK(message("1,2\n\"3\"4,4\n") ==
        "memory: line 2, column 1: expected the end of the cell after its quote, found '4'");
  CHECK_THROWS_AS(parsed(std::string("1,2\n\0,4\n", 8)), DataError);
}

TEST_CASE("a table cut anywhere is whole lines or refused", "[io]") {
  const std::string text = "a,b,class\n10,2.5,1\n-3e2,\"4\",0\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    try {
      const CsvTable table = parsed(text.substr(0, size));
      CHECK(table.values.size() == 2 * table.labels.size());
    } catch (const DataError&) {
      SUCCEED();
    }
  }
}

}  // namespace csv_test
