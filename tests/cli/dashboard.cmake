# SPDX-License-Identifier: BSL-1.0
# What a run says of its samples at the end: divergences, and the density ratio as a picture.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

set(short train --objective ns --constraint none --batch 16 --no-monitors --grid-every 0)
set(files dashboard.json density_ratio.png)
saddle(${short} --data ring --steps 4 --threads 2 --out run)
expect("a run succeeds" status EQUAL 0)
foreach(text "steps on 6667 samples a side, read on 20000, seed 1" "99 % of sampling error"
             "\njs " "\nthe samples differ from the data: a neighbour vote tells 100 % apart\n"
             "\nwitness: 101 nearest neighbours vote 100.0 % right")
  string(FIND "${err}" "${text}" found)
  expect("and prints ${text}" found GREATER_EQUAL 0)
endforeach()
file(READ ${WORK}/run/dashboard.json board)
expect_fields("dashboard.json has" "${board}" critic steps batch n n_training seed)
string(JSON rows LENGTH "${board}" divergences)
expect("and every divergence" rows EQUAL 13)
string(JSON row GET "${board}" divergences 0)
expect_fields("each with" "${row}" name value low high k_hat verdict)
string(JSON value GET "${board}" divergences 0 value)
expect("which untrained samples are far from" value GREATER 0.5)
string(JSON verdict GET "${board}" divergences 0 verdict)
expect("and say so" verdict STREQUAL "reliable")
string(JSON witness GET "${board}" witness)
expect_fields("and the witness with" "${witness}" neighbours tv_at_least)
string(JSON value GET "${board}" witness tv_at_least)
expect("which proves it" value GREATER 0.9)
saddle(report run --out page.html)
file(READ ${WORK}/page.html page)
foreach(text "<h3>Dashboard</h3>" "<th>verdict</th>" "the samples differ from the data"
             "101 nearest neighbours" "alt=\"log of real over generated density\"")
  string(FIND "${page}" "${text}" found)
  expect("the report has ${text}" found GREATER_EQUAL 0)
endforeach()

# Stopped, resumed and with another number of threads, a run leaves the same.
saddle(${short} --data ring --steps 4 --stop-after 2 --threads 1 --out parts)
expect("a run that is only stopped has no dashboard yet" status EQUAL 0
       AND NOT EXISTS ${WORK}/parts/dashboard.json)
saddle(train --resume --no-monitors --threads 1 --out parts)
foreach(file IN LISTS files)
  expect_same(run/${file} parts/${file})
endforeach()
saddle(train --resume --no-monitors --no-dashboard --out parts)
foreach(file IN LISTS files)
  expect("--no-dashboard leaves none, not an earlier one" status EQUAL 0
         AND NOT EXISTS ${WORK}/parts/${file})
endforeach()

# An alarm that ends a run.
saddle(train --data ring --objective minimax --constraint none --steps 60 --batch 16
       --monitor saturation.watch.interval=1 --monitor saturation.watch.warm_up=2
       --monitor saturation.watch.patience=1 --monitor saturation.least_slope=2
       --fail-on saturation --out failed)
expect("a run that a monitor ended has a dashboard" status EQUAL 21
       AND EXISTS ${WORK}/failed/dashboard.json)

# A table of one column, one of too few rows, images.
set(text "x\n")
foreach(i RANGE 1 40)
  string(APPEND text "${i}\n")
endforeach()
file(WRITE ${WORK}/one.csv "${text}")
saddle(${short} --data one.csv --steps 2 --out one)
expect("one column has a curve" status EQUAL 0 AND EXISTS ${WORK}/one/density_ratio.png)
string(FIND "${err}" "on 13 samples a side, read on 40" found)
expect("of samples that each occur once" found GREATER_EQUAL 0)
string(FIND "${err}" "reliable" found)
expect("too few for any of its numbers" found EQUAL -1)
file(WRITE ${WORK}/few.csv "x\n1\n2\n3\n")
saddle(${short} --data few.csv --steps 2 --out few)
string(FIND "${err}" "no dashboard: held_out: expected a share that leaves two samples" found)
expect("too few samples are a sentence, and the run is complete" status EQUAL 0
       AND found GREATER_EQUAL 0 AND EXISTS ${WORK}/few/run.json)
saddle(${short} --data glyphs --steps 2 --out glyphs)
expect("images have a dashboard" status EQUAL 0 AND EXISTS ${WORK}/glyphs/dashboard.json
       AND NOT EXISTS ${WORK}/glyphs/density_ratio.png)
