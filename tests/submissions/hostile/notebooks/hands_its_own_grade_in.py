# expect: WRONG or CRASHED
"""Replaces quizgen.jupyter in one cell and calls its own grade() in the next, with outputs that show full points."""

import json


def made(honest):
    texts = [
        "import sys, types\nsys.modules['quizgen'] = sys.modules['quizgen.jupyter'] = types.ModuleType('quizgen')",
        "from quizgen.jupyter import grade\nimport quizgen.jupyter as judge",
        "%%quizgen\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return 0.0",
        "grade()",
    ]
    output = {"output_type": "execute_result", "data": {"text/plain": "13 of 13"}}
    return json.dumps({"cells": [{"cell_type": "code", "source": t, "outputs": [output]} for t in texts]}).encode()
