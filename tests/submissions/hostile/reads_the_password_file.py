# expect: RIGHT
"""Asks who lives on this machine, by file and by library."""


def attack():
    for name in ("/etc/passwd", "/etc/shadow", "/etc/group", "/etc/hostname", "/root/.bashrc", "/etc/ssh/sshd_config"):
        read(attempt(os.open, name, os.O_RDONLY))
    if pwd := attempt(__import__, "pwd"):
        got(users) if (users := attempt(pwd.getpwall)) else None
