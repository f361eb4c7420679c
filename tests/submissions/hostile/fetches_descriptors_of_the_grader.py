# expect: RIGHT
"""Takes the grader's open files out of its hands."""


def attack():
    for pid in (int("__GRADER__"), int("__VICTIM__"), os.getppid()):
        handle = syscall("pidfd_open", pid, 0)
        if handle >= 0:
            for descriptor in range(64):
                taken = syscall("pidfd_getfd", handle, descriptor, 0)
                if taken >= 0:
                    got(f"descriptor {descriptor} of {pid}")
                    read(taken)
