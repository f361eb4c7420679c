# expect: RIGHT
"""Takes the grader's open files away by lowering its limit of them."""

import resource
import struct


def attack():
    pid = int("__GRADER__")
    if attempt(resource.prlimit, pid, resource.RLIMIT_NOFILE):
        got("reads limits")
    if syscall("prlimit64", pid, resource.RLIMIT_MEMLOCK, struct.pack("<QQ", 0, 1 << 12), None) == 0:
        got("sets limits")
