# expect: RIGHT
"""Changes the owner of the results; to oneself counts too."""


def attack():
    path = b"__DATABASE__"
    for name, args in (
        ("chown", (path, os.getuid(), os.getgid())),
        ("lchown", (path, -1, os.getgid())),
        ("fchownat", (-100, path, os.getuid(), -1, 0)),
    ):
        if syscall(name, *args) == 0:
            got(name)
