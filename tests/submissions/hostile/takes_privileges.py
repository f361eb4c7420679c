# expect: RIGHT
"""Becomes root, or takes up what root had."""

import struct


def attack():
    capable = "".join(
        line for line in (attempt(lambda: list(open("/proc/self/status"))) or []) if line.startswith("CapEff")
    )
    if capable and int(capable.split()[1], 16):
        got(capable)
    header = ctypes.create_string_buffer(struct.pack("<Ii", 0x20080522, 0))
    everything = struct.pack("<IIIIII", 0xFFFFFFFF, 0xFFFFFFFF, 0, 0x1FF, 0x1FF, 0)
    if syscall("capset", header, everything) == 0:
        got("capset")
    for function, args in ((os.setuid, (0,)), (os.setresuid, (0, 0, 0)), (os.setgroups, ([0],)), (os.setgid, (0,))):
        if attempt(lambda function=function, args=args: function(*args) or True):
            got(function.__name__)
