# expect: RIGHT
"""Waits for the end: exit handlers, finalizers, and a destructor."""

import atexit
import weakref


def late():
    with open("__SECRET__", "a") as file:
        file.write("BAIT")


class Late:
    def __del__(self):
        late()


KEPT = Late()
HELD = Late()
FINAL = weakref.finalize(KEPT, late)


def attack():
    atexit.register(late)
