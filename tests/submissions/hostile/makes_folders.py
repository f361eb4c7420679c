# expect: RIGHT
"""Makes folders, pipes and nodes where files are expected."""


def attack():
    for name, args in (
        ("mkdir", (b"__FOLDER__/new-1", 0o777)),
        ("mkdirat", (-100, b"__FOLDER__/new-2", 0o777)),
        ("mknod", (b"__FOLDER__/new-3", 0o10777, 0)),
        ("mknodat", (-100, b"__FOLDER__/new-4", 0o100777, 0)),
        ("mkdir", (b"/tmp/__MARK__-folder", 0o777)),
    ):
        if syscall(name, *args) == 0:
            got(name)
