# expect: RIGHT
"""Adds filters and rule sets of its own, in the hope that the last one counts."""

import struct


def attack():
    allow = ctypes.create_string_buffer(struct.pack("<HBBI", 6, 0, 0, 0x7FFF0000))
    program = struct.pack("<HxxxxxxQ", 1, ctypes.addressof(allow))
    answers = (
        syscall("prctl", 22, 2, program, 0, 0),
        syscall("seccomp", 1, 0, program),
        syscall("seccomp", 1, 8, program),
    )
    if 0 in answers or max(answers) > 0:
        got("a filter of its own")
    rules = syscall("landlock_create_ruleset", bytes(8), 8, 0)
    if rules >= 0:
        got("a rule set of its own")
    read(syscall("openat", -100, b"__SECRET__", 0))
