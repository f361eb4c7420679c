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

FORWARD = re.compile(r"forward|fprop|feed|^fwd|propagate|unroll|^run$|^predict", re.IGNORECASE)
BACKWARD = re.compile(r"back|bptt|bprop|^bwd|grad", re.IGNORECASE)
BOTH = re.compile(r"loss|^step|^train|^__call__$", re.IGNORECASE)  # where one method goes forward and back
RATE = re.compile(r"^(lr|eta|alpha|rate|step_size)$|learn", re.IGNORECASE)
TRUNCATION = re.compile(r"trunc", re.IGNORECASE)
STEPS = re.compile(r"seq|time|step|len|^T$")
NEVER = 1000  # steps after which gradients are truncated
SIZES = (5, 7, 11, 13)  # of which no two, and no sum of two, are equal
T = 3
MAX_OWNERS = 4
MAKER = re.compile(r"init|create|make|build|new|param|weights", re.IGNORECASE)
OF_ANOTHER = re.compile(r"^(d|D|g|m|v|grad|mem|delta|del|dL|dLd|dJ|sum|acc)_?(?=[A-Za-z])|(_?grad|_?g|_m|_v|_mem)$")


@dataclass(frozen=True)
class MadeObject:
    """An object, or parameters, as they were made once: from what, and the arrays that are in them."""

    owner: str  # the class or the function
    arguments: tuple[str | float, ...]  # "T", a number, or "" for a size
    sizes: tuple[int, ...]  # of those that are sizes, in order
    arrays: Mapping[Path, tuple[int, ...]]  # place -> shape
    numbers: frozenset[str]  # attributes that are single numbers
    by_function: bool


def methods(names: Names, plan: Plan, *patterns: re.Pattern[str]) -> list[str]:
    """The methods of a class, or the functions, whose names say that they are of a kind, those that begin so first; of the
    first pattern that any has."""
    own = [
        one
        for one in (functions_of(names) if plan.of_functions else methods_of(names, plan.owner))
        if one != plan.owner
    ]
    found = ([one for one in own if pattern.search(one)] for pattern in patterns)
    matching, pattern = next(((some, p) for some, p in zip(found, patterns, strict=True) if some), ([], patterns[0]))
    return sorted(matching, key=lambda one: not pattern.match(one))


def methods_of(names: Names, owner: str) -> list[str]:
    """The names of a class's methods."""
    return [name.partition(".")[2] for name in names if name.startswith(f"{owner}.")]


def functions_of(names: Names) -> list[str]:
    """The functions that take something, without classes."""
    owners = {name.partition(".")[0] for name in names if "." in name}
    return [name for name, parameters in names.items() if parameters and "." not in name and name not in owners]


def owners_of(names: Names) -> list[str]:
    """The classes that may be an RNN, made from sizes, with a method for the forward pass; then the functions that may make
    parameters for one."""
    found = [
        name for name, parameters in names.items() if parameters and any(map(_goes_forward, methods_of(names, name)))
    ]
    if any(map(FORWARD.search, functions_of(names))):
        found += [name for name in functions_of(names) if MAKER.search(name) and not FORWARD.search(name)]
    return found[:MAX_OWNERS]


def _goes_forward(method: str) -> bool:
    return bool(FORWARD.search(method) or BOTH.search(method))


def made_objects(names: Names, owners: Sequence[str], run: Runner) -> list[MadeObject]:
    """For each class, or function, what was made from the most of its arguments."""
    tries: list[tuple[str, tuple[str | float, ...]]] = []
    for owner in owners:
        whole = tuple(map(_word, names[owner] or ()))
        tries += [(owner, whole[:n]) for n in range(len(whole), 0, -1)]
    functions = functions_of(names)
    results = run([_making(owner, words) for owner, words in tries])
    found: dict[str, MadeObject] = {}
    for (owner, words), result in zip(tries, results, strict=True):
        if owner not in found and result.failure is None and isinstance(result.value, (dict, list)):
            arrays = dict(_arrays(result.value, ()))
            entries = result.value.items() if isinstance(result.value, dict) else ()
            numbers = frozenset(name for name, value in entries if type(value) in (int, float))
            by_function = owner in functions
            one = MadeObject(owner, words, SIZES[: words.count("")], arrays, numbers, by_function)
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
    reports = (Step("writable", (Ref(0),), "build"), Step("contents", (Ref(1),), "build"))
    return Job(f"{owner}.__init__", (Step(owner, arguments), *reports))


def _arrays(value: Any, path: Path, depth: int = 2) -> Iterator[tuple[Path, tuple[int, ...]]]:
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu" and path:
        yield path, value.shape
    elif depth and isinstance(value, dict):
        for key, item in value.items():
            yield from _arrays(item, (*path, key), depth - 1)
    elif depth and isinstance(value, list):
        for i, item in enumerate(value):
            yield from _arrays(item, (*path, i), depth - 1)


def role_candidates(made: MadeObject) -> Iterator[Plan]:
    """Every way in which the object's arrays can be the parameters of one recurrent layer, by their shapes."""
    own = _without_companions(made.arrays)
    for path, shape in own.items():
        if len(shape) == 2 and shape[0] == shape[1] and shape[0] in made.sizes:
            yield from _with_state_weights(made, own, path, shape[0])


def _with_state_weights(made: MadeObject, own: Mapping[Path, tuple[int, ...]], W_h: Path, H: int) -> Iterator[Plan]:
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
                    yield Plan(made.owner, makes, (*whole, *more), settings=settings, of_functions=made.by_function)


def _letters(made: MadeObject, D: int, H: int, K: int) -> tuple[str | float, ...]:
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
        first, last = str(path[0]), str(path[-1])
        bare = OF_ANOTHER.sub("", last)
        in_companion = len(path) > 1 and OF_ANOTHER.sub("", first) != first
        if in_companion or (bare != last and names.get(bare) == shape):
            continue
        found[path] = shape
    return found
