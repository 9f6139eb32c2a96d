# SPDX-License-Identifier: BSL-1.0
# The command line as a user meets it. Arguments: -DSADDLE=program -DWORK=folder.
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

# Runs saddle with the arguments; its exit status and what it printed are in the caller's scope.
macro(saddle)
  execute_process(COMMAND ${SADDLE} ${ARGN} WORKING_DIRECTORY ${WORK}
                  RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
endmacro()

function(expect condition_text)
  if(NOT (${ARGN}))
    message(FATAL_ERROR "${condition_text}\nstatus: ${status}\nstdout: ${out}\nstderr: ${err}")
  endif()
endfunction()

saddle(train --data ring --steps 20 --batch 32 --threads 2 --out first)
expect("a short run succeeds" status EQUAL 0)
string(REGEX REPLACE "\n$" "" line "${out}")
foreach(field objective constraint data steps seconds steps_per_s cpu_per_wall workers bound modes
              modes_total high_quality mode_kl)
  string(JSON value ERROR_VARIABLE missing GET "${line}" ${field})
  expect("standard output is one JSON object with ${field}" missing STREQUAL "NOTFOUND")
endforeach()
string(JSON value GET "${line}" steps)
expect("steps are those asked for" value EQUAL 20)
string(JSON value GET "${line}" workers)
expect("workers are those asked for" value EQUAL 2)
string(JSON value GET "${line}" modes_total)
expect("the ring has eight modes" value EQUAL 8)
string(FIND "${err}" "steps/s" progress)
expect("progress goes to standard error" progress GREATER_EQUAL 0)
foreach(file samples.png curves.png run.json)
  expect("the run wrote ${file}" EXISTS ${WORK}/first/${file})
endforeach()

saddle(train --data ring --steps 20 --batch 32 --threads 1 --out first)
expect("a folder that holds a run is refused" status EQUAL 1)
string(FIND "${err}" "already holds a run" found)
expect("and the message says so" found GREATER_EQUAL 0)
saddle(train --data ring --steps 20 --batch 32 --threads 1 --out first --overwrite)
expect("--overwrite replaces it" status EQUAL 0)

saddle(train --data ring --objective wasserstein --constraint none --out illegal)
expect("an illegal pair is refused" status EQUAL 1)
string(FIND "${err}" "is illegal, because the Wasserstein objective needs a Lipschitz" found)
expect("with its sentence" found GREATER_EQUAL 0)
expect("before anything is written" NOT EXISTS ${WORK}/illegal)

saddle(train --data ring --objective nonsense --out unknown)
expect("an unknown objective is refused" status EQUAL 1)
string(FIND "${err}" "pearson" found)
expect("with the list of those there are" found GREATER_EQUAL 0)

saddle(train --data ${WORK}/no-such-file --out unknown)
expect("data that is not there is refused" status EQUAL 1)

foreach(objective alpha:-1 alpha:0.5 alpha:3 wjs:0.3)
  saddle(train --data ring --objective ${objective} --steps 2 --batch 16 --out ${objective})
  expect("the family member ${objective} trains" status EQUAL 0)
endforeach()

saddle(list)
string(FIND "${out}" "wasserstein with r1 is illegal" found)
expect("list names illegal pairs" found GREATER_EQUAL 0)
saddle(list --table)
string(FIND "${out}" "u log u" found)
expect("list --table prints f" found GREATER_EQUAL 0)
