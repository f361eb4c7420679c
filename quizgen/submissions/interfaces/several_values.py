"""One return value more than asked: the one part of a tuple that can be the answer is taken for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from quizgen.submissions.cases import as_array

KINDS = {dict: "a dict", list: "a list", tuple: "a tuple", np.ndarray: "an array", type(None): "None", str: "a text"}


def answer_among(function: str, value: Any, wanted: tuple[int, ...] | None) -> tuple[Any, str]:
    """The part of a tuple or list that has the wanted shape, or is the only dict where `wanted` is None, and a sentence that
    says so. The value itself and "" where it is no such tuple, or more than one part could be meant."""
    if type(value) is not tuple and type(value) is not list:
        return value, ""
    whole = as_array(value)
    if whole is not None and wanted is not None and (whole.shape == wanted or not _ragged(value)):
        return value, ""
    found = [i for i, part in enumerate(value) if _fits(part, wanted)]
    if len(found) != 1:
        return value, ""
    [at] = found
    others = " and ".join(KINDS.get(type(part), "a number") for i, part in enumerate(value) if i != at)
    note = f"{function} returned {len(value)} values: [{at}] is taken for its answer; beside it came {others}."
    return value[at], note if len(value) > 1 else ""


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
