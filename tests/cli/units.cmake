# SPDX-License-Identifier: BSL-1.0
# Units that are compiled when they are first asked for, and all that can go wrong with a compiler, a
# cache and a program.
set(WORK ${WORK}/saddle)  # a folder of that name makes no header saddle's
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

set(ENV{SADDLE_CACHE} ${WORK}/cache)
set(quick --steps 2 --batch 16 --no-monitors --no-dashboard --grid-every 0)
set(table "a,b,c,class\n")
foreach(i RANGE 1 40)
  math(EXPR b "${i} * 7 % 11")
  math(EXPR c "${i} * 5 % 13")
  string(APPEND table "${i},${b},${c},${i}\n")
endforeach()
file(WRITE ${WORK}/three.csv "${table}")

function(expect_said condition_text text)
  string(FIND "${err}" "${text}" place)
  expect("${condition_text}: '${text}'" place GREATER_EQUAL 0)
endfunction()
function(expect_silent condition_text text)
  string(FIND "${err}" "${text}" place)
  expect("${condition_text}: no '${text}'" place LESS 0)
endfunction()

# Two programs that ask at the same time compile once; a third finds it.
list(JOIN quick " " words)
set(start "'${SADDLE}' train --data three.csv ${words} --out")
execute_process(COMMAND sh -c "${start} run1 & ${start} run2 && wait $!" WORKING_DIRECTORY ${WORK}
                RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
expect("both train a table of three columns" status EQUAL 0)
string(REGEX MATCHALL "compiling toy 3, once" compilations "${err}")
list(LENGTH compilations count)
expect("which was compiled once" count EQUAL 1)
saddle(train --data three.csv ${quick} --out run3)
expect("and a third time" status EQUAL 0)
expect_silent("from the cache" "compiling")
foreach(number 2 3)
  expect_same(run1/generator.safetensors run${number}/generator.safetensors)
endforeach()
saddle(sample run1 --n 4 --out four.csv)
expect("it samples" status EQUAL 0)
saddle(summary "toy 3")
expect("and is summarised" status EQUAL 0)
saddle(cache)
string(FIND "${out}" "toy 3" place)
expect("and stands in the list" status EQUAL 0 AND place GREATER_EQUAL 0)
file(GLOB left ${WORK}/cache/making*)
list(LENGTH left count)
expect("nothing is left of the work" count EQUAL 0)

# Programs with another compiler, which the same files say.
get_filename_component(program ${SADDLE} NAME)
get_filename_component(prefix ${SADDLE} DIRECTORY)
file(READ ${prefix}/../share/saddle/unit-compiler-CXX.txt recorded)
string(REGEX MATCH "^([^\n]*)\n[^\n]*\n(.*)$" recorded "${recorded}")
set(compiler ${CMAKE_MATCH_1})
set(arguments "${CMAKE_MATCH_2}")
file(COPY ${SADDLE} DESTINATION ${WORK}/other/bin)
function(record_compiler path name)
  file(WRITE ${WORK}/other/share/saddle/unit-compiler-CXX.txt "${path}\n${name}\n${arguments}")
endfunction()
function(write_compiler text)
  file(WRITE ${WORK}/fake-compiler "#!/bin/sh\ntest \"$1\" = --version && echo fake 1 && exit\n${text}\n")
  file(CHMOD ${WORK}/fake-compiler PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
  record_compiler(${WORK}/fake-compiler "fake 1")
endfunction()
set(own_program ${SADDLE})
set(SADDLE ${WORK}/other/bin/${program})
set(ENV{SADDLE_CACHE} ${WORK}/other/cache)

record_compiler(${WORK}/no-compiler "g++ 12.2.0")
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("without the compiler" "toy 3 is not linked in and has to be compiled: the compiler that built this program, ${WORK}/no-compiler, g++ 12.2.0, does not run here")
saddle(train --data three.csv --objective wasserstein --constraint none ${quick} --out other1)
expect_refusal("an illegal pair is told before" "wasserstein with none is illegal, because ")
saddle(train --data ring ${quick} --out other2)
expect("what is linked in needs none" status EQUAL 0)
expect("and a refused run left no folder" NOT EXISTS ${WORK}/other1/config.json)
write_compiler("exit 0")
record_compiler(${WORK}/fake-compiler "g++ 12.2.0")
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("another compiler than the recorded one" "this program was built by g++ 12.2.0, but ${WORK}/fake-compiler is now fake 1: build the program again")
write_compiler("kill -9 $$")
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("a compiler that is killed" "was ended by signal 9")
write_compiler("echo 'unit.cpp:3:5: error: no such thing' >&2; exit 1")
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("what does not compile" "refused the unit; its first error stands above")
expect_said("with the compiler's words" "unit.cpp:3:5: error: no such thing\n")
write_compiler("echo 'unit.so:' > unit.d; echo 'no library' > unit.so")
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("a unit that is none" "cannot be loaded and is removed: ")
write_compiler("kill -INT $PPID; sleep 20")
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("^C" "ended by signal 2 while a unit was compiled; nothing is left of it")
write_compiler("kill -INT $PPID; kill -INT $$")
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("^C that ends the compiler first" "ended by signal 2 while a unit was compiled; nothing is left of it")
file(GLOB left ${WORK}/other/cache/making*)
list(LENGTH left count)
expect("so it is" count EQUAL 0)
file(REMOVE ${WORK}/other/share/saddle/unit-compiler-CXX.txt)
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("a program alone" "unit-compiler-CXX.txt, which says what compiled this program, is not there")

# Places that are no cache.
record_compiler(${WORK}/no-compiler "g++ 12.2.0")
file(MAKE_DIRECTORY ${WORK}/open)
file(CHMOD ${WORK}/open PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE WORLD_READ WORLD_WRITE WORLD_EXECUTE)
file(WRITE ${WORK}/file "")
file(CREATE_LINK ${WORK}/other/cache ${WORK}/link SYMBOLIC)
foreach(case "open|is open to other users" "file|expected a folder for compiled units"
             "link|expected a folder for compiled units")
  string(REPLACE "|" ";" case "${case}")
  list(GET case 0 place)
  list(GET case 1 message)
  set(ENV{SADDLE_CACHE} ${WORK}/${place})
  saddle(train --data three.csv ${quick} --out other1)
  expect_refusal("a cache that is ${place}" "${WORK}/${place}: ")
  expect_said("with the reason" "${message}")
endforeach()
set(home $ENV{HOME})
foreach(variable SADDLE_CACHE XDG_CACHE_HOME)
  set(ENV{${variable}} "")
endforeach()
set(ENV{HOME} here)
saddle(train --data three.csv ${quick} --out other1)
expect_refusal("a HOME from somewhere" "no place for compiled units: SADDLE_CACHE names none, and neither")
set(ENV{HOME} "${home}")

# What no family takes never reaches a compiler.
set(ENV{SADDLE_CACHE} ${WORK}/other/cache)
set(wide "0")
set(names "c0")
foreach(i RANGE 1 64)
  string(APPEND wide ",${i}")
  string(APPEND names ",c${i}")
endforeach()
file(WRITE ${WORK}/wide.csv "${names}\n${wide}\n${wide}\n")
saddle(train --data wide.csv --out other1)
expect_refusal("too many columns" "--data: toy is for points and tables of 1 to 64 columns; this table has 65 columns: name some with --columns, of c0, c1")
saddle(summary "toy 100000")
expect_refusal("or by their number" "model: expected one of toy for points and tables of 1 to 64 columns")
saddle(summary "mlp 8x8x1>::x")
expect_refusal("or words in a shape" "model: expected one of ")

set(SADDLE ${own_program})
set(ENV{SADDLE_CACHE} ${WORK}/cache)

# A model of the user's own: its header is named once, and its runs go on without.
file(WRITE ${WORK}/width.hpp "// SPDX-License-Identifier: BSL-1.0\n#pragma once\nconstexpr std::size_t width = 16;\n")
file(WRITE ${WORK}/mine.hpp [[
#pragma once
#include <saddle/saddle.hpp>
#include "width.hpp"
namespace mine {
struct Small {
  using Latent = saddle::Gaussian<2>;
  struct Generator
      : saddle::Network<saddle::Shape<2>, saddle::Linear<width>, saddle::Relu, saddle::Linear<3>> {};
  struct Critic : saddle::Network<saddle::Shape<3>, saddle::Linear<1>> {};
};
}  // namespace mine
]])
set(own --data three.csv --objective hinge --constraint sn --checkpoint-every 2 --batch 16 --no-monitors
        --no-dashboard --grid-every 0)
saddle(train ${own} --experiment mine.hpp:mine::Small --steps 4 --out own)
expect("an experiment of one's own trains" status EQUAL 0)
saddle(train ${own} --experiment mine.hpp:mine::Small --steps 4 --stop-after 2 --out halves)
expect("or stops" status EQUAL 0)
saddle(train --resume --out halves)
expect("and goes on by the cache" status EQUAL 0)
expect_silent("without a compiler" "compiling")
expect_same(own/checkpoint.safetensors halves/checkpoint.safetensors)
saddle(sample own --n 3 --out own.csv)
expect("it samples" status EQUAL 0)
saddle(score --real own.csv --samples own.csv --features own)
expect_refusal("features of a critic that has none"
               "critic: expected one of samples alone, of two layers or more, found that of \"mine::Small\" of \"gan\"")
saddle(train --data ring --experiment mine.hpp:mine::Small --out bad)
expect_refusal("data of another shape" "--data: shape of a sample: expected 3, as mine::Small takes, found 2")
file(APPEND ${WORK}/width.hpp "// changed\n")
saddle(sample own --n 3 --out own.csv)
expect_refusal("an include that changed" "own/generator.safetensors: its model is mine::Small of mine.hpp ")
expect_said("with a way out" "name it with --experiment, as mine.hpp:Digits")
saddle(train ${own} --model toy --experiment mine.hpp:mine::Small --out bad)
expect("one model at a time" NOT status EQUAL 0)
expect_said("is one sentence" "--model excludes --experiment")
foreach(word "mine.hpp" "mine.hpp:" "mine.hpp:a b" "mine.hpp:1" "mine.hpp:x;y" "mine.hpp:f()")
  string(REPLACE ";" "\\;" word "${word}")
  saddle(sample own --experiment "${word}")
  expect_refusal("no type" "--experiment: expected a header and a type of it, as mine.hpp:Digits")
endforeach()
saddle(sample own --experiment none.hpp:Digits)
expect_refusal("no header" "none.hpp: cannot open")
saddle(train ${own} --experiment mine.hpp:mine::Large --out bad)
expect_refusal("no such type" "refused the unit; its first error stands above")
expect_said("in the compiler's words" "Large")
file(MAKE_DIRECTORY ${WORK}/headers)
file(WRITE ${WORK}/headers/ways.hpp [[
#pragma once
#include <saddle/saddle.hpp>
struct Units {};  // and more names that saddle or its program has
inline int units = 0, find = 0, add = 0, fit = 0;
namespace data {}
struct CycleGan {
  struct There : saddle::Network<saddle::Shape<2>, saddle::Linear<16>, saddle::Relu, saddle::Linear<2>> {};
  struct Back : There {};
  struct CriticOfFirst : saddle::Network<saddle::Shape<2>, saddle::Linear<16>, saddle::LeakyRelu<>, saddle::Linear<1>> {};
  struct CriticOfSecond : CriticOfFirst {};
};
]])
set(its_own --experiment headers/ways.hpp:CycleGan)
saddle(train --data moons --to ring ${its_own} ${quick} --out ways)
expect("one that translates" status EQUAL 0)
saddle(train --data moons ${its_own} ${quick} --out bad)
expect_refusal("which leads somewhere" "--to: expected the name or path of the data to which cyclegan leads, found none")
saddle(translate ways --data moons --n 3 --to B --out there.csv)
expect("and its run does" status EQUAL 0)
saddle(train --data moons --to ring ${its_own} ${quick} --print-program --out program)
expect("as a program too" status EQUAL 0)
file(WRITE ${WORK}/ways.cpp "${out}")
string(REGEX MATCH "\n// ([^\n]*) program\\.cpp " line "${out}")
execute_process(COMMAND sh -c "${CMAKE_MATCH_1} -fsyntax-only ways.cpp"
                WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status ERROR_VARIABLE err)
expect("in which names are told apart" line AND status EQUAL 0)
saddle(cache --clear)
file(GLOB left ${WORK}/cache/*.so)
list(LENGTH left count)
expect("the cache can be cleared" status EQUAL 0 AND count EQUAL 0)

# The program in C++ that does the same.
saddle(train --data three.csv --columns b,a --objective ns --constraint r1 --steps 6 --batch 16
       constraint.gamma=3 --print-program --out same)
expect("a program is printed" status EQUAL 0 AND NOT EXISTS ${WORK}/same)
file(WRITE ${WORK}/program.cpp "${out}")
string(REGEX MATCH "\n// ([^\n]* program\\.cpp [^\n]*)\n#include" line "${out}")
execute_process(COMMAND sh -c "${CMAKE_MATCH_1}"
                WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status ERROR_VARIABLE err)
expect("it compiles as printed, as its comment says" line AND status EQUAL 0)
execute_process(COMMAND ${WORK}/program WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status
                OUTPUT_VARIABLE out ERROR_VARIABLE err)
expect("and runs" status EQUAL 0)
file(RENAME ${WORK}/same ${WORK}/printed)
saddle(train --data three.csv --columns b,a --objective ns --constraint r1 --steps 6 --batch 16
       constraint.gamma=3 --no-dashboard --no-monitors --out same)
expect("the command does too" status EQUAL 0)
foreach(file generator.safetensors stats.jsonl model.py)
  expect_same(printed/${file} same/${file})
endforeach()
