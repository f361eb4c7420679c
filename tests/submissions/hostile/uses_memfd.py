# expect: RIGHT
"""Makes a file in memory without a name, which no limit of address space counts, and runs it."""


def attack():
    if (place := syscall("memfd_create", b"__MARK__", 0)) >= 0:
        got("memfd")
        attempt(os.ftruncate, place, 1 << 20)
        got(f"executed: {syscall('execveat', place, b'', None, None, 0x1000)}")
    if syscall("memfd_secret", 0) >= 0:
        got("memfd_secret")
