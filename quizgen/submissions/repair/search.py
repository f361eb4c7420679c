"""Looks for the smallest repair of each wrong function: edits of the blamed line first, then a second place of the same kind.

An edit is tried on one call on which the function is wrong. Those after which that call is right have all checks of the
function run, in a process of their own, and calls that no check makes.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from quizgen.model import Grade, Verdict
from quizgen.sandbox.host import ENDED_BY_LIMIT, Session
from quizgen.sandbox.records import Limits
from quizgen.sandbox.source import Source
from quizgen.sandbox.wall import Wall
from quizgen.submissions.cases import Call
from quizgen.submissions.checks import CHECKS, failure_of
from quizgen.submissions.interfaces import Interface
from quizgen.submissions.notebook import source_of
from quizgen.submissions.repair.attempts import Definition, attempted, share_right
from quizgen.submissions.repair.edit import Edit, Repair, diff, edited, size
from quizgen.submissions.repair.fresh import fresh_calls
from quizgen.submissions.session import AdaptedSubmission, CheckSession
from quizgen.submissions.submitted_file import SubmittedFile

WRONG = (Verdict.SLIP, Verdict.WRONG, Verdict.CRASHED, Verdict.PARTLY)
MOST_CHECKED = 12  # repairs of one function that all checks are run for
MOST_PAIRS = 300
MOST_SECONDS = 60.0  # of elapsed time for one function; on a quiet machine it takes two
MOST_ENDLESS = 6  # attempts at one function that reach a limit
BETTER = 4  # edits of each statement that go into combinations
Edits = tuple[Edit, ...]


def repairs(source: Source | bytes, grade: Grade, wall: Wall) -> Iterator[tuple[str, Repair | None]]:
    """For each function of a grade that is wrong, its repair; None where none was found.

    A repaired function stays repaired when the next one is looked at.
    """
    source = source if isinstance(source, Source) else source_of(source)
    for function in dict.fromkeys(mark.ask.partition(".")[0] for mark in grade.marks if mark.verdict in WRONG):
        lines = [
            cause.line.number
            for cause in grade.causes
            if cause.function == function and cause.line and cause.line.number
        ]
        found = _repair(source, function, lines, grade, wall)
        source = found[0] if found else source
        yield function, found and found[1]


def _repair(
    source: Source, function: str, lines: Sequence[int], grade: Grade, wall: Wall
) -> tuple[Source, Repair] | None:
    """The repaired file and the repair of one function."""
    with Session(source, Limits(), wall) as sandbox:
        file = SubmittedFile.read(sandbox, grade.interface or None, [function])
        interface = file.interface
        if not file.is_callable(function):
            return None
        call = _wrong_call(AdaptedSubmission(sandbox, interface), function)
    if call is None:
        return None
    name = interface.functions[function].partition(".")[0]
    until = time.monotonic() + MOST_SECONDS
    line = next(filter(None, [*lines, file.written.get(name, 0)]), 0)
    definition = Definition.around(line, source, wall) if line else None
    if definition is None:
        return None
    candidates = _candidates(definition, call, interface, wall, until)
    for edits in itertools.takewhile(lambda _: time.monotonic() < until, candidates):
        repaired = definition.with_edits(edits)
        if is_right(repaired, function, interface, wall):
            after = edited(definition.lines, edits)
            return repaired, Repair(function, edits, diff(definition.lines, after, grade.source, source))
    return None


def _wrong_call(submission: AdaptedSubmission, function: str) -> Call | None:
    """A call on which the function is wrong: a fresh one if there is one, else one that a check makes."""
    session = CheckSession()
    calls = [call for call in fresh_calls(function) if submission.supports(call)]
    with np.errstate(all="ignore"):
        session.run_calls(submission, calls)
        for call in calls:
            if failure_of(call, session.results[call]) is not None:
                return call
        session.run_checks(submission, CHECKS[function])
        observed = session.observations(function)
        return next((call for call, result in observed if failure_of(call, result) is not None), None)


def _candidates(definition: Definition, call: Call, interface: Interface, wall: Wall, until: float) -> Iterator[Edits]:
    """Edits after which the call is right, the smallest first; single ones, then several at once. None are tried after `until`,
    or after MOST_ENDLESS that never came back."""
    shares: dict[Edits, float] = {}
    endless = 0
    stages: tuple[Callable[[], Iterable[Edits]], ...] = (
        lambda: [(), *((edit,) for edit in definition.blamed)],
        lambda: [(edit,) for edit in definition.others],
        lambda: _better(shares),
        lambda: _same_kind(definition),
    )
    for stage in stages:
        combinations = [one for one in stage() if one not in shares]
        with np.errstate(all="ignore"):
            for edits, result in attempted(definition, combinations, call, interface, wall):
                shares[edits] = share_right(call, result)
                endless += result.failure is not None and result.failure.verdict in ENDED_BY_LIMIT
                if endless >= MOST_ENDLESS or time.monotonic() > until:
                    break
        right = [one for one in combinations if shares.get(one) == 1.0]
        yield from sorted(right, key=lambda edits: size(definition.lines, edits))[:MOST_CHECKED]


def _better(shares: dict[Edits, float]) -> list[Edits]:
    """Combinations of edits of different statements, each of which alone makes more of the result right."""
    by_statement: dict[int, list[tuple[float, Edit]]] = {}
    for edits, share in shares.items():
        if share > shares[()]:
            by_statement.setdefault(edits[0].first, []).append((share, edits[0]))
    best = [[edit for _, edit in sorted(found, key=lambda one: -one[0])[:BETTER]] for found in by_statement.values()]
    found: list[Edits] = []
    for count in (2, 3, 4):
        for statements in itertools.combinations(best, count):
            found += itertools.product(*statements)
            if len(found) > MOST_PAIRS:
                return found[:MOST_PAIRS]
    return found


def _same_kind(definition: Definition) -> list[Edits]:
    """An edit of the blamed statement together with one of the same kind elsewhere: of two names, with the reverse."""
    names = {edit.rule: edit for edit in definition.others if edit.rule.startswith("name ")}
    exchanged: list[Edits] = [(edit, names[back]) for edit in definition.blamed if (back := _reverse(edit)) in names]
    pairs: Iterable[Edits] = itertools.product(definition.blamed, definition.others)
    alike = (pair for pair in pairs if pair[0].rule == pair[1].rule and pair[0].rule.split(" ")[0] not in MANY)
    return [*exchanged, *itertools.islice(alike, MOST_PAIRS)]


def _reverse(edit: Edit) -> str:
    """The kind of the edit that puts the old name in the place of the new one."""
    kind, *names = edit.rule.split(" ")
    return " ".join([kind, *reversed(names)]) if len(names) == 2 else ""


MANY = ("name", "expression", "factor", "term", "insert")  # kinds of which there are too many to pair


def is_right(source: Source, function: str, interface: Interface, wall: Wall) -> bool:
    """Whether a function passes all its checks that count, and is right on fresh calls."""
    with Session(source, Limits(), wall) as sandbox, np.errstate(all="ignore"):
        submission, session = AdaptedSubmission(sandbox, interface), CheckSession()
        checks = [c for c in CHECKS[function] if f"{c.function}.{c.id}" not in interface.omitted_checks]
        session.run_checks(submission, checks)
        calls = [call for call in fresh_calls(function) if submission.supports(call)]
        session.run_calls(submission, calls)
    right = not any(outcome for check, outcome in session.outcomes.items() if check.points)
    return bool(session.outcomes) and right and all(failure_of(call, session.results[call]) is None for call in calls)
