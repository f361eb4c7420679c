# expect: RIGHT
"""Says in its first cells that it is written in another encoding, and has half characters."""


def made(honest):
    import json

    texts = ["# -*- coding: rot13 -*-", "# coding: utf-16\n\ud800 = 1", "x = '\udcff\0'", "#\u2028x", honest]
    return json.dumps({"cells": [{"cell_type": "code", "source": text} for text in texts]}).encode()
