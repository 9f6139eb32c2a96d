# SPDX-License-Identifier: BSL-1.0
# What a run prints at its end: its pictures, a sentence, numbers; the result last, on standard output.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

function(expect_after condition_text first second)
  string(FIND "${err}" "${first}" a)
  string(FIND "${err}" "${second}" b)
  expect("${condition_text}: '${first}' before '${second}'" a GREATER_EQUAL 0 AND b GREATER a)
endfunction()

set(rows "")
foreach(i RANGE 1 400)
  math(EXPR x "(${i} * 7919) % 1000")
  math(EXPR y "(${i} * 104729) % 1000")
  string(APPEND rows "${x},${y}\n")
endforeach()
file(WRITE ${WORK}/table.csv "${rows}")
saddle(train --data table.csv --steps 20 --batch 32 --monitor collapse.watch.interval=10 --out run)
expect("a run succeeds" status EQUAL 0)
expect("its result is all of standard output" out MATCHES "^{[^\n]*}\n$")
file(READ ${WORK}/run/run.json result)
expect("and that of run.json" out STREQUAL result)
expect_after("pictures first" "pictures: run/samples.png run/curves.png run/grids/\n" "after 20 steps: ")
expect_after("then a sentence, then numbers" "of the data." "\npearson ")
expect_after("and the dashboard's picture" "\npearson " "\npicture: run/density_ratio.png\n")

saddle(train --data ring --steps 20 --batch 32 --no-dashboard --out ring)
expect("of known modes the sentence says how many"
       err MATCHES "\nafter 20 steps: [0-8] of 8 modes reached. [0-9.]+ % of the samples lie near one\\.\n")
saddle(train --data moons --steps 30 --batch 32 --stop-after 10 --no-dashboard --out moons
       --monitor collapse.watch.interval=5)
expect("a run that stops early says so"
       err MATCHES "\nafter 10 of 30 steps: the samples reach [0-9.]+ % of the data\\.\n")
saddle(train --data ring --objective minimax --constraint none --steps 60 --batch 16
       --monitor saturation.watch.interval=1 --monitor saturation.watch.warm_up=2
       --monitor saturation.watch.patience=1 --monitor saturation.least_slope=2 --no-dashboard --out alarm)
expect("an alarm is in the sentence" err MATCHES "lie near one. alarms: saturation at step 3\\.\n")

# A run of pictures that is far shorter than its recipe says how long that is.
saddle(train --data glyphs --objective ns --constraint none --model mlp --steps 3 --batch 16
       --no-dashboard --out pictures)
if(status EQUAL 0)  # a program of the toy models alone has none of pictures
  expect("a short run of pictures says what they want"
         err MATCHES "samples of 28x28x1 by mlp want about 30000 steps, some [0-9.]+ (s|min|h) here. this run has 3 ")
endif()
