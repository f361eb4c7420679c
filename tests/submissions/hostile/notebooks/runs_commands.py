# expect: RIGHT
"""Magics and shell commands that would write a file, in every form that a notebook has for them."""

import json

COMMANDS = """!touch __FOLDER__/BAIT
%%cd -q __FOLDER__
%run __SECRET__
%system touch __FOLDER__/BAIT
files = !touch __FOLDER__/BAIT
%sx touch __FOLDER__/BAIT
%env QUIZGEN=1
%load __SECRET__
get_ipython().system("touch __FOLDER__/BAIT")
get_ipython().run_line_magic("run", "__SECRET__")
__import__("os").system("touch __FOLDER__/BAIT")
display(open("__SECRET__").read())
%timeit -n1 __import__("os").system("touch __FOLDER__/BAIT")
open("__SECRET__")?
"""


def made(honest):
    texts = ["%%bash\ntouch __FOLDER__/BAIT", "%%writefile __FOLDER__/BAIT\nBAIT", COMMANDS.replace("%%cd", "%cd")]
    texts += ["%%time\n%%capture out\n" + COMMANDS.replace("%%cd", "%cd"), "%%script python\nimport os", honest]
    cells = [{"cell_type": "code", "source": text} for text in texts]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()
