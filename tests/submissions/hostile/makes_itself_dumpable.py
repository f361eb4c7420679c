# expect: RIGHT
"""Undoes what was set up for it: dumps, the signal at its maker's death, names, keeping capabilities."""


def attack():
    for option, argument in (
        (4, 1),
        (1, 0),
        (8, 1),
        (36, 1),
        (28, 0x20),
        (47, 2),
        (0x59616D61, -1),
        (35, 1),
        (0x53564D41, 0),
    ):
        if syscall("prctl", option, argument, 0, 0, 0) == 0:
            got(f"prctl {option}")
    if syscall("prctl", 39, 0, 0, 0, 0) == 0:
        got("new privileges are to be had")
