# expect: RIGHT
"""Opens a text in a cell and closes it behind the function, so that all of it would be text; brackets the same."""

import json


def made(honest):
    texts = ['x = """', "y = (1 +", "def rnn_step(", honest, '"""', ")", 'z = """', "'''"]
    return json.dumps({"cells": [{"cell_type": "code", "source": text} for text in texts], "nbformat": 4}).encode()
