# expect: RIGHT
"""Code with null characters, lone surrogates and odd line ends in the cells beside the graded one."""

import json

ODD = (
    "x = '\x00'",
    "# \ud800 \udfff\ny = 1",
    "a = 1\rb = 2\x0c\x1c\u2028c = 3",
    "\ufeff\ufeffz = 1",
    "# coding: utf-7\n+AFw-x = 1",
)


def made(honest):
    cells = [{"cell_type": "code", "metadata": {}, "source": odd} for odd in ODD]
    cells.insert(2, {"cell_type": "code", "metadata": {}, "source": honest})
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()
