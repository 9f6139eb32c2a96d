# SPDX-License-Identifier: BSL-1.0
# A run of 200 steps, and one of 200 that was stopped after 100 and resumed, leave the same files,
# for every constraint; and what resuming refuses.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

foreach(constraint none clip gp r1 sn)
  set(run train --data ring --objective js --constraint ${constraint} --steps 200 --batch 16
      --no-dashboard)
  saddle(${run} --out ${constraint}-whole)
  expect("a run of 200 steps with ${constraint}" status EQUAL 0)
  saddle(${run} --stop-after 100 --out ${constraint}-parts)
  string(JSON value GET "${out}" steps)
  expect("one that stops after 100" status EQUAL 0 AND value EQUAL 100)
  saddle(train --resume --no-dashboard --out ${constraint}-parts)
  string(JSON value GET "${out}" steps)
  expect("and goes on to the 200 that it was made for" status EQUAL 0 AND value EQUAL 200)
  foreach(file config.json checkpoint.safetensors generator.safetensors stats.jsonl samples.png
               curves.png)
    expect_same(${constraint}-whole/${file} ${constraint}-parts/${file})
  endforeach()
endforeach()

saddle(train --data ring --objective js --constraint clip --steps 200 --batch 16 --resume --no-dashboard
       --out clip-parts)
expect("equal flags are accepted" status EQUAL 0)
saddle(train --resume --steps 300 --out clip-parts)
expect_refusal("another length is refused" "steps: expected 200, which is the run's (or --reschedule")
saddle(train --resume --objective kl --out clip-parts)
expect_refusal("another objective" "--objective: expected 'js', which is the run's, found 'kl'")
saddle(train --resume --batch 32 --out clip-parts)
expect_refusal("another batch" "batch: expected 16, which is the run's, found 32")
saddle(train --resume --data moons --out clip-parts)
expect_refusal("other data" "data: expected 'two_moons', as --data says, found 'ring'")
saddle(train --resume --out nowhere)
expect_refusal("a folder without a run" "no checkpoint.safetensors")
expect_same(clip-whole/checkpoint.safetensors clip-parts/checkpoint.safetensors)

saddle(train --resume --steps 220 --reschedule --no-dashboard --out clip-parts)
string(JSON value GET "${out}" steps)
expect("--reschedule makes the run longer" status EQUAL 0 AND value EQUAL 220)

# The files hold nothing of where, when or with how many threads they were made.
foreach(file checkpoint.safetensors generator.safetensors)
  file(STRINGS ${WORK}/clip-whole/${file} text LENGTH_MINIMUM 3)
  string(FIND "${text}" "clip-whole" found)
  expect("${file} holds no path" found EQUAL -1)
endforeach()
