# expect: RIGHT
"""Asks for a terabyte behind every descriptor it holds."""


def attack():
    for descriptor in range(64):
        if attempt(lambda d=descriptor: os.ftruncate(d, 1 << 40) or True):
            got(f"descriptor {descriptor} has a terabyte")
        if syscall("fallocate", descriptor, 0, 0, 1 << 30) == 0:
            got(f"descriptor {descriptor} has a gigabyte")
