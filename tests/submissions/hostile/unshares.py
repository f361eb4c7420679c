# expect: RIGHT
"""Makes namespaces, where it would be root, and enters those of others."""


def attack():
    for flag in (0x10000000, 0x10020000, 0x50000000, 0x02000000, 0x08000000, 0x04000000, 0x00000400, 0x00000200):
        if syscall("unshare", flag) == 0:
            got(f"unshare {flag:x}")
    for name in ("user", "net", "mnt", "pid", "uts"):
        place = attempt(os.open, f"/proc/__GRADER__/ns/{name}", os.O_RDONLY)
        if place is not None and syscall("setns", place, 0) == 0:
            got(f"setns {name}")
