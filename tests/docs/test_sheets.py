"""docs/sheets.md shows what the commands print."""

import re
import shlex
from pathlib import Path

from class_folders import RIGHT_STEP, STEP_WITHOUT_B
from cli_program import empty_workspace, output_of
from places import ROOT

PAGE = (ROOT / "docs" / "sheets.md").read_text(encoding="utf-8")


def shown(name: str) -> tuple[list[str], str]:
    """A command of the page, and what it prints."""
    found = re.search(rf"<!-- {name} -->\n```console\n\$ quizgen (.*?)\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return shlex.split(found[1]), found[2]


def test_the_sheets_of_the_page_go_out_and_come_back_as_it_shows(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    Path("roster.csv").write_text("id,name\n1815,Ada Lovelace\n1906,Grace Hopper\n", encoding="utf-8")
    command, printed = shown("out")
    assert output_of(*command) == printed
    assert {path.name for path in Path("hw3/1815_Ada_Lovelace").iterdir()} == set(
        re.findall(r"^\| `([\w.]+)` \|", PAGE, re.MULTILINE)
    )
    for folder, code in (("1815_Ada_Lovelace", RIGHT_STEP), ("1906_Grace_Hopper", STEP_WITHOUT_B)):
        file = Path("hw3", folder, "submission.py")
        file.write_bytes(code + b"\n\n# What" + file.read_bytes().partition(b"# What")[2])
    command, printed = shown("back")
    assert output_of(*command).strip("\n") == printed.strip("\n")
