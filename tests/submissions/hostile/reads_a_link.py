# expect: RIGHT
"""Reads where a link points to: the target is a secret."""


def attack():
    if target := attempt(os.readlink, "__LINK__"):
        got(target)
    for name, first in (("readlink", ()), ("readlinkat", (-100,))):
        text = ctypes.create_string_buffer(200)
        if syscall(name, *first, b"__LINK__", text, 200) > 0:
            got(text.value)
