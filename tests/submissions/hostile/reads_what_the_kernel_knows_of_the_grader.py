# expect: RIGHT
"""Opens the grader's and its parent's files in /proc: memory, environment, arguments, descriptors, folders."""


def attack():
    for pid in ("__GRADER__", str(os.getppid()), "1"):
        for name in (
            "environ",
            "cmdline",
            "maps",
            "mem",
            "status",
            "root/etc/passwd",
            "cwd/pyproject.toml",
            "auxv",
            "stack",
        ):
            place = attempt(os.open, f"/proc/{pid}/{name}", os.O_RDONLY)
            if place is not None:
                got(f"{name}: {attempt(os.read, place, 100)}")
        if names := attempt(os.listdir, f"/proc/{pid}/fd"):
            got(names)
