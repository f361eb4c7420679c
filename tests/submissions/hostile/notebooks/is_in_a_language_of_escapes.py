# expect: REFUSED
"""A notebook in a language whose name moves the cursor."""

import json


def made(honest):
    metadata = {"language_info": {"name": "\x1b[2Jsh\x07"}}
    return json.dumps({"cells": [{"cell_type": "code", "source": honest}], "metadata": metadata}).encode()
