# expect: RIGHT
"""Lines of a forty thousand spaces: before the code, after a question for help, after grade()."""

import json


def made(honest):
    space = " " * 40_000
    texts = [f"{space}\nx = 1", f"x?{space}y", f"grade(){space}y", f"grade({space}", f"{space}!ls", honest]
    return json.dumps({"cells": [{"cell_type": "code", "source": text} for text in texts]}).encode()
