"""Plays the pages that show commands with their output: files are written, files are edited, commands are run, in order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from cli_program import quizgen

BLOCK = re.compile(
    r"<!-- meanwhile: (?P<meanwhile>[^>]+) -->\n"
    r"|(?:<!-- (?P<does>file|edit): (?P<path>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```\n",
    re.S,
)


def played(
    text: str,
    meanwhile: Mapping[str, Callable[[], None]] = MappingProxyType({}),
    settled: Callable[[str], str] = lambda output: output,
) -> str:
    """The page with the output that its commands print now.

    `<!-- file: PATH -->` writes the block that follows, `<!-- edit: PATH -->` does what a diff says, `<!-- meanwhile: NAME -->`
    calls a function. A command may read what is typed from a file: `quizgen enter exam < typed.txt`. `settled` makes output the
    same at all times.
    """

    def play(block: re.Match[str]) -> str:
        if block["meanwhile"]:
            meanwhile[block["meanwhile"]]()
        elif block["does"]:
            change(Path(block["path"]), block["body"], edit=block["does"] == "edit")
        elif block["kind"] == "console":
            return f"```console\n{console(block['body'], settled)}```\n"
        return block[0]

    return BLOCK.sub(play, text)


def change(path: Path, body: str, *, edit: bool) -> None:
    """Writes a file, or replaces the lines of a diff in it."""
    if edit:
        old, new = ("\n".join(line[1:] for line in body.splitlines() if line[0] == sign) for sign in "-+")
        before = path.read_text(encoding="utf-8")
        assert old in before, old
        body = before.replace(old, new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")


def console(body: str, settled: Callable[[str], str]) -> str:
    """The commands of a block, which must succeed, with what they print now."""
    output = []
    for command in re.findall(r"^\$ quizgen (.*)$", body, re.M):
        words, _, path = command.partition(" < ")
        result = quizgen(*shlex.split(words), typed=Path(path).read_text(encoding="utf-8") if path else "")
        assert result.exit_code == 0, result.output
        output.append(f"$ quizgen {command}\n{settled(result.output).rstrip()}\n")
    return "".join(output)
