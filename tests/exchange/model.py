# SPDX-License-Identifier: BSL-1.0
"""Checks of model.py: tests/learner/pytorch_samples.hpp.

python model.py FOLDER   every folder in FOLDER holds a model.py, its generator.safetensors, codes.npy
                         and what saddle made of them, samples.npy: runs the program and compares
"""
import pathlib
import subprocess
import sys

import numpy

if len(sys.argv) != 2:
    sys.exit(__doc__)
failed = False
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    subprocess.run([sys.executable, folder / "model.py", "--codes", folder / "codes.npy", "--out",
                    folder / "pytorch.npy"], check=True)
    expected, found = numpy.load(folder / "samples.npy"), numpy.load(folder / "pytorch.npy")
    difference = abs(found - expected).max() if found.shape == expected.shape else numpy.inf
    spread = expected.std()
    print(f"{folder.name:28} {str(expected.shape):20} spread {spread:.1e} difference "
          f"{difference:.1e}")
    failed |= not difference <= min(1e-5, 1e-3 * spread)
if failed:
    sys.exit("samples differ")
