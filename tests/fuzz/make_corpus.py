# SPDX-License-Identifier: BSL-1.0
"""Writes corpus/<parser>/: small files that each parser accepts (good-*) or refuses (bad-*).

Run: python make_corpus.py. Needs nothing but Python; the same files come out every time.
"""
import gzip
import json
import pathlib
import struct
import zlib

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

PICTURES = HERE.parent / "io" / "pictures"
COLOURS, PROGRESSIVE = ((PICTURES / f"{name}.jpg").read_bytes() for name in ("colours", "progressive"))
put("jpeg", {
    "good-colours": COLOURS,
    "good-progressive": PROGRESSIVE,
    "bad-cut": COLOURS[:-40],
    "bad-huge": COLOURS.replace(struct.pack(">HH", 10, 13), b"\x7f\xff\x7f\xff", 1),
    "bad-print": (PICTURES / "print.jpg").read_bytes(),
})

put("splits", {
    "good-table": b"row\tsplit\tname\ta\n0\ttrainA\tcat\t1\n1\ttest\tdog\t0\n",
    "bad-column": b"row\ta\n0\t1\n",
    "bad-split": b"split\ta\ntrain\t1\n",
    "bad-cell": b"split\ta\ntest\tyes\n",
})


def npy(descr, shape, data=b"", order="False", version=1):
    text = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}".encode() + b"\n"
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text + data


put("npy", {
    "good-points": npy("<f4", (2, 2), struct.pack("<4f", 1, 2, -3, 0.5)),
    "good-images": npy("|u1", (1, 2, 3), bytes(range(6))),
    "good-labels": npy("<i8", (3,), struct.pack("<3q", 1, 2, 9), version=2),
    "good-packed": packed(npy("<f8", (2,), struct.pack("<2d", 1, 2))),
    "good-colours": npy("<i4", (1, 1, 1, 3), struct.pack("<3i", 0, 1, 2)),
    "bad-huge": npy("<f8", (2**32, 1))[:80],  # 32 GiB
    "bad-overflow": npy("<f8", (2**63, 2**63)),
    "bad-infinity": npy("<f4", (1,), struct.pack("<f", float("inf"))),
    "bad-order": npy("<f4", (1,), bytes(4), order="True"),
    "bad-type": npy(">f4", (1,), bytes(4)),
    "bad-object": npy("|O", (1,), bytes(8)),
    "bad-shape": npy("<f4", "(1, 2", bytes(8)),
    "bad-zero": npy("<f4", (0, 2)),
    "bad-cut": npy("<f4", (3,), bytes(11)),
    "bad-more": npy("<f4", (3,), bytes(13)),
    "bad-long": b"\x93NUMPY\2\0\xff\xff\xff\xff{",
})


def npz(members, method=0, flags=0, count=None, comment=b""):
    """A zip archive of .npy members, as numpy.savez (0) and savez_compressed (8) write them."""
    body, directory = b"", b""
    for name, content in members.items():
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = packer.compress(content) + packer.flush() if method == 8 else content
        common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 0x21, zlib.crc32(content),
                             len(data), len(content), len(name), 0)
        directory += (b"PK\1\2" + struct.pack("<H", 20) + common
                      + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode())
        body += b"PK\3\4" + common + name.encode() + data
    count = len(members) if count is None else count
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), len(comment))
    return body + directory + b"PK\5\6" + end + comment


ARRAYS = {"mu.npy": npy("<f8", (2,), struct.pack("<2d", 1, 2)),
          "sigma.npy": npy("<f8", (2, 2), struct.pack("<4d", 1, 0, 0, 1))}
STATISTICS = npz(ARRAYS)
ENTRY = STATISTICS.index(b"PK\1\2")
put("npz", {
    "good-stored": STATISTICS,
    "good-packed": npz(ARRAYS, method=8),
    "good-comment": npz(ARRAYS, comment=b"a comment PK\5\6 of some bytes"),
    "good-empty": npz({}),
    "bad-empty": b"",
    "bad-cut": STATISTICS[:-5],
    "bad-count": npz(ARRAYS, count=3),
    "bad-many": npz(ARRAYS, count=65535),
    "bad-method": npz(ARRAYS, method=12),
    "bad-encrypted": npz(ARRAYS, flags=1),
    "bad-checksum": STATISTICS[:ENTRY + 16] + bytes(4) + STATISTICS[ENTRY + 20:],
    "bad-size": STATISTICS[:ENTRY + 20] + b"\xf0\xff\xff\xff" * 2 + STATISTICS[ENTRY + 28:],
    "bad-zip64": STATISTICS[:ENTRY + 20] + b"\xff" * 8 + STATISTICS[ENTRY + 28:],
    "bad-place": STATISTICS[:ENTRY + 42] + b"\xff\xff\xff\x7f" + STATISTICS[ENTRY + 46:],
    "bad-array": npz({"mu.npy": ARRAYS["mu.npy"][:-1]}),
    "bad-bomb": npz({"mu.npy": npy("<f8", (2**40,)) + bytes(50000)}, method=8),
})



def statistics(mu, *sigma, **columns):
    """The mu and sigma of features, and the columns of a table."""
    vectors = {"mu": mu, **columns}
    members = {name + ".npy": npy("<f8", (len(values),), struct.pack(f"<{len(values)}d", *values))
               for name, values in vectors.items()}
    side = len(mu)
    return npz({**members, "sigma.npy": npy("<f8", (side, side), struct.pack(f"<{len(sigma)}d", *sigma))})


put("statistics", {
    "good-plain": statistics([1, 2], 2, 1, 1, 2),
    "good-singular": statistics([1, 2], 1, -1, -1, 1),
    "good-columns": statistics([0, 0], 1, 0, 0, 1, column_mean=[5, 6], column_deviation=[1, 2]),
    "bad-eigenvalue": statistics([1, 2], 1, 2, 2, 1),
    "bad-variance": statistics([1], -1),
    "bad-symmetry": statistics([1, 2], 2, 1, 0, 2),
    "bad-infinity": statistics([1], float("inf")),
    "bad-mean": statistics([float("nan")], 1),
    "bad-deviation": statistics([0], 1, column_mean=[5], column_deviation=[0]),
    "bad-column": statistics([0], 1, column_mean=[5], column_deviation=[1, 1]),
    "bad-array": npz({"mu.npy": ARRAYS["mu.npy"]}),
})

put("csv", {
    "good-plain": b"1,2,3\n4,5,6\n",
    "good-named": b"a;b;class\n0.5;-1e3;1\n2;+3;0\r\n\n",
    "good-quoted": b'"x ""y""",z\t\n"1" , 2\n',
    "good-packed": packed(b"1\t2\n3\t4"),
    "good-mark": b"\xef\xbb\xbfx\n1\n",
    "good-tiny": b"1e-200\n2e-200\n",
    "good-wide": b"3e38\n-3e38\n",
    "bad-empty": b"",
    "bad-names": b"a,b\n",
    "bad-word": b"1,2\n3,x\n",
    "bad-cells": b"1,2\n3\n",
    "bad-quote": b'1,"2\n',
    "bad-infinity": b"1\n1e999\n",
    "good-missing": b"1\nnan\n",
    "bad-float": b"1\n1e39\n",
})

RECORD = b"\3" + bytes(range(256)) * 12
put("cifar", {
    "good-one": packed(RECORD),
    "good-two": packed(RECORD + RECORD),
    "bad-label": packed(b"\12" + RECORD[1:]),
    "bad-cut": packed(RECORD[:-1]),
    "bad-more": packed(RECORD + b"\3"),
    "bad-plain": RECORD[:100],
    "bad-empty": b"",
})


def chunk(kind, body=b""):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, depth, colour, rows, more=b"", interlace=0):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND"))


GREY = png(3, 2, 8, 0, b"\0\1\2\3\2\4\5\6")
put("png", {
    "good-grey": GREY,
    "good-colours": png(2, 1, 8, 2, b"\1\1\2\3\4\5\6"),
    "good-palette": png(4, 1, 2, 3, b"\0\x1b", chunk(b"PLTE", bytes(range(12)))
                        + chunk(b"tRNS", b"\0\x80")),
    "good-deep": png(1, 1, 16, 6, b"\0" + bytes(range(8))),
    "good-bits": png(9, 1, 1, 0, b"\0\xaa\x80"),
    "good-interlaced": png(2, 2, 8, 0, b"\0\1\0\2\0\3\4", interlace=1),
    "good-text": png(1, 1, 8, 0, b"\0\1", chunk(b"tEXt", b"key\0text")),
    "bad-huge": png(10**6, 10**6, 8, 2, b"\0\1\2\3"),
    "bad-largest": png(2**31 - 1, 2**31 - 1, 16, 6, b""),
    "bad-zero": png(0, 1, 8, 0, b"\0"),
    "bad-rows": png(3, 3, 8, 0, b"\0\1\2\3"),
    "bad-check": GREY[:-6] + b"\0\0" + GREY[-4:],
    "bad-depth": png(1, 1, 16, 3, b"\0\0\0", chunk(b"PLTE", bytes(3))),
    "bad-cut": GREY[:-12],
    "bad-more": GREY + b"x",
    "bad-length": GREY[:8] + struct.pack(">I", 2**32 - 1) + GREY[12:],
    "bad-unknown": png(1, 1, 8, 0, b"\0\1", chunk(b"ABCD")),
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


put("config", {
    "good-none": b"{}",
    "good-run": b'{"objective":"pearson","config":{"batch":8,"critic_steps":1,"seed":7,'
                b'"constraint":{"bound":0.5},"ema":{"decay":0.5}}}',
    "good-monitors": b'{"monitors":{"collapse":{"samples":9,"watch":{"interval":3}}}}',
    "good-hot": b'{"config":{"batch":4,"critic_optimizer":{"learning_rate":1e30}}}',
    "bad-list": b"[1]",
    "bad-name": b'{"config":{"batsch":8}}',
    "bad-group": b'{"config":{"constraint":3}}',
    "bad-leaf": b'{"config":{"batch":{"of":3}}}',
    "bad-text": b'{"config":{"seed":"1"}}',
    "bad-negative": b'{"config":{"seed":-1}}',
    "bad-wide": b'{"config":{"seed":18446744073709551616}}',
    "bad-empty": b'{"config":{"batch":0}}',
    "bad-cut": b'{"config":{"batch":8}',
})

LINES = b'{"step":1,"bound":0.5,"critic_loss":null}\n{"step":2,"bound":0.25,"penalty":0.5}\n'
SCRIPT = b'\\"><script>alert(1)</script><img src=x onerror=alert(2)>'
ROW = (b'{"objective":"a","constraint":"b","folder":"f","complete":true,"modes":3,"modes_total":8,'
       b'"high_quality":0.5,"coverage":0.5,"alarms":["gap at step 3"]}\n')


def folder(config=b"", run=b"", stats=b"", dashboard=b"", results=b"", samples=b"", *of_row):
    return b"\x1e".join([config, run, stats, dashboard, results, samples, *of_row])


put("report", {
    "good-run": folder(b'{"objective":"js","data":"ring"}', b'{"bound":0.5,"best":{"step":9}}', LINES,
                       b'{"divergences":[{"name":"kl","value":1.5,"verdict":"reliable"}]}'),
    "good-sweep": folder(b"", b"", b"", b"", ROW, b"", b'{"data":"ring"}', b'{"modes":3}', LINES),
    "good-script": folder(b'{"objective":"' + SCRIPT + b'"}', b'{"' + SCRIPT + b'":"' + SCRIPT + b'"}'),
    "good-script-row": folder(results=b'{"objective":"' + SCRIPT + b'","folder":"' + SCRIPT
                              + b'","complete":true,"alarms":["' + SCRIPT + b'"]}\n'),
    "good-no-total": folder(results=b'{"folder":"f","complete":true,"modes":3,"high_quality":0.5}\n'),
    "good-zero-name": folder(results=b'{"folder":"\\u0000","complete":true}\n'),
    "bad-cut": folder(b"{}", b"", LINES[:-9]),
    "bad-config": folder(b"{"),
    "bad-line": folder(b"{}", b"", LINES.replace(b"0.25", bytes(20)) + LINES),
    "bad-row": folder(results=b"{\n" + ROW),
    "bad-board": folder(b"{}", b"", b"", b"[]"),
    "bad-picture": folder(b"{}", b"", b"", b"", b"", b"GIF89a"),
    "bad-terminal": folder(b'{"a":"\x1b[2J"}'),
})

put("statistics", {
    "good-statistics": STATISTICS,
    "good-flat": npz({"mu.npy": npy("<f8", (1,), bytes(8)), "sigma.npy": npy("<f8", (1, 1), bytes(8))}),
    "bad-name": npz({"mu.npy": ARRAYS["mu.npy"], "sig.npy": ARRAYS["sigma.npy"]}),
    "bad-shape": npz({"mu.npy": ARRAYS["mu.npy"], "sigma.npy": npy("<f8", (1, 1), bytes(8))}),
    "bad-nan": npz({"mu.npy": npy("<f8", (1,), struct.pack("<d", float("nan"))),
                    "sigma.npy": npy("<f8", (1, 1), bytes(8))}),
    "bad-mirror": npz({"mu.npy": ARRAYS["mu.npy"],
                       "sigma.npy": npy("<f8", (2, 2), struct.pack("<4d", 1, 0.5, 0.2, 1))}),
    "bad-type": npz({"mu.npy": npy("<f4", (1,), bytes(4)), "sigma.npy": npy("<f8", (1, 1), bytes(8))}),
})
