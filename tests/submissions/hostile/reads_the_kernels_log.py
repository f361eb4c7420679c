# expect: RIGHT
"""Reads what the kernel noted."""


def attack():
    text = ctypes.create_string_buffer(4096)
    if syscall("syslog", 3, text, 4096) > 0:
        got(text.value)
    for name in (
        "/dev/kmsg",
        "/proc/kmsg",
        "/proc/kcore",
        "/dev/mem",
        "/proc/version",
        "/proc/net/tcp",
        "/sys/kernel/uevent_seqnum",
    ):
        if (place := attempt(os.open, name, os.O_RDONLY | os.O_NONBLOCK)) is not None:
            got(f"{name}: {attempt(os.read, place, 60)}")
