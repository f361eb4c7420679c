# expect: RIGHT
"""Steps into the folder of the answers and opens them by their short name."""


def attack():
    attempt(os.chdir, "__FOLDER__")
    read(attempt(os.open, "secret.txt", os.O_RDONLY))
    if attempt(os.path.samefile, ".", "__FOLDER__"):
        read(syscall("openat", -100, b"secret.txt", 0))
