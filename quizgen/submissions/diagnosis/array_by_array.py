"""Which misconception explains each gradient by itself, where none explains all of them.

dW = for dW += in one array only, or dh_0 left at zero beside another mistake: each array that is wrong is compared with
what every misconception gives for it, in every element of every call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import NOT_OBSERVABLE, Array, Call, expected_value, on_own_states, takes_single_precision
from quizgen.submissions.checks import CourseNames
from quizgen.submissions.diagnosis.candidates import FAMILIES, Candidate, pairs, singles
from quizgen.submissions.diagnosis.diagnose import (
    Diagnosis,
    Observation,
    array_of,
    is_one_number,
    precision,
    right_vector,
)
from quizgen.submissions.diagnosis.memo import memoised
from quizgen.submissions.session import Observed
from reference_rnn import CATALOGUE, feedback

LEAST = 8  # numbers in which a misconception must differ from the reference, for a match to be no chance
MOST_NAMES = 3  # of one array: more would name half the catalogue


def diagnose_arrays(observed: Observed, names: CourseNames) -> Diagnosis | None:
    """The misconceptions that explain single arrays of one function; None if there are none."""
    returned = [(call, result) for call, result in observed if result.failure is None and result.value is not None]
    returned = [pair for pair in returned if not takes_single_precision(pair[0])]
    if not returned or not isinstance(expected_value(returned[0][0]), dict) or not FAMILIES[returned[0][0].function]:
        return None
    with np.errstate(all="ignore"):
        parts = [observe_parts(call, result) for call, result in returned]
        wrong = {}
        for name in expected_names(returned[0][0]):
            seen = [part[name] for part in parts if name in part]
            if len(seen) == len(parts) and not all(one.is_right for one in seen):
                wrong[name] = seen
        if not wrong or _all_constant(wrong):
            return None
        found, at_once = _explained(returned[0][0].function, wrong)
    some_right = len(wrong) < len(expected_names(returned[0][0]))
    return _diagnosis(found, at_once, [*wrong], some_right, names) if found else None


def expected_names(call: Call) -> list[str]:
    """The arrays that a call returns."""
    value = expected_value(call)
    return list(value) if isinstance(value, dict) else []


@memoised
def observe_parts(call: Call, result: Result) -> dict[str, Observation]:
    """Each array that a call returned, of those that can be compared. One number for a whole bias stands for each of its
    elements. What an interface never returns counts as right."""
    value = result.value
    call = on_own_states(call, value)
    expected = expected_value(call)
    found: dict[str, Observation] = {}
    if not isinstance(value, dict) or not isinstance(expected, dict):
        return found
    for i, (name, right) in enumerate(expected.items()):
        theirs = value.get(name)
        array = right if theirs is NOT_OBSERVABLE else array_of(theirs, right, name)
        if array is None:
            continue
        if array.size == 1 and np.ndim(right) == 1:
            array = np.full(np.shape(right), array.item())
        vector = right_vector(call).part(i)
        one = Observation(call, (array.shape,), array.ravel(), None, precision(call, value), is_right=False)
        same = one.shapes == vector.shapes and bool(one.matches(vector.numbers, vector.scale))
        found[name] = Observation(call, one.shapes, one.numbers, None, one.tolerance, is_right=same)
    return found


def _all_constant(wrong: dict[str, list[Observation]]) -> bool:
    seen = np.concatenate([one.numbers for observations in wrong.values() for one in observations])
    return is_one_number(seen)


def _explained(function: str, wrong: dict[str, list[Observation]]) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """For each array the misconceptions that explain it, of several those that explain most arrays; and the arrays that two
    explain at once."""
    alone = {name: _matching(singles(function), name, seen) for name, seen in wrong.items()}
    often = Counter(one.ids for candidates in alone.values() for one in {one.ids: one for one in candidates}.values())
    found: dict[str, tuple[str, ...]] = {}
    for name, candidates in alone.items():
        most = max((often[one.ids] for one in candidates), default=0)
        chosen = dict.fromkeys(one.ids[0] for one in candidates if often[one.ids] == most)
        if 0 < len(chosen) <= MOST_NAMES:
            found[name] = tuple(chosen)
    known = {id for ids in found.values() for id in ids}
    at_once = set()
    for name, seen in wrong.items():
        if name not in found and known:
            beside = tuple(one for one in pairs(function) if known & {*one.ids})
            two = dict.fromkeys(one.ids for one in _matching(beside, name, seen))
            if len(two) == 1:
                found[name] = next(iter(two))
                at_once.add(name)
    for name in _meant_by_nobody(found, wrong):
        del found[name]
    return found, frozenset(at_once) & found.keys()


def _meant_by_nobody(found: dict[str, tuple[str, ...]], wrong: dict[str, list[Observation]]) -> set[str]:
    """The explained arrays of one number, such as zeros, beside one that nothing explains: then neither shows a mistake."""
    constant = {name for name, seen in wrong.items() if is_one_number(np.concatenate([one.numbers for one in seen]))}
    if constant <= found.keys():
        return set()
    shown = {id for name, ids in found.items() if name not in constant for id in ids}
    return {name for name in constant & found.keys() if shown.isdisjoint(found[name])}


def _matching(candidates: Sequence[Candidate], name: str, seen: Sequence[Observation]) -> list[Candidate]:
    found = [one for one in candidates if _explains(one, name, seen)]
    return [one for one in found if one.by_hand] or found


def _explains(candidate: Candidate, name: str, seen: Sequence[Observation]) -> bool:
    """Whether a candidate gives this array in every call, and something else than the reference in numbers enough."""
    telling = 0
    for one in seen:
        i = expected_names(one.call).index(name)
        if (value := candidate.value_for(one.call)) is None or len(value.shapes) <= i:
            if not one.is_right:
                return False
            continue
        if value.shapes[i : i + 1] != one.shapes:
            return False
        part = value.part(i)
        if not one.matches(part.numbers, part.scale):
            return False
        right = right_vector(one.call).part(i)
        if part.shapes == right.shapes:
            telling += _differing(part.numbers, right.numbers, right.scale)
    return telling >= LEAST


def _differing(ours: Array, right: Array, scale: Array) -> int:
    return int((np.abs(ours - right) > 1e-6 * scale).sum())


def _diagnosis(
    found: dict[str, tuple[str, ...]],
    at_once: frozenset[str],
    wrong: Sequence[str],
    some_right: bool,
    names: CourseNames,
) -> Diagnosis:
    groups: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for name, ids in sorted(found.items(), key=lambda pair: pair[0] in at_once):
        groups.setdefault((ids, name in at_once), []).append(names.element(name, ()))
    said: set[str] = set()
    sentences = []
    for (ids, both), arrays in groups.items():
        sentences.append(f"{_and(_of_gates(arrays))}: {_both(ids, said) if both else _either(ids)}")
        said |= {*ids}
    if rest := [names.element(name, ()) for name in wrong if name not in found]:
        sentences.append(f"{_and(_of_gates(rest))}: wrong in another way.")
    elif some_right:
        sentences.append("What else is returned is right.")
    several = len(groups) > 1 or bool(at_once or rest)
    misconceptions = tuple(dict.fromkeys(id for ids in found.values() for id in ids))
    sentences = [f"T{one[1:]}" if one.startswith("the ") else one for one in sentences]
    return Diagnosis(misconceptions, " ".join(sentences), "equals the same", found, several)


def _of_gates(arrays: Sequence[str]) -> list[str]:
    """The names of arrays, those of one gate together: "dWx, dWh and db of the input gate"."""
    gates: dict[str, list[str]] = {}
    for array in arrays:
        name, _, gate = array.partition(" of the ")
        gates.setdefault(gate, []).append(name)
    return [one for gate, names in gates.items() for one in ([f"{_and(names)} of the {gate}"] if gate else names)]


def _either(ids: Sequence[str]) -> str:
    joined = " Or: ".join(feedback(CATALOGUE[id]) for id in ids)
    return joined[0].lower() + joined[1:]


def _both(ids: Sequence[str], said: Container[str]) -> str:
    """Two mistakes at once; of one that was told of other arrays only the other is new."""
    new = [feedback(CATALOGUE[id]) for id in ids if id not in said]
    texts = " And: ".join(text[0].lower() + text[1:] for text in new)
    return f"the same, and at once {texts}" if 0 < len(new) < len(ids) else f"two mistakes at once. {texts}"


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
