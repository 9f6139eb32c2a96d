# SPDX-License-Identifier: BSL-1.0
# cmake -DSADDLE=<program> -DWORK= -P mistakes.cmake
# The likely mistakes of a newcomer. `compile` names a program of compile_fail/, which calls what
# README calls, makes the mistake and says what is expected: its own test compiles it, and wants one
# error of at most 20 lines. `run` makes one on the command line: one sentence, nothing beside it, and
# an exit code.
include(${CMAKE_CURRENT_LIST_DIR}/cli/program.cmake)
set(cases ${CMAKE_CURRENT_LIST_DIR}/compile_fail)
set(count 0)

macro(compile mistake case)
  math(EXPR count "${count} + 1")
  file(READ ${cases}/${case}.cpp text)
  if(NOT text MATCHES "#include \"readme/program.hpp\"|[^a-z_]fit\\(" OR text MATCHES "// errors: ")
    message(FATAL_ERROR "${mistake}: expected a program with fit and one error, found ${case}.cpp")
  endif()
endmacro()

macro(run mistake exit_code sentence)
  math(EXPR count "${count} + 1")
  saddle(${ARGN})
  string(REGEX REPLACE "^saddle [0-9][^\n]*\n" "" said "${err}")
  string(FIND "${said}" "${sentence}" place)
  expect("${mistake}: exit code ${exit_code} and '${sentence}'"
         status EQUAL ${exit_code} AND place GREATER_EQUAL 0)
  expect("${mistake}: one sentence" said MATCHES "^saddle: [^\n]+\n$" AND NOT out)
endmacro()

compile("no constraint" constraint_missing)
compile("a Wasserstein critic that nothing makes Lipschitz" wasserstein_unconstrained)
compile("a divergence where an objective stands" divergence_as_objective)
compile("objective and constraint swapped" arguments_swapped)
compile("a sigmoid behind the critic's score, as in PyTorch" sigmoid_on_score)
compile("a critic with two scores" score_not_scalar)
compile("a generator without Reshape" generator_without_reshape)
compile("an image into Linear without Flatten" layer_mismatch)
compile("a convolution after Flatten" conv_after_flatten)
compile("channels first, as in PyTorch" channels_first)
compile("a network whose first shape is missing" network_without_shape)
compile("a layer of one's own without its slope" activation_without_slope)
compile("a Discriminator instead of a Critic" discriminator)
compile("a code of another size than the generator takes" latent_mismatch)
compile("BatchNorm in a critic with a gradient penalty" batch_norm_under_penalty)
compile("data of another shape" source_of_another_shape)
compile("a file's name where its data stands" name_of_a_file)
compile("a source without draw" source_without_draw)
compile("a trainer after its data" fit_swapped)
compile("pairs for a trainer that declares no domains" fit_undeclared_domains)
compile("a field of fit misspelt" fit_unknown_field)
compile("a function as a callback" callback_of_fit)
compile("a divergence for doubles only" f_not_generic)
compile("a divergence that is not convex" non_convex_f)
compile("a picture of points" picture_of_points)

set(quick --steps 4 --batch 8 --no-dashboard --no-monitors)
file(WRITE ${WORK}/comma.csv "length;width\n1,5;2,5\n3,5;4,5\n")
string(REPEAT "a," 64 wide)
string(REPEAT "1," 64 ones)
file(WRITE ${WORK}/wide.csv "${wide}b\n${ones}2\n${ones}3\n")
file(WRITE ${WORK}/photos/first.jpg "no PNG")
run("no command" 106 "A subcommand is required; see --help")
run("no data" 1 "--data: expected the name or path of a data set, found none" train)
run("data without its option" 1 "name or path of a data set, found none before 'ring'" train ring)
run("a file that is not there" 1 "found 'train.csv', which is no path" train --data train.csv)
run("a table with decimal commas" 1 "comma.csv: line 2, column 1: expected a number"
    train --data comma.csv ${quick})
run("a table that no model takes" 1 "this table has 65 columns: name some with --columns, of a, a"
    train --data wide.csv ${quick})
run("a folder of photographs" 1 "photos: folder: expected PNG pictures or sub-folders of them, found none"
    train --data photos ${quick})
run("an illegal pair" 1 "wasserstein with none is illegal, because the Wasserstein objective needs"
    train --data ring --objective wasserstein --constraint none ${quick})
run("an objective's name misspelt" 1 "did you mean 'wgan-gp'?" train --data ring --objective wgan_pg ${quick})
run("a model of points for pictures" 1 "--data: shape of a sample: expected"
    train --data glyphs --model toy ${quick})
run("a setting as an option" 109 "numbers of the configuration have no dashes, as learning_rate=1e-4"
    train --data ring --lr 1e-4 ${quick})
run("a PyTorch name of an option" 109 "did you mean '--batch'?" train --data ring --batch-size 64)
run("steps as a power of ten" 105 "--steps: expected a whole number" train --data ring --steps 1e4)
run("a run that is not there goes on" 1 "--resume: run holds no checkpoint" train --data ring --resume)
run("samples of a run that is not there" 1 "run: cannot open" sample run)
saddle(train --data ring ${quick} --checkpoint-every 0 --grid-every 0)
expect("a run" status EQUAL 0)
run("a second run into the same folder" 1 "--out run already holds a run: choose another folder"
    train --data ring ${quick})
run("samples as a kind of file that is not written" 1 "--out: expected a .csv, .png or .npy file, found 'points.jpg'"
    sample run --out points.jpg)
message("${count} mistakes")
