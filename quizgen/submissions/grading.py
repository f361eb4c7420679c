"""Grades a submission: all checks of its functions in one conversation, then a reason for every loss."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from quizgen.errors import UserError, closest
from quizgen.model import Grade, Mark, Verdict
from quizgen.sandbox.host import Session
from quizgen.sandbox.protocol import Fallen
from quizgen.sandbox.records import GUESSED, Failure, Limits, Loaded, NoWall
from quizgen.sandbox.wall import Wall
from quizgen.submissions.checks import CHECKS, Check
from quizgen.submissions.diagnosis.carry_back import carried_back
from quizgen.submissions.diagnosis.carry_forward import carried_on, pardoned
from quizgen.submissions.diagnosis.explain import Reasons, look_for_reasons
from quizgen.submissions.diagnosis.isolate import right_without
from quizgen.submissions.interfaces import FUNCTIONS, HEADINGS, Interface, called, interface_of, layouts
from quizgen.submissions.marks import ALIKE, absent, marks_of, missing
from quizgen.submissions.session import Conversation, Translated

MAX_SOURCE = 1 << 18  # bytes; a hundred times any honest solution
TOLD = 5  # skipped lines that are told of
DEFINITION = re.compile(r"^(?:def|class)[ \t]+(\w+)[ \t]*(?:\(([^()]*)\))?", re.MULTILINE)
PUBLIC = "Only the public checks: what holds of any right function, and no number that it should return."


def grade(
    source: bytes,
    name: str,
    *,
    wall: Wall | None = None,
    functions: Sequence[str] | None = None,
    interface: str | None = None,
    public: bool = False,
    student: str = "",
    quiz: str = "",
    limits: Limits | None = None,
) -> Grade:
    """The grade of one submission: its functions, or all of `functions`, where a missing one earns nothing.

    `name` is what the source is called in the report; `functions` are the chapter's names, `interface` the name of one
    where it is not to be recognised. `public` makes only the checks that give nothing away. Without a `wall` one is put
    up for this file alone. Raises UserError where there is nothing to grade: none of the interface's functions in the
    file, a file too large, or a system that cannot hold a strange file in.
    """
    if unknown := set(functions or ()) - set(FUNCTIONS):
        raise ValueError(f"The chapter's interface has no {', '.join(sorted(unknown))}.")
    if len(source) > MAX_SOURCE:
        raise UserError(f"{name} has {len(source):,} bytes, a submission at most {MAX_SOURCE:,}: is it the right file?")
    with contextlib.ExitStack() as stack:
        try:
            wall = stack.enter_context(Wall()) if wall is None else wall
        except NoWall as none:
            raise UserError(str(none)) from none
        session = stack.enter_context(Session(source, limits or Limits(), wall))
        file = File.read(source, session, interface)
        asked = file.functions if functions is None else [f for f in FUNCTIONS if f in {*functions} & {*file.offered}]
        if not asked:
            wanted = dict.fromkeys(file.interface.functions.get(f, f) for f in functions or file.offered)
            told = f"{name} defines none of the functions to grade: {', '.join(wanted)}"
            raise UserError(told + file.instead_of(wanted))
        marks = list(file.marks(asked, session, public))
    titles = {f: f"{called(f, file.interface)} · {HEADINGS[f]}" for f in asked}
    notes = ((PUBLIC,) if public else ()) + file.skipped()
    return Grade(name, "code", quiz, student, tuple(marks), titles, interface=file.interface.name, notes=notes)


@dataclass(frozen=True)
class File:
    """What is known of a file before anything is asked of it: what it says it defines, and what its text looks like.

    `written` are the lines on which definitions seem to stand, by name: the text is searched, never parsed, since a
    file may be built to break the parser.
    """

    interface: Interface
    loaded: Loaded | Failure
    written: dict[str, int]

    @classmethod
    def read(cls, source: bytes, session: Session, interface: str | None) -> File:
        """Has the file loaded on the far side of the wall, and finds out which interface it follows."""
        text = source.decode("utf-8", "replace").replace("\r", "\n")
        found = list(DEFINITION.finditer(text))
        written = {match[1]: text.count("\n", 0, match.start()) + 1 for match in found}
        try:
            loaded = session.loaded
        except (OSError, Fallen) as error:
            loaded = Failure("OUR_FAULT", f"could not be called: no process could be started ({error})")
        seen = {match[1]: tuple(re.findall(r"(\w+)[^,]*", match[2] or "")) for match in found}
        names = {**seen, **(loaded.names if isinstance(loaded, Loaded) else {})}
        return cls(interface_of(Loaded(names), interface), loaded, written)

    @property
    def offered(self) -> Sequence[str]:
        """The functions that can be asked through this interface, by the chapter's names."""
        return list(self.interface.functions)

    @property
    def functions(self) -> list[str]:
        """Those of them that the file defines, or seems to define."""
        return [f for f in self.offered if self._defined(f) or self._written(f)]

    def _defined(self, function: str) -> bool:
        return isinstance(self.loaded, Loaded) and self.interface.functions[function] in self.loaded.names

    def _written(self, function: str) -> bool:
        top = self.interface.functions[function].partition(".")[0]
        return top in self.written and not (isinstance(self.loaded, Loaded) and top in self.loaded.names)

    def instead_of(self, wanted: Iterable[str]) -> str:
        """The end of a sentence that says that none of these is there: the file is no Python, or has other names."""
        if isinstance(self.loaded, Failure):
            return f"; {self.loaded.why.removeprefix('could not be called: ')}."
        alike = ((closest(name, [*self.loaded.names, *self.written], ALIKE), name) for name in wanted)
        return next((f". There is {there}: did you mean {name}?" for there, name in alike if there), ".")

    def marks(self, asked: Sequence[str], session: Session, public: bool) -> Iterator[Mark]:
        """The marks of all functions asked for."""
        checks = {f: [check for check in CHECKS[f] if self._applies(check, public)] for f in asked}
        learner = Translated(session, self.interface)
        held, reasons = Conversation(), Reasons()
        there = [f for f in asked if self._defined(f) or (isinstance(self.loaded, Failure) and self._written(f))]
        with np.errstate(all="ignore"):  # what the learner's numbers overflow is no news to us
            held.hold(learner, [check for f in there for check in checks[f]])
            held.pardons = pardoned(held, learner)
            if not public:
                held.pardons |= carried_on(held, learner) | carried_back(held, learner)
            held.pardons |= right_without(held, learner)
            if not public:
                others = [Translated(session, other) for other in layouts(self.interface)]
                reasons = look_for_reasons(held, learner, self.interface, others)
            for function in asked:
                if function in there:
                    yield from marks_of(function, held, reasons, self.interface)
                else:
                    yield from absent(function, checks[function], *self._absence(function))

    def _applies(self, check: Check, public: bool) -> bool:
        return f"{check.function}.{check.id}" not in self.interface.left_out and (check.public or not public)

    def _absence(self, function: str) -> tuple[Verdict, str]:
        """Why a function cannot be asked: it is not in the file, or it stands there and was not loaded."""
        name = self.interface.functions[function]
        if isinstance(self.loaded, Failure) or not self._written(function):
            names = self.loaded.names if isinstance(self.loaded, Loaded) else self.written
            return Verdict.BLANK, missing(name, names)
        start = self.written[name.partition(".")[0]]
        end = min((line for line in self.written.values() if line > start), default=1 << 31)
        why = next((f" (line {line}): {why}" for line, why in self.loaded.skipped if start <= line < end), "")
        return Verdict.CRASHED, f"{name} stands in the file and could not be loaded{why}"

    def skipped(self) -> tuple[str, ...]:
        """A sentence for each line that was not run, as far as there is room."""
        lines = self.loaded.skipped if isinstance(self.loaded, Loaded) else ()
        more = (f"{len(lines) - TOLD} more lines were skipped.",) if len(lines) > TOLD else ()
        told = (f"Line {line} {'' if why == GUESSED else 'was skipped: '}{why}" for line, why in lines[:TOLD])
        return (*told, *more)
