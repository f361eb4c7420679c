# expect: RIGHT or CRASHED or WRONG
"""Runs code whenever the collector does, and has it run at every allocation."""

import gc


def late(phase, info):
    os.write(1, b"QG01" * 1000)
    os.write(4, b"QG01" * 10) if phase == "stop" else None


def attack():
    gc.callbacks.append(late)
    gc.set_threshold(1, 1, 1)
