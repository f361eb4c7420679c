# expect: RIGHT
"""Becomes another program."""


def attack():
    path = b"/bin/sh"
    arguments = (ctypes.c_char_p * 4)(path, b"-c", b"echo LOOT; kill $$", None)
    attempt(os.execv, "/bin/sh", ["sh", "-c", "echo LOOT; kill $$"])
    syscall("execve", path, arguments, None)
    syscall("execveat", -100, path, arguments, None, 0)
    attempt(os.execv, "/proc/self/exe", ["python", "-c", "print('LOOT')"])
