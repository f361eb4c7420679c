# expect: RIGHT
"""Leaves a POSIX queue behind."""


def attack():
    if syscall("mq_open", b"__MARK__", os.O_CREAT | os.O_RDWR, 0o600, None) >= 0:
        got(f"a queue, taken back: {syscall('mq_unlink', b'__MARK__')}")
