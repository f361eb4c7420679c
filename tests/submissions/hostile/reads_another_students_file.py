# expect: RIGHT
"""Copies from a neighbour: any file of the class's folder will do."""

import shutil


def attack():
    read(attempt(os.open, "__STUDENT__", os.O_RDONLY))
    if attempt(shutil.copyfile, "__STUDENT__", "/tmp/__MARK__-copied.py"):
        got("copied")
    if attempt(os.link, "__STUDENT__", "/tmp/__MARK__-linked.py"):
        got("linked")
