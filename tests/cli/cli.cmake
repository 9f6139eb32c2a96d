# SPDX-License-Identifier: BSL-1.0
# The command line as a user meets it.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

saddle(train --data ring --steps 20 --batch 32 --threads 2 --no-dashboard --out first)
expect("a short run succeeds" status EQUAL 0)
string(REGEX REPLACE "\n$" "" line "${out}")
expect_fields("standard output is one JSON object with" "${line}" objective constraint data steps seconds
              steps_per_s cpu_per_wall workers bound modes modes_total high_quality mode_kl)
string(JSON value GET "${line}" steps)
expect("steps are those asked for" value EQUAL 20)
string(JSON value GET "${line}" workers)
expect("workers are those asked for" value EQUAL 2)
string(JSON value GET "${line}" modes_total)
expect("the ring has eight modes" value EQUAL 8)
expect("the first line names version, instruction set, workers and determinism"
       err MATCHES "^saddle [0-9.]+, [A-Za-z0-9+-]+, 2 workers, deterministic for any number of workers\n")
string(FIND "${err}" "steps/s" progress)
expect("progress goes to standard error" progress GREATER_EQUAL 0)
foreach(file config.json checkpoint.safetensors generator.safetensors model.py stats.jsonl samples.png
             curves.png run.json grids/step-00000020.png)
  expect("the run wrote ${file}" EXISTS ${WORK}/first/${file})
endforeach()

saddle(train --data ring --steps 20 --batch 32 --threads 1 --out first)
expect("a folder that holds a run is refused" status EQUAL 1)
string(FIND "${err}" "already holds a run" found)
expect("and the message says so" found GREATER_EQUAL 0)
expect("and the folder is as it was" EXISTS ${WORK}/first/run.json)
saddle(train --data ring --steps 20 --batch 32 --threads 1 --no-dashboard --out first --overwrite)
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
  saddle(train --data ring --objective ${objective} --steps 2 --batch 16 --no-dashboard --out ${objective})
  expect("the family member ${objective} trains" status EQUAL 0)
endforeach()

# A closed pipe does not lose the run.
execute_process(COMMAND ${SADDLE} train --data ring --steps 4 --batch 16 --no-dashboard --out pipe
                COMMAND ${CMAKE_COMMAND} -E true WORKING_DIRECTORY ${WORK} ERROR_VARIABLE err)
expect("a closed pipe does not lose the run" EXISTS ${WORK}/pipe/run.json AND EXISTS ${WORK}/pipe/curves.png)

# Settings, by name and by file.
saddle(train --data ring --steps 4 --no-dashboard --out set critic_steps=2 constraint.bound=0.05 batch=16)
expect("settings are taken by name" status EQUAL 0)
file(READ ${WORK}/set/config.json config)
string(JSON value GET "${config}" config constraint bound)
expect("and are in config.json" value EQUAL 0.05)
saddle(train --config set/config.json --no-dashboard --out again)
expect("which is a config file" status EQUAL 0)
expect_same(set/checkpoint.safetensors again/checkpoint.safetensors)
saddle(train --data ring --out bad constraint.bond=1)
expect_refusal("an unknown setting" "constraint.bound")
saddle(train --data ring --out bad batch=many)
expect_refusal("a setting that is no number" "batch: expected a whole number from 1 to 2^20, found 'many'")
file(WRITE ${WORK}/typo.json "{\"data\": \"ring\", \"objectiv\": \"ns\"}")
saddle(train --config typo.json --out bad)
expect_refusal("an unknown field of a config file" "'objectiv'")
expect("nothing was written for any of them" NOT EXISTS ${WORK}/bad)

# A typo is told before a value that is refused.
foreach(settings "batch=0;learning_rat=1" "learning_rat=1;batch=0")
  saddle(train --data ring --out bad ${settings})
  expect_refusal("${settings}" "found 'learning_rat'; did you mean 'learning_rate'?")
endforeach()
saddle(train --data no-such-data --out bad --monitor gap.updates=0 --monitor colapse.samples=1)
expect_refusal("a typo among thresholds" "found 'colapse.samples'; did you mean 'collapse.samples'?")

# What a config file says is told with its name.
foreach(refused
    "{\"data\": \"rign\"}|data: expected ring, grid"
    "{\"data\": 5}|data: expected a name, found 5"
    "{\"data\": \"ring\", \"objective\": \"perason\"}|objective: expected one of"
    "{\"data\": \"ring\", \"fail_on\": [\"colapse\"]}|fail_on: expected one of any, collapse"
    "{\"data\": \"ring\", \"fail_on\": [7]}|fail_on: expected names, found 7"
    "{\"data\": \"ring\", \"keep_best\": \"covrage\"}|keep_best: expected one of bound, coverage"
    "{\"data\": \"ring\", \"on_not_finite\": \"halt\"}|on_not_finite: expected one of stop, skip"
    "{\"data\": \"ring\", \"no_monitors\": 1}|no_monitors: expected true or false, found 1"
    "{\"data\": \"ring\", \"grid_every\": -1}|grid_every: expected a whole number, found -1"
    "{\"data\": \"ring\", \"config\": {\"batch\": 0}}|batch: expected a whole number from 1 to 2^20"
    "{\"data\": \"ring\", \"config\": {\"batch\": \"8\"}}|batch: expected a number, true or false, found \"8\""
    "{\"data\": \"ring\", \"config\": {\"batch\": 0, \"sed\": 1}}|setting: expected one of"
    "{\"data\": \"ring\", \"monitors\": {\"gap\": {\"updates\": 0}}}|gap.updates: expected a")
  string(REPLACE "|" ";" refused "${refused}")
  list(POP_BACK refused message)
  file(WRITE ${WORK}/wrong.json "${refused}")
  foreach(dry "" --dry-run)
    saddle(train --config wrong.json --steps 5 --no-dashboard --out bad ${dry})
    expect_refusal("${refused}" "wrong.json: ${message}")
  endforeach()
endforeach()
file(WRITE ${WORK}/wrong.json [[{"data": "ring", "keep_best": "covrage"}]])
saddle(train --config wrong.json --keep-best covrage --out bad)
expect_refusal("what the command line says is told with its option" "saddle: --keep-best: expected one of bound")
saddle(train --config . --out bad)
expect_refusal("a config that is a folder" "saddle: .: cannot read: ")
foreach(wrong "--fail-on;colapse" "--keep-best;modes" "--fail-on;any;--no-monitors")
  foreach(dry "" --dry-run)
    saddle(train --data moons --steps 5 ${wrong} ${dry} --out bad)
    list(GET wrong 0 option)
    expect_refusal("${wrong} ${dry}" "saddle: ${option}: expected ")
  endforeach()
endforeach()
expect("nothing was written for any of them" NOT EXISTS ${WORK}/bad)

# No sentence is lost in what it quotes.
string(REPEAT "x" 3000 long)
foreach(words "train;--data;${long}" "train;--data;ring;--objective;${long}" "train;--data;ring;${long}=1"
              "train;--data;ring;batch=${long}" "train;--data;ring;--steps;${long}" "train;--data;ring;--${long}"
              "train;--data;ring;--fail-on;${long}" "train;--data;ring;--monitor;${long}"
              "sample;${long}" "summary;${long}")
  saddle(${words})
  string(LENGTH "${err}" length)
  expect("a long text is quoted in short: ${words}" NOT status EQUAL 0 AND length LESS 1200
         AND err MATCHES "xxx\\.\\.\\.xxx" AND NOT err MATCHES "filesystem error")
endforeach()
foreach(words "train;--data;ring;--out;${long}" "train;--resume;--out;${long}" "score;--real;${long};--samples;${long}")
  saddle(${words})
  expect_refusal("a name that no file has: ${words}" ": File name too long")
endforeach()

saddle(train --data ring --objective wasserstein --constraint gp --steps 50 --dry-run --out dry)
expect("a dry run succeeds" status EQUAL 0 AND NOT EXISTS ${WORK}/dry)
foreach(text "\"steps\": 50" "Linear + LeakyReLU:0.2" "MiB" "ms per step")
  string(FIND "${out}" "${text}" found)
  expect("a dry run prints ${text}" found GREATER_EQUAL 0)
endforeach()

# Data of every shape that a model has, and of none.
foreach(data swiss-roll moons)
  saddle(train --data ${data} --steps 2 --batch 16 --no-dashboard --out ${data})
  expect("${data} trains" status EQUAL 0)
endforeach()
file(WRITE ${WORK}/four.csv "a,b,c,d\n1,2,3,4\n2,3,5,1\n4,1,2,2\n")
saddle(train --data four.csv --steps 2 --batch 16 --no-dashboard --out four)
expect("a table of four columns trains" status EQUAL 0)
saddle(sample four --n 3 --out four-samples.csv)
file(STRINGS ${WORK}/four-samples.csv lines)
list(LENGTH lines count)
list(GET lines 0 header)
expect("and gives samples as a table" count EQUAL 4 AND header STREQUAL "a,b,c,d")

# A generator at work.
saddle(train --data glyphs --objective ns --constraint none --steps 3 --batch 16 --no-dashboard
       --out glyphs)
expect("images train" status EQUAL 0)
saddle(sample glyphs --n 10 --out ten.png)
expect("samples as a picture" status EQUAL 0 AND EXISTS ${WORK}/ten.png)
saddle(sample glyphs/generator.safetensors --n 10 --out ten.npy)
expect("samples of a file as numbers" status EQUAL 0 AND EXISTS ${WORK}/ten.npy)
saddle(sample glyphs --out ten.txt)
expect_refusal("a kind of file that is not known" "--out: expected a .png or .npy file, found 'ten.txt'")
saddle(sample glyphs/checkpoint.safetensors)
expect_refusal("a checkpoint in place of a generator" "saddle checkpoint 2")
saddle(interpolate glyphs --n 5 --rows 2 --out lines.png)
expect("interpolations as a picture" status EQUAL 0 AND EXISTS ${WORK}/lines.png)
saddle(summary glyphs)
string(FIND "${out}" "data: glyphs" found)
expect("summary says what a generator is" found GREATER_EQUAL 0)
saddle(summary "mlp 8x8x1")
string(FIND "${out}" "8x8x1" found)
expect("and what a model is" status EQUAL 0 AND found GREATER_EQUAL 0)

saddle(list)
string(FIND "${out}" "wasserstein with r1 is illegal" found)
expect("list names illegal pairs" found GREATER_EQUAL 0)
saddle(list --table)
string(FIND "${out}" "u log u" found)
expect("list --table prints f" found GREATER_EQUAL 0)

# Monitors, the best generator, the report.
saddle(train --data ring --objective ns --constraint sn --steps 40 --batch 16 --keep-best coverage
       --keep-best-every 10 --monitor saturation.watch.interval=10 --no-dashboard --out watched)
expect("a watched run succeeds" status EQUAL 0 AND EXISTS ${WORK}/watched/best.safetensors)
string(JSON value GET "${out}" best metric)
expect("and says what it kept" value STREQUAL "coverage")
string(JSON value GET "${out}" monitors saturation value)
expect("and what a monitor read" value GREATER 0)
file(READ ${WORK}/watched/config.json config)
string(JSON value GET "${config}" monitors saturation watch interval)
expect("with the threshold it was given" value EQUAL 10)
saddle(sample watched/best.safetensors --n 3 --out best.csv)
expect("the best generator samples" status EQUAL 0)
saddle(train --data ring --objective minimax --constraint none --steps 60 --batch 16
       --monitor saturation.watch.interval=1 --monitor saturation.watch.warm_up=2
       --monitor saturation.watch.patience=1 --monitor saturation.least_slope=2
       --fail-on saturation --no-dashboard --out failed)
expect("an alarm that was asked for ends the run with its exit code" status EQUAL 21)
string(FIND "${err}" "step 3: saturation: the critic is so sure" found)
expect("with its sentence" found GREATER_EQUAL 0 AND EXISTS ${WORK}/failed/run.json)
saddle(train --data ring --steps 4 --batch 16 --no-monitors --no-dashboard --out unwatched)
string(JSON watched LENGTH "${out}" monitors)
expect("a run may go unwatched" status EQUAL 0 AND watched EQUAL 0)
saddle(train --data ring --fail-on nothing --out bad)
expect_refusal("a monitor that there is not" "expected one of any, collapse, saturation, oscillation, gap")
saddle(train --data moons --keep-best modes --out bad)
expect_refusal("a metric that the data does not have" "bound, coverage, duplicates, found 'modes'")
saddle(train --data ring --monitor collapse.cover=1 --out bad)
expect_refusal("a threshold that there is not" "collapse.least_coverage")
expect("nothing was written for any of them" NOT EXISTS ${WORK}/bad)
saddle(report watched first --out both.html)
expect("a report of two runs" status EQUAL 0)
file(READ ${WORK}/both.html page)
foreach(text "ns with sn on ring" "pearson with clip on ring" "data:image/png;base64," "<svg"
             "monitors.saturation.value")
  string(FIND "${page}" "${text}" found)
  expect("has ${text}" found GREATER_EQUAL 0)
endforeach()
saddle(report bad)
expect_refusal("a folder that holds neither run nor sweep" "found neither")

saddle(zoo)
expect("zoo succeeds" status EQUAL 0)
foreach(text "StarGAN   53.2M x1    53,226,560" "CycleGAN  52.6M x14   52,558,787"
             "DIAT      52.6M x7    52,558,787" "IcGAN     67.8M x1             -")
  string(FIND "${out}" "${text}" found)
  expect("zoo prints ${text}" found GREATER_EQUAL 0)
endforeach()
saddle(zoo --json)
string(REGEX REPLACE "\n$" "" lines "${out}")
string(REPLACE "\n" ";" lines "${lines}")
foreach(line IN LISTS lines)
  string(JSON name ERROR_VARIABLE missing GET "${line}" name)
  foreach(field reference parameters state macs)
    string(JSON value ERROR_VARIABLE missing GET "${line}" ${field})
    expect("a line of zoo --json has ${field}" missing STREQUAL "NOTFOUND")
    set(${name}_${field} "${value}")
  endforeach()
endforeach()
expect("zoo --json counts units" stargan_c8_parameters EQUAL 53226560
       AND stargan_c5_parameters EQUAL 53192576 AND table_unit_parameters EQUAL 52558787)
