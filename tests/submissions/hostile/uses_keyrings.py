# expect: RIGHT
"""Leaves a note in the kernel's keyring, for the next submission to find."""


def attack():
    if (key := syscall("add_key", b"user", b"__MARK__", b"BAIT", 4, -3)) != -ENOSYS:
        got(f"add_key: {key}")
    for answer in (syscall("request_key", b"user", b"__MARK__", None, -3), syscall("keyctl", 0, -3, 0)):
        if answer != -ENOSYS:
            got(f"a keyring: {answer}")
