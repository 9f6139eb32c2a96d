# SPDX-License-Identifier: BSL-1.0
# A classifier on glyphs, and what it and the pixels say of a model's samples.
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

saddle(classify --images glyphs --steps 40 --batch 32 --threads 2 --out net.safetensors)
expect("a classifier is trained" status EQUAL 0 AND EXISTS ${WORK}/net.safetensors)
string(JSON value GET "${out}" test_accuracy)
expect("and tells most glyphs" value GREATER 0.8)
saddle(classify --images ${WORK}/net.safetensors)
expect_refusal("images without labels" "--labels: expected the labels of")
saddle(classify --images glyphs --labels other.idx)
expect_refusal("labels of glyphs" "--labels: expected none beside glyphs, which have their own, found 'other.idx'")
saddle(classify --images glyphs --test-labels other.idx)
expect_refusal("labels to test on without images" "--test-images: expected the images of other.idx, found none")

saddle(train --data glyphs --objective ns --constraint none --steps 3 --batch 16 --no-dashboard --out run)
saddle(sample run --n 300 --out samples.npy)
saddle(sample run --n 300 --first 300 --out real.npy)
saddle(score --features net.safetensors --real real.npy --samples samples.npy
       --save-statistics real.npz)
expect("samples are scored" status EQUAL 0 AND EXISTS ${WORK}/real.npz)
foreach(name frechet inception kernel precision recall density coverage two_sample duplicates
             nearest_real)
  expect("the text has ${name} and its setting" out MATCHES
         "${name} +[-0-9.e+]+[^\n]*features classifier net.safetensors, resize none, n 300, seed 1")
endforeach()
saddle(score --features pixels --real real.npy --samples samples.npy --n 200 --seed 2 --json)
expect("pixels are features too" status EQUAL 0)
string(REGEX REPLACE "\n$" "" lines "${out}")
string(REPLACE "\n" ";" lines "${lines}")
foreach(line IN LISTS lines)
  expect_fields("a line of --json has" "${line}" score value features resize n seed)
  string(JSON value GET "${line}" n)
  expect("and the number of samples" value EQUAL 200)
endforeach()
string(FIND "${out}" "only 200 samples for 784 features" found)
expect("and warns of few samples" found GREATER_EQUAL 0)

saddle(score --features net.safetensors --real real.npz --samples samples.npy)
expect("statistics of a file stand for the real side" status EQUAL 0 AND out MATCHES "frechet ")
saddle(score --features net.safetensors --real real.npz --samples real.npy --json)
string(REGEX REPLACE "\n.*$" "" line "${out}")
string(JSON name GET "${line}" score)
string(JSON value GET "${line}" value)
expect("and are those of the samples" name STREQUAL "frechet" AND value LESS 0.001)
saddle(score --features file --real samples.npy --samples real.npy)
expect_refusal("images in place of features" "expected 2 axes, samples and features, found 4")
saddle(score --features pixels --real real.npy --samples samples.npy --n 301)
expect_refusal("more samples than there are" "--n: expected at most 300")
saddle(score --features run/generator.safetensors --real real.npy --samples samples.npy)
expect_refusal("a generator in place of a classifier" "saddle classifier 2")

# The critic of a run as a feature network, and images of another size.
saddle(score --features run --real real.npy --samples samples.npy --n 200
       --save-statistics critic.npz)
foreach(name frechet kernel coverage nearest_real)
  expect("a run's critic has features: ${name}" status EQUAL 0 AND out MATCHES
         "${name} +[-0-9.e+]+[^\n]*features critic of ns with none on glyphs at step 3, resize none, n 200, seed 1")
endforeach()
string(FIND "${out}" "inception" found)
expect("but no classes" found EQUAL -1)
set(small ${CMAKE_CURRENT_LIST_DIR}/../fuzz/corpus/idx/good-images)
saddle(score --features run/checkpoint.safetensors --real critic.npz --samples ${small})
expect("images come to the network's size, and the score says how" status EQUAL 0 AND out MATCHES
       "frechet +[-0-9.e+]+[^\n]*resize bilinear, samples from 2x3x1 to 28x28x1, n 2,")
saddle(train --data ring --objective ns --constraint sn --steps 3 --batch 16 --no-dashboard --out sn)
saddle(sample sn --n 100 --out points.npy)
saddle(score --features sn --real points.npy --samples points.npy)
expect("a critic of points, spectrally normalised" status EQUAL 0 AND out MATCHES
       "two_sample [^\n]*features critic of ns with sn on ring at step 3, resize none, n 100")
saddle(score --features sn --real real.npy --samples points.npy)
expect_refusal("images for a critic of points"
               "--real: shape of a sample: expected 2, as --features takes, found 28x28x1")
saddle(score --features run --real real.npy --samples points.npy)
expect_refusal("points for a critic of images" "--samples: shape of a sample: expected 28x28x1, as --features takes, or images of another size, found 2")
saddle(score --features no-such-run --real real.npy --samples samples.npy)
expect_refusal("a run that is not there" "no-such-run")
