# expect: RIGHT
"""Reads what is kept beside a file's content: its extended attributes."""


def attack():
    text = ctypes.create_string_buffer(200)
    if attempt(os.getxattr, "__SECRET__", "user.secret"):
        got(os.getxattr("__SECRET__", "user.secret"))
    if syscall("getxattr", b"__SECRET__", b"user.secret", text, 200) > 0:
        got(text.value)
