# SPDX-License-Identifier: BSL-1.0
# A run that was killed at any moment and resumed leaves the folder of one that was not: every file,
# but for stated times. -DKILLS is how many moments are tried, of which images have a third.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)
find_program(TIMEOUT timeout REQUIRED)

# The names of all files below a folder.
function(names_in folder names)
  file(GLOB_RECURSE found LIST_DIRECTORIES true RELATIVE ${WORK}/${folder} ${WORK}/${folder}/*)
  list(SORT found)
  set(${names} "${found}" PARENT_SCOPE)
endfunction()

# A run.json without its times.
function(timeless path result)
  file(READ ${WORK}/${path} text)
  foreach(field seconds steps_per_s cpu_per_wall)
    string(JSON text REMOVE "${text}" ${field})
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

function(expect_same_folder first second)
  names_in(${first} names)
  names_in(${second} found)
  expect("${first} and ${second} hold the same files: ${names} and ${found}" names STREQUAL found)
  foreach(name IN LISTS names)
    if(name STREQUAL run.json)
      timeless(${first}/run.json expected)
      timeless(${second}/run.json value)
      expect("${second}/run.json is ${expected}, not ${value}" value STREQUAL expected)
    elseif(NOT IS_DIRECTORY ${WORK}/${first}/${name})
      expect_same(${first}/${name} ${second}/${name})
    endif()
  endforeach()
endfunction()

# The milliseconds of now.
function(milliseconds result)
  string(TIMESTAMP now "%s%f")
  string(REGEX REPLACE "...$" "" now "${now}")
  set(${result} ${now} PARENT_SCOPE)
endfunction()

# Kills runs with these arguments at random moments, the resumed one too now and then.
function(kill_and_resume name kills)
  set(run train ${ARGN} --no-dashboard --threads 2)
  milliseconds(begin)
  saddle(${run} --out ${name})
  milliseconds(end)
  expect("an uninterrupted run of ${name}" status EQUAL 0 AND EXISTS ${WORK}/${name}/best.safetensors)
  math(EXPR length "${end} - ${begin}")
  set(resumed 0)
  foreach(attempt RANGE 1 ${kills})
    file(REMOVE_RECURSE ${WORK}/killed)
    string(RANDOM LENGTH 6 ALPHABET 0123456789 RANDOM_SEED ${attempt} random)
    math(EXPR moment "(1${random} - 1000000) * ${length} / 1000000")
    math(EXPR again "(1${random} - 1000000) % ${length}")
    math(EXPR twice "${attempt} % 2")
    if(twice)
      set(moments ${moment} ${again})
    else()
      set(moments ${moment})
    endif()
    foreach(at IN LISTS moments)
      math(EXPR seconds "${at} / 1000")
      math(EXPR thousandths "1000 + ${at} % 1000")
      string(SUBSTRING ${thousandths} 1 3 thousandths)
      set(arguments ${run})
      if(EXISTS ${WORK}/killed/config.json)
        set(arguments train --resume --threads 2)
      endif()
      execute_process(COMMAND ${TIMEOUT} -s KILL ${seconds}.${thousandths}1 ${SADDLE} ${arguments}
                              --out killed
                      WORKING_DIRECTORY ${WORK} OUTPUT_QUIET ERROR_QUIET)
    endforeach()
    if(NOT EXISTS ${WORK}/killed/config.json)
      continue()  # it had not begun
    endif()
    saddle(train --resume --threads 2 --out killed)
    expect("the run of ${name} goes on after kill ${attempt}" status EQUAL 0)
    expect_same_folder(${name} killed)
    math(EXPR resumed "${resumed} + 1")
  endforeach()
  message("${name}: ${resumed} of ${kills} kills came during the run, of ${length} ms")
  math(EXPR least "${kills} / 2")
  expect("most kills came during the run" resumed GREATER_EQUAL least)
endfunction()

set(watched --monitor collapse.watch.interval=6 --monitor collapse.watch.warm_up=0
            --monitor collapse.watch.patience=3 --monitor saturation.watch.interval=5
            --monitor oscillation.watch.interval=3 --monitor oscillation.window=7
            --monitor oscillation.watch.warm_up=20 --monitor gap.watch.interval=25
            --monitor gap.updates=2)
math(EXPR toy "(2 * ${KILLS} + 2) / 3")
math(EXPR images "${KILLS} - ${toy}")
kill_and_resume(toy ${toy} --data ring --steps 200 --batch 16 --checkpoint-every 20 --grid-every 100
                --keep-best coverage --keep-best-every 7 ${watched})
kill_and_resume(images ${images} --data glyphs --objective ns --constraint none --steps 40 --batch 8
                --checkpoint-every 7 --grid-every 20 --keep-best coverage --keep-best-every 4
                ${watched})

# The same at every moment at which a file gets its name, where a tracer may stop the program there.
find_program(STRACE strace)
if(STRACE)
  execute_process(COMMAND ${STRACE} -o /dev/null true RESULT_VARIABLE forbidden ERROR_QUIET)
endif()
if(NOT STRACE OR forbidden)
  message("no strace: the moments of renames are left to chance")
  return()
endif()
set(run train --data ring --steps 20 --batch 16 --checkpoint-every 10 --grid-every 20 --threads 1
    --no-dashboard --keep-best coverage --keep-best-every 6 ${watched})
saddle(${run} --out renames)
set(resumed 0)
foreach(moment RANGE 1 40)
  file(REMOVE_RECURSE ${WORK}/killed)
  execute_process(COMMAND ${STRACE} -f -o /dev/null -e trace=rename
                          -e inject=rename:signal=KILL:when=${moment} ${SADDLE} ${run} --out killed
                  WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
  if(status EQUAL 0)
    break()  # there are not so many
  endif()
  if(NOT EXISTS ${WORK}/killed/config.json)
    continue()  # it had not begun
  endif()
  saddle(train --resume --threads 1 --out killed)
  expect("a run killed at rename ${moment} goes on" status EQUAL 0)
  expect_same_folder(renames killed)
  math(EXPR resumed "${resumed} + 1")
endforeach()
message("renames: ${resumed} kills")
expect("the run was killed at renames" resumed GREATER 8)
