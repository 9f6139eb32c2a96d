# SPDX-License-Identifier: BSL-1.0
# A run's folder is one thing: one process at a time, one seed, one set of data, no way out of it;
# and what signals, closed streams and the dead leave.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)
set(short train --data ring --batch 16 --no-dashboard --no-monitors --grid-every 0)

# Runs a shell script that knows the program as $SADDLE.
macro(shell script)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env SADDLE=${SADDLE} sh -c "${script}"
                  WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_VARIABLE out
                  ERROR_VARIABLE err)
endmacro()

# What a dead process with the same number left (in a container the program is always process 1).
foreach(name config.json generator.safetensors checkpoint.safetensors grids/step-00000010.png)
  file(REMOVE_RECURSE ${WORK}/stale)
  file(MAKE_DIRECTORY ${WORK}/stale/grids)
  shell("for i in 0 1 2 3 4 5; do touch stale/${name}.tmp-$$-$i; done
exec \"$SADDLE\" train --data ring --steps 20 --batch 16 --checkpoint-every 10 --grid-every 10 \
--no-dashboard --no-monitors --out stale")
  expect("a temporary ${name} of a dead process does not block a start" status EQUAL 0)
  file(GLOB_RECURSE left ${WORK}/stale/*.tmp-* ${WORK}/stale/.lock)
  expect("and is gone, as the lock is" "x${left}" STREQUAL x)
endforeach()

# Closed streams.
set(run ${short} --steps 60 --checkpoint-every 20 --threads 1)
saddle(${run} --out open)
list(JOIN run " " words)
foreach(closed "2>&-" ">&-" ">&- 2>&-" "<&- >&- 2>&-")
  shell("\"$SADDLE\" ${words} --out closed --overwrite ${closed}")
  foreach(file stats.jsonl checkpoint.safetensors generator.safetensors config.json)
    expect_same(open/${file} closed/${file})
  endforeach()
endforeach()
shell("\"$SADDLE\" ${words} --out closed --overwrite >&-")
expect_refusal("a result that goes nowhere" "standard output: cannot write the result to")
saddle(sample open --n 20 --out open.npy)
foreach(command list "zoo --json" "summary open" "score --real open.npy --samples open.npy")
  shell("\"$SADDLE\" ${command} >&-")
  expect_refusal("a result of ${command} that goes nowhere" "standard output: cannot write the result to")
endforeach()
shell("\"$SADDLE\" ${words} --out ''")
expect_refusal("a run without a folder" "--out: expected the run's folder, found ''")

# Links and FIFOs in a folder that somebody sent.
foreach(name stats.jsonl config.json checkpoint.safetensors generator.safetensors run.json)
  foreach(kind "ln -s ../victim" "mkfifo")
    file(REMOVE_RECURSE ${WORK}/sent)
    file(COPY ${WORK}/open/ DESTINATION ${WORK}/sent)
    file(WRITE ${WORK}/victim "precious")
    shell("rm sent/${name} && ${kind} sent/${name} && timeout 20 \"$SADDLE\" train --resume \
--reschedule --steps 80 --no-dashboard --no-monitors --out sent")
    expect_refusal("${kind} in the place of ${name}" "sent/${name}: cannot go on with: it is ")
    file(READ ${WORK}/victim victim)
    expect("and what it leads to is as it was" victim STREQUAL precious)
  endforeach()
endforeach()
file(REMOVE_RECURSE ${WORK}/sent)
file(MAKE_DIRECTORY ${WORK}/sent ${WORK}/elsewhere)
file(WRITE ${WORK}/elsewhere/step-00000001.png "precious")
file(CREATE_LINK ${WORK}/elsewhere ${WORK}/sent/grids SYMBOLIC)
saddle(${run} --out sent --overwrite)
expect_refusal("pictures that would be elsewhere" "sent/grids: cannot use: it is a symbolic link")
expect("and are still there" EXISTS ${WORK}/elsewhere/step-00000001.png)

file(REMOVE_RECURSE ${WORK}/sent)
saddle(${run} --stop-after 20 --out sent)
file(REMOVE_RECURSE ${WORK}/sent/grids)
file(WRITE ${WORK}/sent/grids "precious")
foreach(flag --resume --overwrite)
  saddle(${run} ${flag} --out sent)
  expect_refusal("a file in the place of the pictures' folder" "sent/grids: cannot use: it is no folder")
endforeach()
file(REMOVE ${WORK}/sent/grids)
saddle(train --resume --stop-after 20 --out sent)
expect_refusal("a step to stop after that has passed" "--stop-after: expected a step after 20, to which the run has come, found 20")
file(REMOVE ${WORK}/sent/stats.jsonl)
saddle(train --resume --out sent)
string(FIND "${err}" "sent/stats.jsonl: the measurements of steps 1 to 20 are missing" found)
expect("measurements that are lost are told" status EQUAL 0 AND found GREATER_EQUAL 0)
saddle(train --resume --reschedule --steps 80 --out sent)
string(FIND "${err}" "are missing" found)
expect("once" status EQUAL 0 AND found EQUAL -1)

# Two starts in one folder.
shell("\"$SADDLE\" train --data ring --steps 100000000 --batch 16 --checkpoint-every 1000000 \
--no-monitors --out busy >/dev/null 2>&1 & pid=$!
while [ ! -s busy/.lock ] || [ ! -e busy/stats.jsonl ]; do sleep 0.02; done
\"$SADDLE\" train --data ring --steps 5 --out busy --overwrite 2>first; a=$?
\"$SADDLE\" train --resume --out busy 2>second; b=$?
grep -c \"busy is in use by process $pid on \" first second
kill -HUP $pid; wait $pid; echo $a $b $?; ls -A busy")
expect("a second start names the first one" out MATCHES "^first:1\nsecond:1\n")
expect("and fails, and SIGHUP saves the first" out MATCHES "\n1 1 129\n" AND
       EXISTS ${WORK}/busy/checkpoint.safetensors AND EXISTS ${WORK}/busy/run.json)
expect("and lets go of the folder" NOT EXISTS ${WORK}/busy/.lock)

# Signals end a run after its step.
set(exit_HUP 129)
set(exit_INT 130)
set(exit_TERM 143)
list(JOIN short " " words)
foreach(signal HUP INT TERM)
  # However busy the machine is, the signal comes once there is a step to save; a shell lets what
  # it starts in the background ignore SIGINT.
  shell("rm -rf signal; env --default-signal=INT \"$SADDLE\" ${words} --steps 100000000 --checkpoint-every 10 --out signal & pid=$!
while [ ! -e signal/checkpoint.safetensors ] && kill -0 $pid; do sleep 0.02; done
kill -${signal} $pid; wait $pid")
  expect("SIG${signal} ends with its status" status EQUAL exit_${signal})
  string(JSON value GET "${out}" steps)
  file(STRINGS ${WORK}/signal/checkpoint.safetensors text LIMIT_COUNT 1 REGEX "counter step")
  expect("and saves its step" text MATCHES "\"counter step\":\"${value}\"" AND value GREATER 0)
endforeach()
# What a run said at its end is not said while it is made longer.
saddle(${short} --steps 20 --out longer)
expect("a run that ended" EXISTS ${WORK}/longer/run.json)
shell("\"$SADDLE\" train --resume --reschedule --steps 100000000 --no-dashboard --no-monitors --out longer & pid=$!
for i in $(seq 1000); do [ -e longer/run.json ] && kill -0 $pid || break; sleep 0.02; done
kill -KILL $pid; wait $pid")
foreach(file run.json samples.png curves.png)
  expect("no ${file} of an end that is past" NOT EXISTS ${WORK}/longer/${file})
endforeach()

# What a user has in a folder, or reads from it, stays.
file(WRITE ${WORK}/own/samples.csv "a,b\n1,2\n3,4\n5,7\n")
foreach(overwrite "" --overwrite)
  saddle(train --data own/samples.csv --steps 3 --batch 2 --no-dashboard --no-monitors --out own ${overwrite})
  expect("a table in the run's folder is read ${overwrite}" status EQUAL 0 AND EXISTS ${WORK}/own/samples.csv)
endforeach()
file(COPY_FILE ${WORK}/own/samples.csv ${WORK}/own/curves.png)
saddle(train --data own/curves.png --steps 3 --out own --overwrite)
expect_refusal("what the run would write over"
               "--out: expected a folder where the run replaces nothing that it reads, found 'own' beside --data 'own/curves.png'")
file(WRITE ${WORK}/own.json [[{"data": "own/curves.png"}]])
saddle(train --config own.json --steps 3 --out own --overwrite)
expect_refusal("nor what a config names" "found 'own' beside --data 'own/curves.png'")
saddle(sample open --n 20 --out open.csv --save-codes codes.npy)
file(COPY_FILE ${WORK}/codes.npy ${WORK}/kept.npy)
saddle(sample open --codes codes.npy --out codes.npy)
expect_refusal("samples over their codes" "--out: expected another file than that of --codes, found 'codes.npy'")
saddle(sample open --codes codes.npy --out open.csv --save-codes codes.npy)
expect_refusal("codes over codes" "--save-codes: expected another file than that of --codes")
saddle(features open --images codes.npy --labels labels.npy --out codes.npy)
expect_refusal("features over images" "--out: expected another file than that of --images")
saddle(classify --images codes.npy --labels labels.npy --out codes.npy)
expect_refusal("a classifier over images" "--out: expected another file than that of --images")
expect_same(codes.npy kept.npy)

shell("env --default-signal=INT \"$SADDLE\" classify --images glyphs --steps 100000000 --out net.safetensors 2>said & pid=$!
while ! grep -q '^step ' said && kill -0 $pid; do sleep 0.05; done
kill -INT $pid; wait $pid")
string(JSON value GET "${out}" steps)
expect("^C keeps what a classifier has learnt" status EQUAL 130 AND value GREATER 0
       AND EXISTS ${WORK}/net.safetensors)

# Another seed, other settings, other data.
saddle(${short} --steps 40 --stop-after 20 --out mixed)
file(READ ${WORK}/mixed/config.json config)
foreach(edit "\"seed\": 1|\"seed\": 2|config seed: expected 2, as config.json says, found 1"
             "\"batch\": 16|\"batch\": 17|config batch: expected 17, as config.json says, found 16"
             "\"bound\": 0.1|\"bound\": 0.2|config constraint.bound: expected 0.2, as config.json"
             "\"steps\": 40|\"steps\": 50|config steps: expected 50, as config.json says (or --re")
  string(REPLACE "|" ";" edit "${edit}")
  list(GET edit 0 from)
  list(GET edit 1 to)
  list(GET edit 2 message)
  string(REPLACE "${from}" "${to}" edited "${config}")
  expect("config.json has ${from}" NOT edited STREQUAL config)
  file(WRITE ${WORK}/mixed/config.json "${edited}")
  saddle(train --resume --no-dashboard --out mixed)
  expect_refusal("a checkpoint of another run" "${message}")
endforeach()
file(WRITE ${WORK}/mixed/config.json "${config}")
saddle(train --resume --out mixed)
expect("as it was it goes on, with the flags that it had" status EQUAL 0
       AND NOT EXISTS ${WORK}/mixed/dashboard.json)

set(table "height,weight\n")
set(wider "height,weight\n")
foreach(i RANGE 1 20)
  math(EXPR square "${i} * ${i} % 37")
  math(EXPR far "1000 + 3 * ${i}")
  string(APPEND table "${i},${square}\n")
  string(APPEND wider "${far},${square}\n")
endforeach()
set(run train --data t.csv --steps 40 --batch 16 --no-dashboard --no-monitors --grid-every 0)
file(WRITE ${WORK}/t.csv "${table}")
saddle(${run} --out table-whole)
saddle(${run} --stop-after 20 --out table)
file(WRITE ${WORK}/t.csv "${wider}")
saddle(train --resume --out table)
expect_refusal("data that has changed under its name" "the run was made with other data")
file(WRITE ${WORK}/t.csv "${table}21,5\n")
saddle(train --resume --out table)
expect_refusal("data that has grown" "the run was made with other data")
file(MAKE_DIRECTORY ${WORK}/early)
file(COPY ${WORK}/table/config.json DESTINATION ${WORK}/early)
saddle(train --resume --out early)
expect_refusal("data that has changed before the first checkpoint" "the run was made with other data")
file(MAKE_DIRECTORY ${WORK}/moved)
file(WRITE ${WORK}/moved/t.csv "${table}")
saddle(train --resume --data moved/t.csv --out table)
expect("data that has moved goes on" status EQUAL 0)
expect_same(table-whole/checkpoint.safetensors table/checkpoint.safetensors)
file(WRITE ${WORK}/t.csv "${table}")
saddle(${run} --stop-after 20 --out table --overwrite)
file(READ ${WORK}/table/config.json config)
string(JSON config REMOVE "${config}" data_hash)
file(WRITE ${WORK}/table/config.json "${config}")
saddle(train --resume --out table)
string(FIND "${err}" "says nothing of the data's content" found)
expect("a run of before the data was known by content goes on, with a sentence" status EQUAL 0
       AND found GREATER_EQUAL 0)
expect_same(table-whole/config.json table/config.json)

# Files of another program, and a run that died before it kept a state.
string(JSON value GET "${out}" made_by)
expect("the result says what made it" value MATCHES "^saddle [0-9.]+, .+, .+")
saddle(${short} --steps 40 --stop-after 20 --out other)
shell("LC_ALL=C sed -i 's/\"made by\":\"saddle/\"made by\":\"sadder/' other/checkpoint.safetensors")
saddle(train --resume --out other)
string(FIND "${err}" "made by \"sadder" found)
string(FIND "${err}" "its bits will differ from those of one that was never stopped" sentence)
expect("a run that another program made goes on, with a sentence" status EQUAL 0
       AND found GREATER_EQUAL 0 AND sentence GREATER_EQUAL 0)
saddle(train --resume --out other)
string(FIND "${err}" "bits will differ" sentence)
expect("once" sentence EQUAL -1)
saddle(${short} --steps 40 --out whole)
file(MAKE_DIRECTORY ${WORK}/young)
file(COPY ${WORK}/whole/config.json ${WORK}/whole/generator.safetensors DESTINATION ${WORK}/young)
saddle(train --resume --out young)
string(FIND "${err}" "it begins again" found)
expect("a run without a checkpoint begins again" status EQUAL 0 AND found GREATER_EQUAL 0)
expect_same(whole/checkpoint.safetensors young/checkpoint.safetensors)
file(REMOVE ${WORK}/young/checkpoint.safetensors)
saddle(train --resume --out young)
expect_refusal("a run that ended and lost its checkpoint" "no checkpoint.safetensors to go on from")

# A page of a folder with a bad line.
shell("head -c 300 /dev/zero >>whole/stats.jsonl; echo >>whole/stats.jsonl
\"$SADDLE\" report whole --out page.html")
string(FIND "${err}" "whole/stats.jsonl: line " found)
file(READ ${WORK}/page.html page)
string(FIND "${page}" "<svg" curves)
expect("a bad line is told, and the page is written" status EQUAL 0 AND found GREATER_EQUAL 0
       AND curves GREATER 0)
