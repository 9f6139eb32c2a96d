# SPDX-License-Identifier: BSL-1.0
# kill -9 at any moment of a training leaves a checkpoint that loads and is at most one interval
# old; a signal that can be caught leaves one of the very step.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)
find_program(TIMEOUT timeout REQUIRED)
set(run train --data ring --steps 10000 --batch 16 --checkpoint-every 20 --grid-every 0)

# The step of a run's checkpoint, and of the last line of its stats.
function(steps_of run checkpoint stats)
  file(STRINGS ${WORK}/${run}/checkpoint.safetensors text LIMIT_COUNT 1 REGEX "counter step")
  string(REGEX REPLACE ".*\"counter step\":\"([0-9]+)\".*" "\\1" step "${text}")
  file(STRINGS ${WORK}/${run}/stats.jsonl lines REGEX "^{\"step\":[0-9]+,.*}$")
  list(POP_BACK lines line)
  if(line)
    string(JSON line GET "${line}" step)
  endif()
  set(${checkpoint} ${step} PARENT_SCOPE)
  set(${stats} "${line}" PARENT_SCOPE)
endfunction()

set(loaded 0)
foreach(attempt RANGE 1 50)
  string(RANDOM LENGTH 2 ALPHABET 0123456789 RANDOM_SEED ${attempt} hundredths)
  execute_process(COMMAND ${TIMEOUT} -s KILL 0.${hundredths}1 ${SADDLE} ${run} --out killed --overwrite
                  WORKING_DIRECTORY ${WORK} OUTPUT_QUIET ERROR_QUIET)
  if(NOT EXISTS ${WORK}/killed/checkpoint.safetensors)
    continue()  # it was ended before the first interval
  endif()
  # Statistics are written every 20 steps, too, just before the checkpoint.
  steps_of(killed step last)
  math(EXPR next "${step} + 20")
  expect("the checkpoint of step ${step} is at most one interval older than step ${last}"
         NOT last OR last LESS_EQUAL next)
  saddle(sample killed --n 2 --out killed.csv)
  expect("the generator of attempt ${attempt} loads" status EQUAL 0)
  math(EXPR more "${step} + 1")
  saddle(train --resume --stop-after ${more} --out killed)
  expect("the checkpoint of attempt ${attempt} loads" status EQUAL 0)
  string(JSON value GET "${out}" steps)
  expect("and is that of step ${step}" value EQUAL more)
  math(EXPR loaded "${loaded} + 1")
endforeach()
message("${loaded} of 50 kills left a checkpoint")
expect("most kills came after the first checkpoint" loaded GREATER 25)

list(TRANSFORM run REPLACE "^10000$" 100000)  # some seconds are not its end, on any machine
execute_process(COMMAND ${TIMEOUT} -s INT 5 ${SADDLE} ${run} --out interrupted
                WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
string(JSON value GET "${out}" steps)
steps_of(interrupted step last)
expect("^C saves the step that was finished" step EQUAL value AND step GREATER 0)
