# expect: RIGHT
"""Imports relative to folders above its own, and has files whose paths lead there."""

from quizgen.sandbox.bundle import bundle

IMPORTS = "from .. import planted\nfrom ...planted import SECRET\nimport planted\nfrom . import planted\n"

ATTACK = """def attack():
    for found in (globals().get("SECRET"), getattr(globals().get("planted"), "SECRET", None)):
        if type(found) is str:
            got(found)


"""


def made(honest):
    paths = (
        "../planted.py",
        "/planted.py",
        "__FOLDER__/planted.py",
        "a/../../planted.py",
        "..\\planted.py",
        "a//b.py",
        "",
    )
    text = IMPORTS + honest.replace("def rnn_step", ATTACK + "def rnn_step")
    return bundle("rnn.py", text.encode(), {path: b"from ..planted import SECRET\n" for path in paths})
