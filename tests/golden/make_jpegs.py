# SPDX-License-Identifier: BSL-1.0
"""Writes io/pictures/*.jpg: small JPEG files, and what Pillow reads in them, pixels.json.

Run: python make_jpegs.py, with NumPy and Pillow.
"""
import json
import pathlib

import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).parent.parent / "io" / "pictures"
OUT.mkdir(exist_ok=True)
y, x = np.mgrid[0:10, 0:13]
colours = np.stack([20 * x, 25 * y, 255 - 10 * x - 10 * y], axis=2).clip(0, 255).astype(np.uint8)
pictures = {
    "colours": (Image.fromarray(colours), {"quality": 95, "subsampling": 0}),
    "grey": (Image.fromarray(colours[:, :, 0]), {"quality": 90}),
    "progressive": (Image.fromarray(colours), {"quality": 60, "progressive": True}),
}
for name, (picture, options) in pictures.items():
    picture.save(OUT / f"{name}.jpg", **options)
Image.fromarray(np.zeros((4, 4, 4), np.uint8), "CMYK").save(OUT / "print.jpg")
pixels = {}
for name in pictures:
    read = np.asarray(Image.open(OUT / f"{name}.jpg"))
    pixels[name] = {"shape": [*read.shape, 1][:3], "pixels": read.ravel().tolist()}
(OUT / "pixels.json").write_text(json.dumps(pixels) + "\n")
