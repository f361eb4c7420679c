# expect: RIGHT
"""Counts the machine's events, to learn what others compute."""

import struct


def attack():
    ask = struct.pack("<IIQ", 1, 128, 0) + bytes(112)
    for pid in (0, int("__VICTIM__"), -1):
        if (answer := syscall("perf_event_open", ask, pid, 0 if pid == -1 else -1, -1, 0)) != -ENOSYS:
            got(f"perf_event_open: {answer}")
