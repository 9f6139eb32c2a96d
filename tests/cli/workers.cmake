# SPDX-License-Identifier: BSL-1.0
# 1, 2 and 7 workers leave the same files after 200 steps.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

foreach(constraint clip gp)
  foreach(data ring glyphs)
    set(name ${data}-${constraint})
    foreach(workers 1 2 7)
      saddle(train --data ${data} --objective wasserstein --constraint ${constraint} --steps 200
             --batch 32 --grid-every 0 --no-dashboard --threads ${workers} --out ${name}-${workers} critic_steps=2)
      expect("${name} trains with ${workers} workers" status EQUAL 0)
      string(JSON value GET "${out}" workers)
      expect("which are the workers there are" value EQUAL workers)
    endforeach()
    foreach(file checkpoint.safetensors generator.safetensors stats.jsonl)
      expect_same(${name}-1/${file} ${name}-2/${file})
      expect_same(${name}-1/${file} ${name}-7/${file})
    endforeach()
  endforeach()
endforeach()
