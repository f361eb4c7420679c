# expect: RIGHT
"""Has C open the key: fopen of the C library, and the loader, which says what is wrong with a file."""


def attack():
    LIBC.fopen.restype = ctypes.c_void_p
    LIBC.fgets.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    if file := LIBC.fopen(b"__SECRET__", b"r"):
        text = ctypes.create_string_buffer(200)
        LIBC.fgets(text, 200, file)
        got(text.value)
