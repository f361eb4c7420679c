"""Leaves out of a cell what is IPython's and not Python: magics, shell commands, questions for help. No line moves.

IPython's own transformer would turn them into calls, and is a large dependency to run on strangers' text.
"""

from __future__ import annotations

import re

KEEP_THE_CELL = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "heat", "quizgen"})
CELL_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*")
REST = r"(?:\\\n|[^\n])*+"
END = r"[ \t]*+;?[ \t]*+(?:\#[^\n]*+)?(?=\n|\Z)"
COMMAND = re.compile(
    rf"""([ \t]*+)(?:
        [%!?]{REST}                                    # %magic, !command, ?name
      | [\w.*]++\?{{1,2}}{END}                         # name?, name??
      | [\w., \t\[\]*]++=[ \t]*+[!%]{REST}             # files = !ls, value = %magic
      | (?:from|import)[ \t]++quizgen\.jupyter\b{REST} # the grader that a learner calls in the notebook
      | grade\([ \t]*+\){END}
    )""",
    re.VERBOSE,
)
TOKEN = re.compile(
    r'''(?P<text>"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'(?:[^\\]|\\.)*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)
    |(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\n)|\#[^\n]*+|\\\n|[^"'\#()\[\]{}\\\n]++|\\''',
    re.DOTALL | re.VERBOSE,
)


def dropped_by(text: str) -> str:
    """The magic for which a cell is no Python, "%%bash"; "" if it is Python, as after %%time."""
    at = 0
    while found := CELL_MAGIC.match(text, at):
        if found[1] not in KEEP_THE_CELL:
            return f"%%{found[1][:40]}"
        at = found.end()
    return ""


def without_commands(text: str) -> str:
    """The cell with an empty line, or pass inside a block, for each command. A command is a statement of its own: a line
    that goes on in brackets or in a text is none."""
    kept, at = [], 0
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if indent := first[: len(first) - len(first.lstrip(" \t"))]:  # IPython runs a cell that is indented as a whole
        text = "\n".join([line.removeprefix(indent) for line in lines])
    while at < len(text):
        if command := COMMAND.match(text, at):
            kept.append((f"{command[1]}pass" if command[1] else "") + "\n" * command[0].count("\n"))
            at = command.end()
        start, depth = at, 0
        while at < len(text):
            token = TOKEN.match(text, at)
            assert token is not None  # every character begins one
            at = token.end()
            depth += (token.lastgroup == "open") - (token.lastgroup == "close" and depth > 0)
            if token.lastgroup == "end" and not depth:
                break
        kept.append(text[start:at])
    return "".join(kept)
