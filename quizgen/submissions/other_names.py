"""Functions under other names: one is taken for a missing one where no other has its arguments and behaves like it.

A function is called as the missing one would be. What it returns must equal the reference's, or a misconception's where its name
speaks of what is missing, so that a wrong function is judged under any name. Where several do the same, none is taken.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from quizgen.sandbox.records import Job, Loaded, Result
from quizgen.submissions.cases import ALL_DIFFERENT, PLAIN, Call
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.diagnosis.array_by_array import diagnose_arrays
from quizgen.submissions.diagnosis.candidates import singles
from quizgen.submissions.diagnosis.diagnose import is_constant, matching, observe
from quizgen.submissions.diagnosis.smallest_case import CALLS
from quizgen.submissions.interfaces import INTERFACES, Interface
from quizgen.submissions.interfaces.renamed import OtherName, renamed, renamed_job
from quizgen.submissions.session import Observed, first_calls

Runner = Callable[[Sequence[Job]], Sequence[Result]]
RENAMEABLE = tuple(INTERFACES[name] for name in ("chapter", "cs231n", "dlai"))  # those of functions called by position
ALSO_CALLED = {"gru_step": "gru_cell"}  # a second name that is as good as the first
MORE = 2  # arguments that a function may take beyond those that are given
MAX_TRIED = 40  # functions that are tried for a missing one; where there are more, none is taken
GROUPS = 3  # of functions whose names say nothing
RIGHT, MISTAKEN, OTHER = 2, 1, 0  # how a function behaves
WITH_CHECKS = {  # whose calls a function is tried with that is none of a cell's
    "predict": ("O3", "O4"),
    "bce_loss": ("L1", "L3"),
    "sequence_ce": ("L1", "L3"),
    "masked_ce": ("L2", "L3"),
    "sgd": ("U1",),
    "clip_gradients": ("N1", "N2"),
    "check_gradients": ("C1", "C4"),
}
SPEAKS_OF = {
    "predict": r"predict|output|readout",
    "bce_loss": r"bce|binary|loss|entropy",
    "sequence_ce": r"ce|loss|entropy",
    "masked_ce": r"mask|pad",
    "sgd": r"sgd|update|descent",
    "clip_gradients": r"clip",
    "check_gradients": r"check",
}
STEP, FORWARD, BACKWARD = (
    re.compile(words, re.IGNORECASE)
    for words in (
        r"step|cell|unit",
        r"forward|fprop|feed|fwd|propagate|unroll|run|states|rnn$",
        r"back|bptt|bprop|bwd|grad",
    )
)
GATED = re.compile(r"lstm|gru", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """The interface of a file with the names of its functions in it: `taken` for the interface's own; by the interface's name
    `several` of which none is taken because they do the same, and the only one of which the name alone speaks of it."""

    interface: Interface
    taken: tuple[OtherName, ...] = ()
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    right: int = 0  # how many of those taken are right
    by_name_alone: Mapping[str, str] = field(default_factory=dict)


def is_named(loaded: Loaded, interface: Interface) -> bool:
    """Whether a file has a function by a name of the interface."""
    return any(name in loaded.names for name in (*interface.signatures, *ALSO_CALLED.values()))


def find_other_names(
    loaded: Loaded, interfaces: Sequence[Interface], asked: Sequence[str] | None, written: Container[str], run: Runner
) -> Named:
    """The one of these interfaces of which the file has most under other names, with those names.

    `asked`: the functions that are graded by the chapter's names, None for those that are found; `written`: the names that the
    file defines or seems to define, which are not missing. `run` makes calls of which nothing remains.
    """
    searches = [_Search(loaded, interface, asked, written) for interface in interfaces]
    for stage in (False, True):
        trials = [trial for search in searches for trial in search.trials(after_another=stage)]
        for trial, behaviour in zip(trials, _behaviours(trials, run), strict=True):
            trial.search.behaviours.setdefault(trial.function, {})[trial.other] = behaviour
        for search in searches:
            search.take()
        searches = [max(searches, key=lambda one: (one.right, len(one.taken), bool(one.several)))]
    return searches[0].result()


@dataclass(frozen=True, eq=False)
class _Trial:
    """One function of the file in the place of a missing one."""

    search: _Search
    function: str
    other: OtherName
    calls: tuple[Call, ...]

    @property
    def speaks_of_it(self) -> bool:
        return speaks_of(self.other.name, self.function)

    def jobs(self) -> Iterator[Job]:
        """One for each call. Of the functions whose names say nothing, each group ends with one that does not come back."""
        at = [*self.search.loaded.names].index(self.other.name) % GROUPS
        others = (*self.search.taken, self.other)
        for call in self.calls:
            job = self.search.interface.job(call)
            assert job is not None, "only calls that the interface can express are tried"
            yield replace(renamed_job(job, others), function=self.other.name if self.speaks_of_it else f"group {at}")


@dataclass(eq=False)
class _Search:
    """What is known so far of the functions that one interface misses in a file."""

    loaded: Loaded
    interface: Interface
    asked: Sequence[str] | None
    written: Container[str]
    behaviours: dict[str, dict[OtherName, int]] = field(default_factory=dict)
    taken: list[OtherName] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    several: dict[str, tuple[str, ...]] = field(default_factory=dict)
    right: int = 0

    def __post_init__(self) -> None:
        self.any_name = self.asked is not None or not is_named(self.loaded, self.interface)
        for function, name in ALSO_CALLED.items():
            wanted = self.interface.functions.get(function)
            there = name in self.loaded.names and (self.asked is None or function in self.asked)
            if wanted is not None and there and self._is_missing(wanted):
                self.taken.append(OtherName(wanted, name))
                self.notes.append(f"{name} is taken for {wanted}.")

    def trials(self, *, after_another: bool) -> list[_Trial]:
        """Those of functions that are called alone, or `after_another` one, which is there or was taken."""
        found = []
        for function, calls in self._missing():
            wanted, needed = self.interface.functions[function], self._needed(function)
            there = {other.wanted for other in self.taken} | {*self.loaded.names}
            if bool(needed) is not after_another or not needed <= there:
                continue
            others = [one for one in self._candidates(wanted) if self.any_name or speaks_of(one.name, function)]
            if len(others) <= MAX_TRIED:
                found += [_Trial(self, function, other, calls) for other in others]
        return found

    def _missing(self) -> Iterator[tuple[str, tuple[Call, ...]]]:
        """The functions that the file has not by name, each once, with the calls that they are tried with."""
        seen = {*(other.wanted for other in self.taken), *self.behaviours}
        asked = {*(self.asked or ())}
        asked |= {f for f, name in self.interface.functions.items() for one in asked if name in self._needed(one)}
        for function, wanted in self.interface.functions.items():
            graded = function in asked if self.asked is not None else function in CALLS
            calls = probes(function)
            if graded and calls and wanted not in seen and self._is_missing(wanted):
                seen.add(wanted)
                yield function, tuple(call for call in calls if self.interface.job(call) is not None)

    def _is_missing(self, wanted: str) -> bool:
        return wanted not in self.loaded.names and wanted not in self.written

    def _needed(self, function: str) -> set[str]:
        """The other functions that a call of this one calls before it."""
        call = next(iter(probes(function)), None) if function in self.interface.functions else None
        job = self.interface.job(call) if call is not None else None
        own = self.interface.functions.get(function)
        return {step.name for step in job.steps if step.kind == "call" and step.name != own} if job else set()

    def _candidates(self, wanted: str) -> Iterator[OtherName]:
        """The functions that can be called as the missing one is, by position, or in another order where they call every
        argument as the interface does."""
        signature, names = self.interface.signatures[wanted], self.loaded.names
        ordered = not any(f in self.interface.positions for f, n in self.interface.functions.items() if n == wanted)
        classes = {name.partition(".")[0] for name in names if "." in name}
        for name, parameters in names.items():
            owner, _, method = name.partition(".")
            if parameters is None or name in classes or name in self.interface.signatures:
                continue
            if method and (names.get(owner) != () or method.startswith("__")):
                continue
            if ordered and parameters != signature and sorted(parameters) == sorted(signature):
                yield OtherName(wanted, name, tuple(signature.index(one) for one in parameters))
            elif len(signature) <= len(parameters) <= len(signature) + MORE:
                yield OtherName(wanted, name)

    def take(self) -> None:
        """Takes for each missing function the only one that is right, or the only one that makes a known mistake."""
        by_behaviour = {
            how: {f: [o for o, one in found.items() if one == how] for f, found in self.behaviours.items()}
            for how in (RIGHT, MISTAKEN)
        }
        right = {other.name for found in by_behaviour[RIGHT].values() for other in found}
        for function in self.behaviours:
            wanted = self.interface.functions[function]
            if wanted in self.several or any(other.wanted == wanted for other in self.taken):
                continue
            found, behaviour = by_behaviour[RIGHT][function], "behaviour"
            if not found and self.any_name:
                found = [
                    other
                    for other in by_behaviour[MISTAKEN][function]
                    if other.name not in right and speaks_of(other.name, function)
                ]
                behaviour = "the behaviour of a known mistake"
            if len(found) > 1:
                self.several[wanted] = tuple(other.name for other in found)
            for other in found if len(found) == 1 else ():
                self.taken.append(other)
                self.right += other.name in right
                self.notes.append(
                    f"{other.name} is taken for {wanted}: it is the only function with its arguments and {behaviour}."
                )

    def result(self) -> Named:
        """The interface with what was taken."""
        taken = tuple(self.taken)
        interface = renamed(self.interface, taken) if taken else self.interface
        speaking: dict[str, str] = {}
        for function, found in self.behaviours.items():
            names = [other.name for other in found if speaks_of(other.name, function)]
            if len(names) == 1:
                speaking[self.interface.functions[function]] = names[0]
        return Named(interface, taken, self.several, tuple(self.notes), self.right, speaking)


@functools.cache
def probes(function: str) -> tuple[Call, ...]:
    """The calls that a function is tried with; () for one that is never looked for."""
    if function in CALLS:
        return tuple(CALLS[function](case) for case in (PLAIN, ALL_DIFFERENT))
    checks = [check for check in CHECKS.get(function, ()) if check.id in WITH_CHECKS.get(function, ())]
    return tuple(dict.fromkeys(call for check in checks for call in first_calls(check)))


def speaks_of(name: str, function: str) -> bool:
    """Whether a name speaks of a function of the chapter's, in whatever words."""
    if function in SPEAKS_OF:
        return bool(re.search(SPEAKS_OF[function], name, re.IGNORECASE))
    own, _, what = function.partition("_")
    cell, of_step = GATED.search(name), bool(STEP.search(name))
    if bool(BACKWARD.search(name)) != what.endswith("backward") or (cell[0].lower() if cell else "rnn") != own:
        return False
    says_which = of_step or FORWARD.search(name) or BACKWARD.search(name)
    return of_step == what.startswith("step") if says_which else cell is not None


def _behaviours(trials: Sequence[_Trial], run: Runner) -> list[int]:
    """How the function of each trial behaves. Those whose names speak of what is missing are tried first."""
    order = sorted(range(len(trials)), key=lambda i: not trials[i].speaks_of_it)
    jobs = [(i, job) for i in order for job in trials[i].jobs()]
    results: dict[int, list[Result]] = {}
    for (i, _), result in zip(jobs, run([job for _, job in jobs]) if jobs else (), strict=True):
        results.setdefault(i, []).append(result)
    found = []
    with np.errstate(all="ignore"):  # the learner's numbers may be any
        for i, trial in enumerate(trials):
            read = trial.search.interface.read
            pairs = zip(trial.calls, results.get(i, ()), strict=True)
            found.append(_behaviour(trial, [(call, read(call, result)) for call, result in pairs]))
    return found


def _behaviour(trial: _Trial, observed: Observed) -> int:
    returned = [observe(call, result) for call, result in observed if result.failure is None]
    seen = [one for one in returned if one is not None]
    if not seen or len(seen) < len(returned) or is_constant(seen):
        return OTHER
    if all(one.is_right for one in seen):
        return RIGHT if len(seen) == len(observed) else OTHER
    known = matching(singles(trial.function), seen) or diagnose_arrays(observed, trial.search.interface)
    return MISTAKEN if known else OTHER
