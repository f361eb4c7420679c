# expect: RIGHT
"""Does not wait until a function is called."""


def early():
    read(attempt(os.open, "__SECRET__", os.O_RDONLY))
    read(syscall("openat", -100, b"__STUDENT__", 0))
    if attempt(os.chmod, "__DATABASE__", 0o666):
        got("chmod")


NOW = early()


class AlsoNow:
    early()


def and_now(nothing=early()):
    return nothing
