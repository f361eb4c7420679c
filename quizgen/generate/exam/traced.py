"""Arrays that note every sum, product and function taken of them, problem by problem, while a calculation runs."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
FUNCTIONS = {
    np.tanh, np.exp, np.expm1, np.log, np.log2, np.log10, np.log1p, np.sqrt, np.arctanh, np.reciprocal, np.cosh, np.sinh,
    np.float_power, np.sin, np.cos, np.arctan,
}  # fmt: skip
MOST_FACTORS = 4  # of a power that is multiplied out by hand
MATRICES = ("W", "W_h", "W_y")
SMALLEST_PRIME = 67  # problems traced together: so many that no other axis is as long


class Notes:
    """What was computed for each of `problems` problems: pairs of factors, pairs of summands, results of functions.

    The problem axis of an array is the one that is as long as there are problems. `lost`: an array had none that can be told,
    or arrays became lists, so that something is missing. `left`: a single number left NumPy, which is that of one problem.
    """

    def __init__(self, problems: int) -> None:
        self.problems = problems
        self.lost = self.left = False
        self.factors: list[tuple[Array, Array]] = []  # each (problems, k)
        self.summands: list[tuple[Array, Array]] = []
        self.applied: list[Array] = []  # results of tanh and other bounded or plain functions
        self.exponentials: list[Array] = []
        self.clipped: list[Array] = []  # True where max(a, 0) is 0 for a negative a

    def by_problem(self, values: Array) -> Array:
        """A copy (problems, k) of an array; of one without a problem axis everybody has all of it."""
        if values.dtype.kind not in "biuf":
            self.lost = True
            return np.zeros((self.problems, 0))
        axes = [axis for axis, length in enumerate(values.shape) if length == self.problems]
        if len(axes) == 1:
            in_front = values if axes[0] == 0 else np.moveaxis(values, axes[0], 0)
            return np.array(in_front, dtype=float).reshape(self.problems, -1)
        self.lost = self.lost or len(axes) > 1 or (values.size > 0 and values.size % self.problems == 0)
        return np.tile(values.astype(float).reshape(1, -1), (self.problems, 1))

    def pair(self, pairs: list[tuple[Array, Array]], one: Any, other: Any) -> None:
        """Notes two operands, broadcast to each other."""
        first, second = np.broadcast_arrays(one, other)
        pairs.append((self.by_problem(first), self.by_problem(second)))

    def running(self, pairs: list[tuple[Array, Array]], terms: Array, so_far: Array) -> None:
        """Notes the terms (..., k) of a sum or product, each taken to what the terms before it give (..., k)."""
        if terms.shape[-1] > 1:
            self.pair(pairs, so_far[..., :-1], terms[..., 1:])

    def contraction(self, one: Any, other: Any) -> None:
        """Notes a sum of products over the last axis."""
        self.pair(self.factors, one, other)
        terms = one * other
        self.running(self.summands, terms, np.cumsum(terms, axis=-1))

    def call(self, ufunc: Any, inputs: Sequence[Any], result: Callable[[], Any]) -> Any:
        """Notes a ufunc of plain arrays; `result` computes it, which may overwrite what it is given."""
        match ufunc.__name__, [np.asarray(value) for value in inputs]:
            case ("multiply" | "divide", [one, other]):
                self.pair(self.factors, one, other)
            case ("add", [one, other]):
                self.pair(self.summands, one, other)
            case ("subtract", [one, other]):
                self.pair(self.summands, one, -other)
            case ("square", [one]):
                self.pair(self.factors, one, one)
            case ("power", [one, other]) if other.ndim == 0 and 2 <= other <= MOST_FACTORS and other == int(other):
                for _ in range(1, int(other)):
                    self.pair(self.factors, one, one)
            case ("maximum", [one, other]) if other.ndim == 0 and other == 0:
                self.clipped.append(self.by_problem(one < 0))
            case ("matvec", [one, other]):
                self.contraction(one, other[..., None, :])
            case ("vecmat", [one, other]):
                self.contraction(one[..., None, :], other.swapaxes(-1, -2))
            case ("vecdot", [one, other]):
                self.contraction(one, other)
            case ("matmul", [one, other]):
                left = one if one.ndim == 1 else one[..., :, None, :]
                self.contraction(left, other if other.ndim == 1 else other.swapaxes(-1, -2)[..., None, :, :])
        found = result()
        if ufunc is np.exp:
            self.exponentials.append(self.by_problem(np.asarray(found)))
        elif ufunc in FUNCTIONS or (ufunc is np.power and not 2 <= np.max(inputs[1]) <= MOST_FACTORS):
            self.applied.append(self.by_problem(np.asarray(found)))
        return found

    def reduction(self, ufunc: Any, method: str, values: Array, axis: Any) -> None:
        """Notes a sum or a product over axes, or the running one over an axis."""
        if ufunc not in (np.add, np.multiply):
            return
        all_axes = tuple(range(values.ndim))
        axes = all_axes if axis is None else tuple(one % values.ndim for one in np.atleast_1d(axis).tolist())
        kept = [one for one in all_axes if one not in axes]
        terms = values.transpose(*kept, *axes).reshape(*[values.shape[one] for one in kept], -1)
        self.lost = self.lost or (values.ndim > 0 and self.problems in [values.shape[one] for one in axes])
        pairs = self.summands if ufunc is np.add else self.factors
        self.running(pairs, terms, ufunc.accumulate(terms, axis=-1))


class Traced(np.ndarray[Any, Any]):
    """An array that notes what is computed from it."""

    notes: Notes | None

    def __array_finalize__(self, source: Any) -> None:
        self.notes = getattr(source, "notes", None)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
        notes = notes_in((*inputs, *more.get("out", ())))
        plain = [untraced(value) for value in inputs]
        given = {**more, "out": tuple(map(untraced, more["out"]))} if "out" in more else more
        if method == "__call__":
            result = notes.call(ufunc, plain, lambda: ufunc(*plain, **given))
        else:
            if method in ("reduce", "accumulate"):
                notes.reduction(ufunc, method, plain[0], more.get("axis", 0))
            else:
                notes.lost = True
            result = getattr(ufunc, method)(*plain, **given)
        if "out" in more:
            return more["out"][0] if len(more["out"]) == 1 else more["out"]
        return traced(result, notes) if not isinstance(result, tuple) else tuple(traced(one, notes) for one in result)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        notes = next(notes for notes in notes_below((args, tuple(kwargs.values()))))
        if function is np.dot:
            return np.matmul(*args)
        if function is np.linalg.norm and "ord" not in kwargs and len(args) == 1:
            return np.sqrt(np.square(args[0]).sum(**kwargs))
        if function is np.einsum or function.__module__ == "numpy.linalg":
            notes.lost = True
        return traced(super().__array_function__(function, types, args, kwargs), notes)

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return traced(found, self.notes) if isinstance(found, np.floating) and self.notes else found

    def dot(self, other: Any, out: Any = None) -> Any:
        """The product, by the ufunc that is noted."""
        return np.matmul(self, other)

    def tolist(self) -> Any:
        """Plain numbers, of which nothing more is noted."""
        if self.notes:
            self.notes.lost = True
        return super().tolist()

    def plain_number(self) -> Any:
        """The number of one problem."""
        if self.notes:
            self.notes.left = True
        return untraced(self)

    def item(self, *args: Any) -> Any:
        """The number of one problem."""
        return self.plain_number().item(*args)

    def __float__(self) -> float:
        return float(self.plain_number())

    def __int__(self) -> int:
        return int(self.plain_number())

    def __index__(self) -> int:
        return int(self.plain_number())


def traced(value: Any, notes: Notes) -> Any:
    """Arrays as ones that are noted, also inside tuples and records; other values stay as they are."""
    if isinstance(value, np.ndarray | np.floating):
        array = np.asarray(value).view(Traced)
        array.notes = notes
        return array
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return type(value)(traced(item, notes) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        arrays = {name: traced(one, notes) for name, one in fields.items() if isinstance(one, np.ndarray)}
        return dataclasses.replace(value, **arrays) if arrays else value
    return value


def untraced(value: Any) -> Any:
    """The array as a plain one; other values stay as they are."""
    return value.view(np.ndarray) if isinstance(value, Traced) else value


def notes_in(values: Sequence[Any]) -> Notes:
    """Where the first traced one of some values is noted."""
    return next(value.notes for value in values if isinstance(value, Traced) and value.notes)


def notes_below(value: Any) -> Iterator[Notes]:
    """Where traced arrays in nested arguments are noted."""
    if isinstance(value, Traced) and value.notes:
        yield value.notes
    elif isinstance(value, tuple | list):
        for item in value:
            yield from notes_below(item)


def traced_reference(reference: type[Any], notes: Notes) -> type[Any]:
    """A subclass of a reference whose parameters, and what its methods are given and return, are noted.

    The reference makes plain arrays of what it is given, so what it holds has to be traced where it is read. Matrices that
    all problems share get a problem axis: products with them would join the axes of time and problems otherwise.
    """

    def read(self: Any, name: str) -> Any:
        value = object.__getattribute__(self, name)
        if isinstance(value, np.ndarray):
            shared = name in MATRICES and value.ndim == 2 and notes.problems not in value.shape
            return traced(np.broadcast_to(value, (notes.problems, *value.shape)) if shared else value, notes)
        return noted_method(value, notes) if inspect.ismethod(value) and not name.startswith("__") else value

    return type(f"{reference.__name__}Traced", (reference,), {"__getattribute__": read})


def noted_method(method: Callable[..., Any], notes: Notes) -> Callable[..., Any]:
    """The method with what it is given, and what it returns or yields, noted."""

    @functools.wraps(method)
    def noted(*args: Any, **kwargs: Any) -> Any:
        given = {name: traced(value, notes) for name, value in kwargs.items()}
        result = method(*(traced(arg, notes) for arg in args), **given)
        return noted_steps(result, notes) if inspect.isgenerator(result) else traced(result, notes)

    return noted


def noted_steps(steps: Generator[Any, Any, Any], notes: Notes) -> Generator[Any, Any, Any]:
    """A generator with what it yields and what is sent to it noted."""
    try:
        value = next(steps)
        while True:
            value = steps.send(traced((yield traced(value, notes)), notes))
    except StopIteration as end:
        return end.value
