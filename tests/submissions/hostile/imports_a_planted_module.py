# expect: RIGHT
"""Puts the folder of the answers on the path and imports them."""

import importlib.util
import sys


def attack():
    sys.path.insert(0, "__FOLDER__")
    if answers := attempt(__import__, "planted"):
        got(answers.SECRET)
    spec = importlib.util.spec_from_file_location("planted", "__FOLDER__/planted.py")
    module = importlib.util.module_from_spec(spec)
    if attempt(lambda: spec.loader.exec_module(module) or True):
        got(module.SECRET)
