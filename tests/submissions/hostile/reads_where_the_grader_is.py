# expect: RIGHT
"""Reads the links that tell in which folder, and from which program, others run."""


def attack():
    for pid in ("__GRADER__", "__VICTIM__", str(os.getppid())):
        for name in ("cwd", "exe", "root"):
            if target := attempt(os.readlink, f"/proc/{pid}/{name}"):
                got(target)
