"""Which attributes of a tutorial's class are its parameters: objects are made with sizes that all differ, and looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizgen.sandbox.records import Job, Ref, Result, Step
from quizgen.submissions.interfaces.scratch_plan import Parameter, Path, Plan

Runner = Callable[[Sequence[Job]], Sequence[Result]]
Names = Mapping[str, tuple[str, ...] | None]

FORWARD = re.compile(r"forward|fprop|feed|^fwd|propagate|unroll|^run$|^predict|^__call__$", re.IGNORECASE)
BACKWARD = re.compile(r"back|bptt|bprop|^bwd|grad", re.IGNORECASE)
RATE = re.compile(r"^(lr|eta|alpha|rate|step_size)$|learn", re.IGNORECASE)
TRUNCATION = re.compile(r"trunc", re.IGNORECASE)
STEPS = re.compile(r"seq|time|step|len|^T$")
NEVER = 1000  # steps after which gradients are truncated
SIZES = (5, 7, 11, 13)  # of which no two, and no sum of two, are equal
T = 3
MAX_CLASSES = 4
OF_ANOTHER = re.compile(r"^(d|D|g|m|v|grad|mem|delta|del|dL|dLd|dJ|sum|acc)_?(?=[A-Za-z])|(_?grad|_?g|_m|_v|_mem)$")


@dataclass(frozen=True)
class Made:
    """A class as it was made once: what the constructor was given, and the arrays that the object has."""

    owner: str
    arguments: tuple[str | float, ...]  # "T", a number, or "" for a size
    sizes: tuple[int, ...]  # of those that are sizes, in order
    arrays: Mapping[Path, tuple[int, ...]]  # place -> shape
    numbers: frozenset[str]  # attributes that are single numbers


def methods(names: Names, owner: str, pattern: re.Pattern[str]) -> list[str]:
    """The methods of a class whose names say that they are of a kind, those that begin with it first."""
    found = [name.partition(".")[2] for name in names if name.startswith(f"{owner}.")]
    return sorted((name for name in found if pattern.search(name)), key=lambda name: not pattern.match(name))


def classes(names: Names) -> list[str]:
    """The classes that may be an RNN: made from sizes, with a method for the forward pass."""
    owners = [name for name, parameters in names.items() if "." not in name and parameters]
    return [owner for owner in owners if methods(names, owner, FORWARD)][:MAX_CLASSES]


def made_objects(names: Names, owners: Sequence[str], run: Runner) -> list[Made]:
    """For each class the object that was made from the most of the constructor's arguments."""
    tries: list[tuple[str, tuple[str | float, ...]]] = []
    for owner in owners:
        whole = tuple(map(_word, names[owner] or ()))
        tries += [(owner, whole[:n]) for n in range(len(whole), 0, -1)]
    results = run([_making(owner, words) for owner, words in tries])
    found: dict[str, Made] = {}
    for (owner, words), result in zip(tries, results, strict=True):
        if owner not in found and result.failure is None and isinstance(result.value, dict):
            arrays = dict(_arrays(result.value, ()))
            numbers = frozenset(name for name, value in result.value.items() if type(value) in (int, float))
            one = Made(owner, words, SIZES[: words.count("")], arrays, numbers)
            if any(len(shape) == 2 and shape[0] == shape[1] and shape[0] in one.sizes for shape in arrays.values()):
                found[owner] = one
    return list(found.values())


def _word(parameter: str) -> str | float:
    if RATE.search(parameter):
        return 1.0
    if TRUNCATION.search(parameter):
        return NEVER
    return "T" if STEPS.search(parameter) else ""


def _making(owner: str, words: tuple[str | float, ...]) -> Job:
    sizes = iter(SIZES)
    arguments = tuple(next(sizes, 17) if word == "" else T if word == "T" else word for word in words)
    return Job(f"{owner}.__init__", (Step(owner, arguments), Step("contents", (Ref(0),), "build")))


def _arrays(value: Any, path: Path, depth: int = 2) -> Iterator[tuple[Path, tuple[int, ...]]]:
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu" and path:
        yield path, value.shape
    elif depth and isinstance(value, dict):
        for key, item in value.items():
            yield from _arrays(item, (*path, key), depth - 1)
    elif depth and isinstance(value, list):
        for i, item in enumerate(value):
            yield from _arrays(item, (*path, i), depth - 1)


def role_candidates(made: Made) -> Iterator[Plan]:
    """Every way in which the object's arrays can be the parameters of one recurrent layer, by their shapes."""
    own = _without_companions(made.arrays)
    for path, shape in own.items():
        if len(shape) == 2 and shape[0] == shape[1] and shape[0] in made.sizes:
            yield from _with_state_weights(made, own, path, shape[0])


def _with_state_weights(made: Made, own: Mapping[Path, tuple[int, ...]], W_h: Path, H: int) -> Iterator[Plan]:
    sides = {
        path: (shape, sum(shape) - H) for path, shape in own.items() if len(shape) == 2 and H in shape and path != W_h
    }
    sides = {path: side for path, side in sides.items() if side[1] in made.sizes and side[1] != H}
    for W, (shape, D) in sides.items():
        axes = "OI" if shape == (H, D) else "IO"
        others: list[Path | None] = [*(path for path in sides if path != W)] or [None]
        for W_y in others:
            K = sides[W_y][1] if W_y is not None else 0
            layer = [("W", Parameter(W, axes)), ("W_h", Parameter(W_h, axes))]
            if W_y is not None:
                layer.append(("W_y", Parameter(W_y, "OI" if sides[W_y][0] == (K, H) else "IO")))
            b_y = [path for path, shape in own.items() if K and is_vector(shape, K)]
            layer += [("b_y", Parameter(b_y[0], vector_axes(own[b_y[0]])))] if b_y else []
            makes = _letters(made, D, H, K)
            settings = tuple((name, 1.0) for name in sorted(made.numbers) if RATE.search(name))
            settings += tuple((name, NEVER) for name in sorted(made.numbers) if TRUNCATION.search(name))
            vectors = {path: vector_axes(shape) for path, shape in own.items() if is_vector(shape, H)}
            for b in vectors or [None]:
                whole = [*layer, *([("b", Parameter(b, vectors[b]))] if b is not None else [])]
                for h0 in (*(path for path in vectors if path != b), None):
                    more = [("h0", Parameter(h0, vectors[h0]))] if h0 is not None else []
                    yield Plan(made.owner, makes, (*whole, *more), settings=settings)


def _letters(made: Made, D: int, H: int, K: int) -> tuple[str | float, ...]:
    letters = {D: "V", H: "H"} if D == K else {D: "D", H: "H", K: "K"}
    sizes = iter(made.sizes)
    return tuple(letters.get(size := next(sizes), size) if word == "" else word for word in made.arguments)


def is_vector(shape: tuple[int, ...], n: int) -> bool:
    """Whether an array of this shape is a vector of n numbers, a column or a row of them."""
    return shape in ((n,), (n, 1), (1, n))


def vector_axes(shape: tuple[int, ...]) -> str:
    """The axes of a vector of this shape."""
    return "F" if len(shape) == 1 else "F1" if shape[1] == 1 else "1F"


def _without_companions(arrays: Mapping[Path, tuple[int, ...]]) -> dict[Path, tuple[int, ...]]:
    """The arrays without those that are kept for another: its gradient, its memory."""
    names = {str(path[-1]): shape for path, shape in arrays.items()}
    found = {}
    for path, shape in arrays.items():
        bare = OF_ANOTHER.sub("", str(path[-1]))
        outer = OF_ANOTHER.sub("", str(path[0])) if len(path) > 1 else str(path[0])
        if (bare != path[-1] and names.get(bare) == shape) or (outer != path[0]):
            continue
        found[path] = shape
    return found
