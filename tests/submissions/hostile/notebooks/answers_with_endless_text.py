# expect: RIGHT
"""Answer cells that are costly to read: brackets, strings, numbers and names without end."""

import json

CALLS = (
    "answer(" + "(" * 20_000,
    'answer("q1", ' + "h=" * 20_000 + ")",
    'answer("q1", a=' + "9" * 50_000 + ")",
    'answer("q1", a=' + "-" * 50_000 + "1)",
    'answer("q1", a="' + "\\" * 50_001,
    'answer("q1", a=' + "[" * 10_000 + "]" * 10_000 + ")",
    "answer('''" + "'' " * 20_000,
    'answer("q1", a=f"{' + "{" * 20_000 + '}")',
)


def made(honest):
    cells = [{"cell_type": "code", "metadata": {}, "source": call} for call in (*CALLS, "quiz = " + "(" * 9_000)]
    cells.insert(3, {"cell_type": "code", "metadata": {}, "source": honest})
    return json.dumps({"cells": cells, "metadata": {"quizgen": {"token": "A" * 10**6}}, "nbformat": 4}).encode()
