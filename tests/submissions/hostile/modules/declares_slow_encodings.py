# expect: RIGHT
"""Modules in encodings that take long to decode, that are compressed, or that turn comments into code."""

from quizgen.sandbox.bundle import bundle


def made(honest):
    beside = {
        "a.py": b"# coding: punycode\n" + b"-" + b"z9" * 12_000,
        "b.py": b"# coding: unicode_escape\n# \\nimport os\\nos.system('touch __FOLDER__/BAIT')\n",
        "c.py": b"# coding: zlib_codec\n" + bytes(range(256)) * 40,
        "d.py": b"# coding: idna\n" + b"xn--" + b"a" * 20_000,
        "e.py": b"# coding: utf-16\n" + b"\xff\xfe\x00\xd8" * 4_000,
        "f.py": b"\x00" * 20_000,
        "g.py": b"# coding: \x1b[2J\nx = 1\n",
    }
    imports = "".join(f"try:\n    import {name[0]}\nexcept BaseException:\n    pass\n" for name in beside)
    return bundle("rnn.py", (imports + honest).encode(), beside)
