# SPDX-License-Identifier: BSL-1.0
"""Writes pictures.json next to this file: PSNR and SSIM of small images as scikit-image has them.

Run: python make_picture_goldens.py, with NumPy and scikit-image 0.26.
"""
import json
import pathlib

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

HERE = pathlib.Path(__file__).parent
N, H, W, C = 2, 13, 12, 3
rng = np.random.default_rng(3)
y, x = np.mgrid[0:H, 0:W]
waves = np.stack([np.sin(x / (2 + c) + i) * np.cos(y / (3 - i)) for i in range(N) for c in range(C)])
first = np.round(0.9 * waves.reshape(N, C, H, W).transpose(0, 2, 3, 1), 3)
second = np.round(np.clip(0.7 * first + 0.2 + 0.15 * rng.standard_normal(first.shape), -1, 1), 3)
second[1] = -first[1]  # inverted: little in common


def of_pairs(score, **options):
    return [float(score(a, b, **options)) for a, b in zip((first + 1) / 2, (second + 1) / 2)]


of_channels = {"data_range": 1.0, "channel_axis": 2}
result = {
    "shape": [N, H, W, C],
    "first": first.ravel().tolist(),
    "second": second.ravel().tolist(),
    "absolute_error": of_pairs(lambda a, b: np.abs(a - b).mean()),
    "psnr": of_pairs(peak_signal_noise_ratio, data_range=1.0),
    "ssim_uniform": of_pairs(structural_similarity, **of_channels),
    "ssim_gaussian": of_pairs(structural_similarity, **of_channels, gaussian_weights=True,
                              sigma=1.5, use_sample_covariance=False),
}
(HERE / "pictures.json").write_text(json.dumps(result) + "\n")
