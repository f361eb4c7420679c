# expect: RIGHT
"""Starts processes past the C library."""

import struct
import time


def attack():
    request = ctypes.create_string_buffer(struct.pack("<11Q", 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0))
    for name, args in (("fork", ()), ("clone", (17, 0, 0, 0, 0)), ("clone3", (request, 88))):
        pid = syscall(name, *args)
        if pid == 0:
            time.sleep(20)
            os._exit(0)
        if pid > 0:
            got(f"{name} made {pid}")
