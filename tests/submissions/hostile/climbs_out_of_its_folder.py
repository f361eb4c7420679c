# expect: RIGHT
"""Goes up from where it stands, and by the kernel's own links to where it stands."""


def attack():
    for way in (
        "/.." * 30,
        "/proc/self/root",
        "/proc/self/cwd" + "/.." * 30,
        "/proc/thread-self/root",
        "/dev/fd/../root",
    ):
        read(attempt(os.open, way + "__SECRET__", os.O_RDONLY))
    read(attempt(os.open, "../" * 30 + "__SECRET__".lstrip("/"), os.O_RDONLY))
