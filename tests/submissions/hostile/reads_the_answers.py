# expect: RIGHT
"""Opens the key in every way that Python has a name for."""

import codecs
import io
import linecache
import pathlib
import tokenize

SECRET = "__SECRET__"


def attack():
    for reader in (
        lambda: open(SECRET).read(),
        lambda: io.open(SECRET, "rb").read(),
        lambda: io.FileIO(SECRET).read(),
        lambda: os.read(os.open(SECRET, os.O_RDONLY), 200),
        lambda: os.read(os.open(SECRET, os.O_RDONLY | os.O_CLOEXEC), 200),
        lambda: pathlib.Path(SECRET).read_text(),
        lambda: codecs.open(SECRET).read(),
        lambda: io.open_code(SECRET).read(),
        lambda: linecache.getline(SECRET, 1),
        lambda: tokenize.open(SECRET).read(),
        lambda: np.fromfile(SECRET, np.uint8).tobytes(),
        lambda: np.memmap(SECRET, np.uint8, "r").tobytes(),
        lambda: np.genfromtxt(SECRET, str),
    ):
        if loot := attempt(reader):
            got(loot)
