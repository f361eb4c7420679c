"""The boxes of scanned papers in quizgen review: what waits, read in the terminal or on a page of this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import say
from quizgen.cli.enter_paper import Quit
from quizgen.cli.scan_exam import Scan
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.cli.scan_desk import ScanDesk
    from quizgen.store import Store

Pictures = Mapping[tuple[str, str], Sequence[Path]]
"""The pictures of scanned answers, by quiz and target."""


def scan_to_review(folder: Path, store: Store, by: str, assignment: str | None, *, named: bool) -> Scan | None:
    """What was scanned of the exam in a folder; None: nothing, or only another assignment is asked for.

    UserError, if the folder was `named`: it holds no exam, or nothing of it was scanned.
    """
    try:
        scan = Scan.of(folder, store, by)
        if assignment not in (None, scan.exam):
            return None
        scan.read()
    except UserError:
        if named:
            raise
        return None
    return scan


def read_boxes(scan: Scan, question: str, *, page: bool) -> int | None:
    """Has a person read the boxes that wait, and shows what came of it; how many there were. None: the person stopped.

    `question`: only boxes of this question, "" for all; `page`: in the browser, not in the terminal.
    """
    from quizgen.cli.scan_desk import ScanDesk
    from quizgen.cli.scan_page import serve

    desk = ScanDesk(scan.folder, scan.scanned, scan.grades, scan.by, question)
    if not desk.boxes:
        return 0
    stopped = False
    if page:
        serve(desk, scan.exam)
    else:
        stopped = not in_terminal(desk)
    say()
    scan.show_end()
    return None if stopped else len(desk.boxes)


def in_terminal(desk: ScanDesk) -> bool:
    """Goes through the boxes in the terminal; whether the person goes on with what else waits."""
    from quizgen.cli.scan_review import Review

    boxes = f"{len(desk.boxes)} boxes wait" if len(desk.boxes) > 1 else "1 box waits"
    say(f"{boxes}. Open the picture and type what is written. ? shows the keys, q leaves the boxes for later.")
    try:
        Review(desk).run()
    except Quit:
        return True
    except (EOFError, KeyboardInterrupt):
        say("\nStopped. What was typed is kept.")
        return False
    return True


def pictures_of(scan: Scan) -> Pictures:
    """The pictures of the answers on the pages that came."""
    from quizgen.documents.exam.scans import ScanFolder

    folder = ScanFolder.of(scan.folder)
    found: dict[tuple[str, str], list[Path]] = {}
    for paper in scan.scanned:
        for one in paper.findings:
            blank = one.place.blank
            here = found.setdefault((paper.head.quiz, blank.target), [])
            here += [path for key in one.pictures if (path := folder.picture(key, blank)) not in here]
    return found
