# SPDX-License-Identifier: BSL-1.0
# Formulations beside the plain GAN, with what only they can do.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

# BiGAN: an encoder beside the generator.
saddle(train --formulation bigan --data ring --steps 40 --batch 32 --no-dashboard --out run)
expect("a BiGAN" status EQUAL 0 AND EXISTS ${WORK}/run/encoder.safetensors)
expect("what it cannot be watched for is said" err MATCHES
       "saturation: not watched.*gap: not watched")
string(JSON formulation GET "${out}" bound)
file(READ ${WORK}/run/config.json config)
foreach(field_and_value "formulation=bigan" "model=bi-toy" "objective=ns" "constraint=none")
  string(REPLACE "=" ";" pair ${field_and_value})
  list(GET pair 0 field)
  list(GET pair 1 expected)
  string(JSON found GET "${config}" ${field})
  expect("the run says its ${field}" found STREQUAL expected)
endforeach()

saddle(train --formulation BiGan --data ring --steps 40 --batch 32 --no-dashboard --stop-after 20 --out parts)
saddle(train --resume --out parts)
expect("a BiGAN goes on" status EQUAL 0)
foreach(file encoder.safetensors generator.safetensors checkpoint.safetensors stats.jsonl)
  expect_same(run/${file} parts/${file})
endforeach()

saddle(sample run --n 50 --out samples.npy --save-codes drawn.npy)
expect("its samples" status EQUAL 0)
saddle(encode run --data samples.npy --out codes.npy)
expect("codes of samples" status EQUAL 0 AND out STREQUAL "codes.npy\n")
saddle(sample run --codes codes.npy --out again.npy)
saddle(reconstruct run --data samples.npy --out reconstructed.npy)
expect("samples from their codes" status EQUAL 0)
expect_same(again.npy reconstructed.npy)
saddle(reconstruct run --data samples.npy --n 20 --out reconstructed.png)
expect("a picture of them" status EQUAL 0 AND EXISTS ${WORK}/reconstructed.png)
saddle(score --real samples.npy --samples reconstructed.npy)
expect("scores of them" status EQUAL 0)

file(WRITE ${WORK}/three.csv "a,b,c\n1,2,3\n4,5,6\n")
saddle(encode run --data three.csv --out no.npy)
expect_refusal("samples of another shape"
               "--data: shape of a sample: expected 2, as the encoder takes, found 3")
saddle(encode run --data samples.npy --out no.csv)
expect_refusal("codes in no table" "--out: expected an .npy file, found 'no.csv'")
saddle(score --real samples.npy --samples reconstructed.npy --features run)
expect_refusal("features of a critic of pairs"
               "formulation: expected one whose critic sees samples alone, found \"bigan\"")
expect("nothing was written for any of them" NOT EXISTS ${WORK}/no.npy)

saddle(train --data ring --steps 5 --batch 32 --no-dashboard --out plain)
saddle(encode plain --data samples.npy --out no.npy)
expect_refusal("a run without an encoder" "plain has no encoder: train one with --formulation bigan")
saddle(train --formulation gan --model bi-toy --data ring --out no)
expect_refusal("a model of another formulation"
               "--formulation: expected bigan, which is that of the model bi-toy, found gan")
saddle(train --formulation bigann --data ring --out no)
expect_refusal("no formulation" "--formulation: expected one of gan, bigan, cgan, found 'bigann'; did you mean 'bigan'")
saddle(train --resume --formulation gan --out parts)
expect_refusal("another formulation than the run's" "--formulation: expected 'bigan', which is the run's")
saddle(train --model bi-toy --data ring --print-program --out program)
expect("a model says its formulation" status EQUAL 0 AND out MATCHES
       "BiGan<NonSaturating, Unconstrained, saddle::BiToy<2>> gan")

# What features know of classes: a critic's last layer; a BiGAN's codes, where it trains on pictures.
saddle(train --data glyphs --model mlp --steps 20 --no-dashboard --no-monitors --out pictures)
saddle(features pictures --images glyphs --n 200 --out features.npy --picture features.png)
expect("features are asked what they know" status EQUAL 0 AND EXISTS ${WORK}/features.png)
foreach(line "200 images of 10 classes, 200 to test" "critic +256 numbers +nearest" "untrained critic "
        "pixels +784 numbers" "principal components +50 numbers")
  expect("${line}" out MATCHES "${line}")
endforeach()
saddle(features run --images glyphs)
expect_refusal("features of points" "--images: shape of an image: expected 2, found 28x28x1")
saddle(features pictures --images glyphs --out features.txt)
expect_refusal("features in no array" "--out: expected an .npy file, found 'features.txt'")

# A conditional GAN: samples of the classes that one asks for.
saddle(train --formulation cgan --data ring --steps 400 --batch 64 --no-dashboard --out classes)
expect("a conditional GAN" status EQUAL 0)
expect("whose labels are watched" out MATCHES "\"label\":{\"value\":")
saddle(train --formulation cgan --data ring --steps 400 --batch 64 --no-dashboard --stop-after 150 --out halves)
saddle(train --resume --out halves)
foreach(file generator.safetensors checkpoint.safetensors stats.jsonl)
  expect_same(classes/${file} halves/${file})
endforeach()
saddle(sample classes --n 16 --out all.npy --save-codes all_codes.npy)
saddle(sample classes --codes all_codes.npy --out same.npy)
expect_same(all.npy same.npy)
saddle(sample classes --n 16 --label 3 --out third.csv)
expect("samples of a class" status EQUAL 0)
saddle(sample classes --n 16 --label 4 --out fourth.csv)
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${WORK}/third.csv ${WORK}/fourth.csv
                RESULT_VARIABLE different ERROR_QUIET)
expect("differ from those of another" different EQUAL 1)
saddle(sample classes --label 8 --out no.csv)
expect_refusal("no class" "--label: expected a class from 0 to 7, found 8")
saddle(sample run --label 0 --out no.csv)
expect_refusal("a class of a plain generator"
               "--label: expected none, for the generator is asked for no class, found 0")
saddle(train --formulation cgan --data three.csv --out no)
expect_refusal("classes of a table without a label"
               "--data: classes: expected 2 to 1000: --label names a column of a table")
saddle(train --formulation cgan --data ring --labels labels.npy --out no)
expect_refusal("labels of what has its own" "--labels: expected none beside ring")
saddle(train --formulation cgan --data ring --print-program --out program)
expect("the same as a program" status EQUAL 0 AND out MATCHES
       "ConditionalGan<NonSaturating, Unconstrained, saddle::ConditionalToy<2, 8>> gan")
saddle(features classes --images glyphs)
expect_refusal("features of a critic that reads labels"
               "formulation: expected one whose critic sees samples alone, found \"cgan\"")
saddle(train --formulation cgan --data ring --keep-best bound --out no)
expect_refusal("the best by a bound that is not measured"
               "--keep-best: expected a metric of samples, for cgan has no bound on held-out ones")
saddle(train --formulation cgan --data ring --fail-on saturation --out no)
expect_refusal("a monitor that cannot look" "--fail-on: expected a monitor that can watch this formulation")
expect("and none of them left a run" NOT EXISTS ${WORK}/no/config.json)
file(COPY ${WORK}/run/ DESTINATION ${WORK}/mixed)
file(COPY ${WORK}/classes/generator.safetensors DESTINATION ${WORK}/mixed)
saddle(reconstruct mixed --data samples.npy --out mixed.npy)
expect_refusal("a generator of another run's model" "mixed/generator.safetensors: model: expected")
expect("which reconstructs nothing" NOT EXISTS ${WORK}/mixed.npy)
