# SPDX-License-Identifier: BSL-1.0
# Numbers from outside: what no formula takes is refused in a sentence before anything is written.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)
set(quiet --no-dashboard --checkpoint-every 0 --grid-every 0)

# Every option that takes a whole number, of every command.
set(options 0)
foreach(command train sample interpolate classify score report)
  saddle(${command} --help)
  string(REGEX MATCHALL "--[a-z-]+ UINT" flags "${out}")
  foreach(flag IN LISTS flags)
    string(REPLACE " UINT" "" flag "${flag}")
    foreach(text -1 18446744073709551616 -18446744073709551615 1e3 0x10 2.5)
      saddle(${command} ${flag}=${text})
      expect("${command} ${flag} refuses '${text}'" NOT status EQUAL 0
             AND err MATCHES "${flag}: expected a whole number from")
    endforeach()
    math(EXPR options "${options} + 1")
  endforeach()
endforeach()
expect("there are such options" options GREATER 20)

# Settings by name and by file, of the trainer and of the monitors.
set(wrong constraint.bound=-1 constraint.bound=0 constraint.bound=1e400 batch=0 batch=-1
          batch=1048577 seed=-1 seed=18446744073709551616 critic_steps=0 steps=4294967296
          critic_optimizer.alpha=1 generator_optimizer.epsilon=0
          generator_optimizer.learning_rate=-1e-3 schedule.decay_from=1.5 ema.decay=1.01
          ema.decay=nan ema.decay=0.99999999999)
foreach(setting IN LISTS wrong)
  string(REGEX MATCH "^([a-z_.0-9]+)=(.*)$" whole ${setting})
  set(path ${CMAKE_MATCH_1})
  set(number ${CMAKE_MATCH_2})
  saddle(train --data ring --steps 5 ${quiet} --out bad ${setting})
  expect_refusal("${setting}" "${path}: expected a ")
  if(NOT number MATCHES "^(nan|1e400)$")
    string(REPLACE "." ";" keys ${path})
    set(json ${number})
    list(REVERSE keys)
    foreach(key IN LISTS keys)
      set(json "{\"${key}\": ${json}}")
    endforeach()
    file(WRITE ${WORK}/wrong.json "{\"data\": \"ring\", \"config\": ${json}}")
    saddle(train --config wrong.json ${quiet} --out bad)
    expect_refusal("${json}" "${path}: expected a ")
  endif()
endforeach()
foreach(setting oscillation.samples=0 collapse.samples=0 saturation.samples=-1
                oscillation.window=2 collapse.least_coverage=1.5 gap.updates=0
                gap.watch.patience=0 saturation.least_slope=nan)
  string(REGEX MATCH "^([a-z_.]+)=(.*)$" whole ${setting})
  saddle(train --data ring --steps 5 ${quiet} --out bad --monitor ${setting})
  expect_refusal("${setting}" "${CMAKE_MATCH_1}: expected a ")
endforeach()
expect("nothing was written for any of them" NOT EXISTS ${WORK}/bad)
saddle(train --data ring --steps 5 --batch 16 ${quiet} --out tiny generator_optimizer.learning_rate=1e-400)
expect("a rate too small for a double is 0" status EQUAL 0)

saddle(train --data ring --stop-after 0 --out bad)
expect("a step after which to stop is one" NOT status EQUAL 0
       AND err MATCHES "--stop-after: expected a whole number from 1 to 2.64 - 1, found '0'")

# Codes and counts that would wrap.
saddle(sample tiny --n 2 --first 4294967294 --out last.csv)
expect("the last codes there are" status EQUAL 0)
saddle(sample tiny --n 2 --first 4294967295 --out bad.csv)
expect_refusal("codes that there are not" "--n: expected at most 1, the codes from 4294967295 on, found 2")
foreach(n 1000000000000 4611686018427387905)
  saddle(sample tiny --n ${n} --out bad.csv)
  expect_refusal("more samples than codes" "--n: expected at most 4294967296, the codes from 0 on, found ${n}")
endforeach()
saddle(interpolate tiny --rows 5000000000 --n 2 --out bad.csv)
expect_refusal("more lines than codes" "--rows: expected at most 4294967295, the codes from 1 on, found 5000000000")
saddle(interpolate tiny --rows 2 --n 2 --first 4294967295 --out bad.csv)
expect_refusal("on either side" "--rows: expected at most 1, the codes from 4294967295 on, found 2")
saddle(interpolate tiny --n 4 --rows 4611686018427387905 --out bad.csv)
expect_refusal("a product that wraps" "4611686018427387905 x 4 x 2")
saddle(interpolate tiny --n 4611686018427387905 --rows 4 --out bad.csv)
expect_refusal("and the other way round" "4 x 4611686018427387905 x 2")
expect("none was written" NOT EXISTS ${WORK}/bad.csv)

# A blank in a path is no syntax.
file(MAKE_DIRECTORY "${WORK}/two words")
file(COPY ${WORK}/tiny DESTINATION "${WORK}/two words")
saddle(summary "two words/tiny")
expect("a path with a blank is a path" status EQUAL 0 AND out MATCHES "model: toy")
saddle(summary "toy 2")
expect("a model by its name" status EQUAL 0 AND out MATCHES "generator")
saddle(summary "toy  2")
expect_refusal("another name" "found 'toy  2'")

# Data that monitors cannot measure are trained on all the same.
set(rows "")
foreach(i RANGE 1 100)
  string(APPEND rows "0.5,0.25\n")
endforeach()
file(WRITE ${WORK}/equal.csv "a,b\n${rows}")
file(WRITE ${WORK}/one.csv "a,b\n3,4\n")
foreach(data equal one)
  saddle(train --data ${data}.csv --steps 30 --batch 8 ${quiet} --out ${data} --fail-on any
         --monitor collapse.watch.warm_up=0 --monitor collapse.watch.interval=2
         --monitor oscillation.watch.interval=2 --keep-best coverage)
  expect("${data}: trains and raises no alarm" status EQUAL 0)
endforeach()

# Moments that overflow where parameters do not: the run says so, and what it left loads.
saddle(train --data ring --objective pearson --constraint none --steps 300 --batch 32
       --checkpoint-every 1 --grid-every 0 --no-dashboard --no-monitors --out moments
       critic_optimizer.learning_rate=0.1 generator_optimizer.learning_rate=0.1)
expect_refusal("a moment that is infinite" "a moment of its optimiser is not finite")
saddle(train --resume --stop-after 1 --no-dashboard --no-monitors --out moments)
expect_refusal("the last checkpoint loads" "to which the run has come, found 1")
