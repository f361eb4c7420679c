# expect: RIGHT
"""Becomes the owner of a pipe's signals on the grader's behalf: the kernel then sends them."""

import fcntl
import signal


def attack():
    pid = int("__GRADER__")
    for descriptor in range(8):
        for command, argument in ((8, pid), (10, signal.SIGURG), (15, b"\x01\0\0\0" + pid.to_bytes(4, "little"))):
            if attempt(lambda d=descriptor, c=command, a=argument: fcntl.fcntl(d, c, a) is not None):
                got(f"fcntl {command} on {descriptor}")
        if attempt(lambda d=descriptor: fcntl.ioctl(d, 0x8901, pid.to_bytes(4, "little")) is not None):
            got(f"FIOSETOWN on {descriptor}")
