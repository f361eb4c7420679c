"""What was returned otherwise than asked: one value more, of which the one that can be the answer is taken; a tuple for a dict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from quizgen.submissions.cases import Missing, as_array

KINDS = {dict: "a dict", list: "a list", tuple: "a tuple", np.ndarray: "an array", type(None): "None", str: "a text"}


def answer_among(function: str, value: Any, wanted: tuple[int, ...] | None) -> tuple[Any, str]:
    """The part of a tuple or list that has the wanted shape, or is the only dict where `wanted` is None, and a sentence that
    says so. The value itself and "" where it is no such tuple; Missing and "" where more than one part could be meant."""
    if type(value) is not tuple and type(value) is not list:
        return value, ""
    found = [i for i, part in enumerate(value) if _fits(part, wanted)]
    if type(value) is tuple and len(found) > 1:
        why = f"is one of {len(found)} values that {function} returned, and which one cannot be told: return it alone"
        return Missing(why), ""
    whole = as_array(value)
    if whole is not None and wanted is not None and (whole.shape == wanted or not _ragged(value)):
        return value, ""
    if len(found) != 1:
        return value, ""
    [at] = found
    others = " and ".join(KINDS.get(type(part), "a number") for i, part in enumerate(value) if i != at)
    note = f"{function} returned {len(value)} values: [{at}] is taken for its answer; beside it came {others}."
    return value[at], note if len(value) > 1 else ""


def in_order_of(function: str, value: Any, names: Sequence[str]) -> tuple[Any, str]:
    """A tuple or list of as many arrays as a dict should have entries, as that dict, and a sentence that says so; anything else
    as it is, and ""."""
    if type(value) not in (tuple, list) or len(value) != len(names):
        return value, ""
    if not all(part is None or _is_numbers(part) for part in value):
        return value, ""
    note = f"{function} returned {KINDS[type(value)]} for a dict: it is taken as {', '.join(names)}."
    return dict(zip(names, value, strict=True)), note


def _is_numbers(part: Any) -> bool:
    return not isinstance(part, (bool, Mapping, str)) and as_array(part) is not None


def _ragged(value: Sequence[Any]) -> bool:
    """Whether its parts are not all of one kind and shape, as the steps of a list of states are."""
    return len({np.shape(part) if isinstance(part, np.ndarray) else type(part) for part in value}) > 1


def _fits(part: Any, wanted: tuple[int, ...] | None) -> bool:
    if wanted is None:
        return isinstance(part, dict)
    if isinstance(part, (bool, Mapping, str)) or part is None:
        return False
    array = part if isinstance(part, np.ndarray) else as_array(part)
    return array is not None and array.shape == wanted and (not wanted or not isinstance(part, tuple))
