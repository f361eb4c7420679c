# expect: RIGHT or CRASHED or WRONG
"""Overwrites what the process holds for small numbers and for the texts of the protocol, by ctypes."""

import sys


def attack():
    for value in (7, 60, 1 << 18):
        attempt(lambda value=value: ctypes.memset(id(value) + sys.getsizeof(0) - 4, 0xFF, 4))
    for text in ("ok", "value", "points", "RIGHT"):
        attempt(lambda text=text: ctypes.memmove(id(text) + sys.getsizeof("") - 1, b"BA", 2))
