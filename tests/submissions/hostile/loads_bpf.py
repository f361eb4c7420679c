# expect: RIGHT
"""Loads programs into the kernel."""


def attack():
    for command in range(40):
        if (answer := syscall("bpf", command, bytes(128), 128)) != -ENOSYS:
            got(f"bpf {command}: {answer}")
