"""Sorts scanned pages by the paper that their code names, and says of each page that cannot be used why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from quizgen.classroom.exam.blanks import Blank
from quizgen.classroom.scan.answer_places import AnswerPlace, Said, boxes_read, joined, said
from quizgen.classroom.scan.read_page import BLANK
from quizgen.classroom.scan.records import ReadPage
from quizgen.classroom.scan.states import fills, settled
from quizgen.generate.exam.seeds import written_code
from quizgen.model import PaperHead

INK = 0.04  # of a box: more or less of it than in another scan of the page means that something else is written
DIFFER = "The page was scanned more than once, and the scans differ here."


@dataclass(frozen=True)
class KeptPage:
    """What was read of a page, and `key`, the name of the folder of its pictures: which file and page it was."""

    key: str
    read: ReadPage

    @property
    def where(self) -> str:
        """The file and, if it may have several, the page in it."""
        return f"{self.read.source}, page {self.read.number}"


@dataclass(frozen=True)
class Finding:
    """What one blank says on the pages that came, and the keys of the pages on which a person can see it."""

    place: AnswerPlace
    said: Said
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class ScannedPaper:
    """One paper: its pages that came, by number, the scan that counts first; and what its blanks say on them.

    `absent`: the places of blanks of whose page no scan came.
    """

    head: PaperHead
    pages: Mapping[int, tuple[KeptPage, ...]]
    findings: tuple[Finding, ...]
    absent: tuple[AnswerPlace, ...] = ()

    @property
    def missing(self) -> tuple[int, ...]:
        """The pages with boxes of which no scan came."""
        return tuple(sorted({place.page for place in self.absent}))


@dataclass(frozen=True)
class Note:
    """What a person should know of a page or a paper. `lost`: the page is in no paper, so that answers may be missing."""

    about: str
    sentence: str
    lost: bool = False


@dataclass(frozen=True)
class ScannedExam:
    """The papers of which pages came, in the order of printing, and the notes."""

    papers: tuple[ScannedPaper, ...]
    notes: tuple[Note, ...]


def scanned_exam(
    pages: Sequence[KeptPage],
    papers: Sequence[PaperHead],
    places: Mapping[str, Sequence[AnswerPlace]],
    paper: Callable[[str], PaperHead | None],
) -> ScannedExam:
    """All pages sorted. `places`: of the papers of this exam, by code; `paper`: any paper of the store by its code."""
    heads = {one.code: one for one in papers}
    notes: list[Note] = []
    found: dict[str, dict[int, list[KeptPage]]] = {}
    for one in pages:
        if one.read.code in heads and one.read.page > 0:
            found.setdefault(one.read.code, {}).setdefault(one.read.page, []).append(one)
        elif one.read.doubts == (BLANK,):  # the back of a sheet
            notes.append(Note(one.where, BLANK))
        else:
            notes.append(Note(one.where, why_foreign(one.read, paper), lost=True))
    made = []
    for code, head in heads.items():
        if code not in found:
            continue
        made.append(scanned_paper(head, found[code], places[code]))
        notes += notes_on(made[-1])
    notes += replaced(made)
    return ScannedExam(tuple(made), tuple(notes))


def scanned_paper(
    head: PaperHead, pages: Mapping[int, Sequence[KeptPage]], places: Sequence[AnswerPlace]
) -> ScannedPaper:
    """One paper from its pages. Of several scans of a page a clear one counts; where clear ones differ a person decides."""
    way = fills(box for scans in pages.values() for one in scans for box in one.read.boxes)
    ordered = {
        number: tuple(sorted((with_settled(one, way) for one in scans), key=lambda one: bool(one.read.doubts)))
        for number, scans in pages.items()
    }
    findings = tuple(finding(place, ordered[place.page]) for place in places if place.page in ordered)
    absent = tuple(place for place in places if place.page not in ordered)
    return ScannedPaper(head, dict(sorted(ordered.items())), findings, absent)


def with_settled(page: KeptPage, way: bool) -> KeptPage:
    """A page with its filled bubbles settled. `way`: whether the student marks by filling."""
    return replace(page, read=replace(page.read, boxes=settled(page.read.boxes, fills=way)))


def finding(place: AnswerPlace, scans: Sequence[KeptPage]) -> Finding:
    """What a blank says on the scans of its page."""
    clear = [one for one in scans if not one.read.doubts] or list(scans[:1])
    if any(differ(place, clear[0], other) for other in clear[1:]):
        return Finding(place, Said(None, DIFFER), tuple(one.key for one in clear))
    says = said(place, boxes_read(clear[0].read.boxes))
    if doubts := clear[0].read.doubts:
        says = Said(None, " ".join(doubts))
    return Finding(place, says, (clear[0].key,))


def differ(place: AnswerPlace, one: KeptPage, other: KeptPage) -> bool:
    """Whether two scans of a page do not say the same in a blank."""
    here, there = boxes_read(one.read.boxes), boxes_read(other.read.boxes)
    if said(place, here) != said(place, there):
        return True
    both = [(here[box].ink, there[box].ink) for box in place.boxes if box in here and box in there]
    return not place.letters and any(abs(first - second) > INK for first, second in both)


# ---------------------------------------------------------------- sentences


def why_foreign(read: ReadPage, paper: Callable[[str], PaperHead | None]) -> str:
    """Why a page is of no paper of this exam."""
    if not read.code or not read.page:
        why = " ".join(read.doubts) or "No code of a paper can be read on it."
        return f"{why} It is counted for nobody."
    other = paper(read.code)
    if other is not None:
        whose = f"page {read.page} of {other.student.name}'s paper {written_code(read.code)} for {other.exam}"
        return f"It is {whose}, another exam. Scan it with that exam."
    code = written_code(read.code)
    return f"Its code {code} is of no paper in this store. Is it of last year's exam, or kept in another store (--db)?"


def notes_on(paper: ScannedPaper) -> list[Note]:
    """What is said of one paper: doubtful pages, and pages scanned several times."""
    name = whose(paper.head)
    notes = []
    for number, scans in paper.pages.items():
        if scans[0].read.doubts:
            notes.append(Note(f"{name}, page {number}", f"{' '.join(scans[0].read.doubts)} A person reads its boxes."))
        if len(scans) > 1:
            notes.append(Note(f"{name}, page {number}", doubled(paper, number, scans)))
    return notes


def missing_notes(paper: ScannedPaper, typed: Collection[Blank]) -> list[Note]:
    """What is said of pages that did not come; `typed`: the blanks that were typed, from paper perhaps."""
    notes = []
    for number in paper.missing:
        left = [place.blank for place in paper.absent if place.page == number and place.blank not in typed]
        questions = list(dict.fromkeys(blank.question.removeprefix("q") for blank in left))
        sentence = "It did not come; what it asks was typed in."
        if left:
            several = len(questions) > 1
            which = f"question{'s' * several} {joined(questions)} {'are' if several else 'is'}"
            sentence = f"It did not come: {which} not graded."
        notes.append(Note(f"{whose(paper.head)}, page {number}", sentence))
    return notes


def doubled(paper: ScannedPaper, number: int, scans: Sequence[KeptPage]) -> str:
    """That a page was scanned several times, and what follows."""
    files = joined([one.where for one in scans])
    times = {2: "twice", 3: "three times"}.get(len(scans), f"{len(scans)} times")
    here = [one for one in paper.findings if one.place.page == number]
    differing = [one.place.blank.target for one in here if one.said.why == DIFFER]
    if differing:
        which = joined(list(dict.fromkeys(differing)))
        return f"It was scanned {times} ({files}), and the scans differ in {which}. A person decides."
    if scans[0].read.doubts or not scans[-1].read.doubts:
        return f"It was scanned {times} ({files}), and the scans say the same. One counts."
    return f"It was scanned {times} ({files}). The clear scan counts."


def replaced(papers: Sequence[ScannedPaper]) -> list[Note]:
    """Students of whom several papers came."""
    of_student: dict[str, list[PaperHead]] = {}
    for one in papers:
        of_student.setdefault(one.head.student.id, []).append(one.head)
    return [
        Note(
            f"{heads[0].student.name} ({heads[0].student.id})",
            f"{len(heads)} papers came: {joined([named(head) for head in heads])}. "
            "All are graded, and the one with most points counts.",
        )
        for heads in of_student.values()
        if len(heads) > 1
    ]


def named(head: PaperHead) -> str:
    """A paper by its code; a replacement says which."""
    return written_code(head.code) + (f" (sheet {head.sheet})" if head.sheet > 1 else "")


def whose(head: PaperHead) -> str:
    """A paper by its student and its code."""
    return f"{head.student.name}, {named(head)}"
