# expect: RIGHT
"""Calls what changes the machine, with arguments that change nothing: any answer but 'no such call' is a leak."""


def attack():
    for name, args in (
        ("init_module", (None, 0, None)),
        ("finit_module", (-1, None, 0)),
        ("delete_module", (b"__MARK__", 0x800)),
        ("kexec_load", (0, 999, None, 0)),
        ("kexec_file_load", (-1, -1, 0, None, 999)),
        ("reboot", (0, 0, 0, None)),
        ("swapon", (b"/__MARK__", 0)),
        ("swapoff", (b"/__MARK__",)),
        ("acct", (b"/__MARK__",)),
        ("sethostname", (None, 9)),
        ("setdomainname", (None, 9)),
        ("settimeofday", (8, 8)),
        ("clock_settime", (99, None)),
        ("clock_adjtime", (99, None)),
        ("quotactl", (0, None, 0, None)),
        ("quotactl_fd", (-1, 0, 0, None)),
        ("mount_setattr", (-1, b"/__MARK__", 0, None, 0)),
        ("move_mount", (-1, b"", -1, b"", 0)),
        ("statmount", (None, None, 0, 0)),
        ("listmount", (None, None, 0, 0)),
        ("open_tree_attr", (-1, b"/__MARK__", 0, None, 0)),
    ):
        if name in SYSCALLS and (answer := syscall(name, *args)) != -ENOSYS:
            got(f"{name}: {answer}")
