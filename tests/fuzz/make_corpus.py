# SPDX-License-Identifier: BSL-1.0
"""Writes corpus/<parser>/: small files that each parser accepts (good-*) or refuses (bad-*).

Run: python make_corpus.py. Needs nothing but Python; the same files come out every time.
"""
import gzip
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).parent


def put(parser, files):
    folder = HERE / "corpus" / parser
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def idx(magic, *extents, data=b""):
    return struct.pack(f">{1 + len(extents)}I", magic, *extents) + data


def packed(content):
    return gzip.compress(content, mtime=0)


def safetensors(header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


IMAGES = idx(0x803, 2, 2, 3, data=bytes(range(12)))
put("idx", {
    "good-images": IMAGES,
    "good-labels": idx(0x801, 2, data=b"\7\3"),
    "good-packed": packed(IMAGES),
    "bad-magic": idx(0xD03, 1, 1, 1, data=b"\0"),
    "bad-huge": idx(0x803, 65535, 65535, 65535, data=b"abc"),
    "bad-overflow": idx(0x803, 2**32 - 1, 2**32 - 1, 2**32 - 1),
    "bad-cut": IMAGES[:20],
    "bad-more": IMAGES + b"x",
    "bad-bomb": packed(idx(0x803, 65535, 65535, 65535) + bytes(50000)),
})

STORED = struct.pack("<BHH", 1, 3, 0xFFFC) + b"abc"  # a deflate block that is not compressed
put("gzip", {
    "good-plain": b"not packed",
    "good-text": packed(b"a text, a text, a text and the same text again"),
    "good-members": packed(b"one") + packed(b"two"),
    "good-name": bytes([0x1F, 0x8B, 8, 8]) + bytes(6) + b"name\0" + packed(b"named")[10:],
    "bad-checksum": packed(b"abc")[:-8] + bytes(8),
    "bad-stored": packed(b"")[:10] + STORED,
    "bad-cut": packed(bytes(1000))[:-9],
    "bad-tail": packed(b"abc") + b"tail",
    "bad-block": packed(b"")[:10] + b"\7",
})

put("json", {
    "good-config": b'{"steps": 200, "rate": 2e-4, "name": "ring", "ema": null, "fixed": true}',
    "good-nested": b'{"a":[1,-2,{"b":[[],{}]}],"":"\\u00e9\\n\\ud83d\\ude00 \xc3\xa9"}',
    "good-number": b" 18446744073709551615 ",
    "bad-deep": b"[" * 100,
    "bad-twice": b'{"a":1,"a":2}',
    "bad-comma": b"[1,]",
    "bad-overflow": b"1e999",
    "bad-surrogate": b'"\\ud800"',
    "bad-utf8": b'"\xc0\x80"',
    "bad-zero": b"{}\0",
})

MLP = {"__metadata__": {"format": "pt", "k": "\u00e9\n"}, "0.weight": tensor("F32", [2, 2], 8, 24),
       "0.bias": tensor("F32", [2], 24, 32), "step": tensor("I64", [], 0, 8),
       "none": tensor("F32", [3, 0], 8, 8)}
put("safetensors", {
    "good-mlp": safetensors(MLP, bytes(range(32))),
    "good-empty": safetensors({}),
    "good-bytes": safetensors({"a": tensor("U8", [3], 0, 3)}, b"abc"),
    "bad-length": safetensors({}, length=2**63),
    "bad-longest": safetensors({}, length=2**64 - 1),
    "bad-overlap": safetensors({"a": tensor("U8", [4], 0, 4), "b": tensor("U8", [4], 2, 6)}, bytes(6)),
    "bad-hole": safetensors({"a": tensor("U8", [2], 0, 2), "b": tensor("U8", [2], 4, 6)}, bytes(6)),
    "bad-more": safetensors({"a": tensor("U8", [3], 0, 3)}, b"abcd"),
    "bad-shape": safetensors({"a": tensor("F64", [2**32, 2**32], 0, 0)}),
    "bad-type": safetensors({"a": tensor("F31", [1], 0, 4)}, bytes(4)),
    "bad-twice": safetensors(b'{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},'
                             b'"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'),
    "bad-deep": safetensors(b'{"a":' + b"[" * 100),
    "bad-metadata": safetensors({"__metadata__": {"k": 1}}),
    "bad-field": safetensors({"a": {"dtype": "U8", "shape": [0], "offsets": [0, 0]}}),
})
