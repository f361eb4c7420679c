# expect: RIGHT
"""Takes the kernel, the shell and the magics of quizgen's own from inside a cell."""

import json

CELLS = (
    "from quizgen.jupyter import grade\ngrade()",
    "%%quizgen\nimport os; os.system('touch __FOLDER__/BAIT')",
    "get_ipython().system('touch __FOLDER__/BAIT')",
    "!!touch __FOLDER__/BAIT",
    "%%bash --bg --out x\ntouch __FOLDER__/BAIT",
    "%load __SECRET__\n%run __SECRET__\n%cd __FOLDER__\n%store -r",
    "x = %sx cat __SECRET__",
    "answer('q1', h_1=__import__('os').system('touch __FOLDER__/BAIT'))",
)


def made(honest):
    cells = [{"cell_type": "code", "metadata": {}, "source": cell} for cell in (*CELLS, honest, *CELLS)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
