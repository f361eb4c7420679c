# expect: RIGHT
"""Looks which files are beside it, in every way that Python lists."""

import glob
import pathlib


def attack():
    for lister in (
        lambda: os.listdir("__FOLDER__"),
        lambda: [entry.name for entry in os.scandir("__FOLDER__")],
        lambda: list(os.walk("__FOLDER__")),
        lambda: glob.glob("__FOLDER__/*"),
        lambda: list(pathlib.Path("__FOLDER__").iterdir()),
        lambda: os.listdir(os.open("__FOLDER__", os.O_RDONLY | os.O_DIRECTORY)),
    ):
        if loot := attempt(lister):
            got(loot)
