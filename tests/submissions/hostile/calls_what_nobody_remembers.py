# expect: RIGHT
"""Calls the odd and the old ones, with senseless arguments: any answer but 'no such call' is a leak."""


def attack():
    for name, args in (
        ("uselib", (b"/__MARK__",)),
        ("ustat", (0, None)),
        ("modify_ldt", (9, None, 0)),
        ("iopl", (0,)),
        ("ioperm", (0, 0, 0)),
        ("lookup_dcookie", (0, None, 0)),
        ("personality", (0xFFFFFFFF,)),
        ("adjtimex", (None,)),
        ("mbind", (None, 0, 9, None, 0, 0)),
        ("vmsplice", (-1, None, 0, 0)),
        ("splice", (-1, None, -1, None, 0, 0)),
        ("tee", (-1, -1, 0, 0)),
        ("copy_file_range", (-1, None, -1, None, 0, 9)),
        ("lsm_set_self_attr", (9, None, 0, 9)),
        ("landlock_create_ruleset", (None, 0, 9)),
        ("seccomp", (9, 0, None)),
        ("getxattrat", (-1, b"", 0, b"", None, 0)),
        (600, ()),
    ):
        if (name in SYSCALLS or isinstance(name, int)) and (answer := syscall(name, *args)) != -ENOSYS:
            got(f"{name}: {answer}")
