"""Words, code and formulas as Markdown that GitHub, pandoc and Jupyter read alike.

Jupyter looks for formulas before it reads Markdown, and once more in what that gives, where a backslash means something again.
In between @@0@@ stands for a formula. So a backslash, a dollar and an @ are in elements of their own.
"""

from __future__ import annotations

import re
import unicodedata

from quizgen.markup.formulas import MACROS, mathml

ANYWHERE = re.compile(r"[\\$`*_\[\]{}<>|~&@^#]")  # what some reader takes for markup in any place of a line
AT_START = re.compile(
    r"(\s*)([-+:%](?=\s|$)|[-=]+(?=\s*$)|\d+(?=[.)](?:\s|$)))"
)  # begins a list, a heading or a definition
APART = {  # formulas are seen in spite of a backslash before a dollar, names of people and (Jupyter) @@0@@ before an @
    mark: f"<span>&#{ord(mark)};</span>" for mark in "$\\@"
}
COMMANDS = {  # GitHub takes a backslash before punctuation for an escape; these are the same in TeX
    "{": r"\lbrace ",
    "}": r"\rbrace ",
    "|": r"\Vert ",
    ",": r"\medspace ",
    ":": r"\medspace ",
    ";": r"\medspace ",
    "!": "",
}
MACRO = re.compile(rf"\\({'|'.join(MACROS)})(?![A-Za-z])")
OPERATOR = re.compile(r"\\operatorname(\*?)\{(\w+)\}")  # GitHub refuses it
TOKEN = re.compile(
    r"(?P<words>\\text\w*\{(?:[^{}\\]|\\.)*\})|\\(?P<command>[A-Za-z]+|.)|(?P<bar>\|)|(?P<less><)|(?P<space>\s+)",
    re.DOTALL,
)
ROW = re.compile(
    r"\\\\ *(?P<mark>[-+*] +|\d+[.)] |[#>=~`|:])?"
)  # the end of a row, and what would begin a list or the like
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # turn the direction of what follows


def printable(text: str) -> str:
    """A text in one line, without the characters that would act on a reader: controls, and those that turn the direction."""
    seen = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    kept = "".join(c for c in seen if unicodedata.category(c) not in ("Cs", "Cn") and c not in TURNS)
    return re.sub(r" +", " ", kept)


def escaped(text: str, *, first: bool = False) -> str:
    """A text that means nothing but itself; `first`: it begins a line."""
    written = ANYWHERE.sub(lambda mark: APART.get(mark[0], f"\\{mark[0]}"), printable(text))
    found = AT_START.match(written) if first else None
    return marked(found[1], found[2]) + written[found.end() :] if found else written


def marked(space: str, mark: str) -> str:
    """The beginning of a line that would be a list: the mark escaped, after a number the dot that follows."""
    return f"{space}{mark}\\" if mark.isdecimal() else f"{space}\\{mark}"


def formula(tex: str, *, in_table: bool = False) -> str:
    """A formula of commands that all readers know, without what Markdown would take for its own. Raises MathsError.

    Rows of a matrix are lines, for GitHub keeps their ends only there; in a table they cannot be.
    """
    mathml(tex)

    def plain(found: re.Match[str]) -> str:
        if found["words"]:
            return found[0]
        if found["bar"]:
            return r"\vert "
        if found["less"]:
            return " < "
        if found["space"]:
            return " "
        return COMMANDS.get(found["command"], found[0])

    known = OPERATOR.sub(operator, MACRO.sub(lambda name: MACROS[name[1]], tex))
    written = re.sub(r" +", " ", TOKEN.sub(plain, known)).strip()
    return (
        written if in_table else ROW.sub(lambda end: "\\\\\n" + (f"{{}}{end['mark']}" if end["mark"] else ""), written)
    )


def operator(name: re.Match[str]) -> str:
    """An operator that has a name, in commands that GitHub does not refuse; with a star, what it runs over stands below it."""
    return rf"\mathop{{\mathrm{{{name[2]}}}}}" + ("" if name[1] else r"\nolimits ")


def code(text: str, *, in_table: bool = False) -> str:
    """Code in the line, between more backticks than it holds; a bar would end the cell of a table."""
    text = printable(text)
    if in_table and "|" in text:
        return f"<code>{escaped(text)}</code>"
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"


def listing(text: str) -> str:
    """Program text, between a longer fence than any that it holds."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"
