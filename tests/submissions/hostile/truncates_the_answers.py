# expect: RIGHT
"""Cuts files to nothing without opening them."""


def attack():
    for path in ("__SECRET__", "__DATABASE__", "__STUDENT__"):
        if attempt(lambda path=path: os.truncate(path, 0) or True) or syscall("truncate", path.encode(), 0) == 0:
            got(f"{path} is empty")
        if syscall("creat", path.encode(), 0o600) >= 0 or syscall("openat", -100, path.encode(), os.O_TRUNC) >= 0:
            got(f"{path} is made anew")
