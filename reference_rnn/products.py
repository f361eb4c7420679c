"""Products of matrices and vectors, for one problem or ten thousand at once.

`*P` stands for the problem axes, which may be absent. Three layouts, three ways, one decision per product:
unstacked parameters go to BLAS in one piece; a stack in C order goes to BLAS problem by problem, so a problem's bits
do not depend on its neighbours; a stack whose problem axis lies innermost in memory is summed elementwise over the
(small) contracted axis, which costs nanoseconds a problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def floats(values: ArrayLike) -> Array:
    """The values as float64, or complex128 where they are complex; never a copy of what is so already."""
    array = np.asarray(values)
    if array.dtype.char in "dD":
        return array
    return np.asarray(array, np.complex128 if array.dtype.kind == "c" else np.float64)


def innermost(stack: Array) -> bool:
    """Whether neighbours along the last problem axis of a stack (*P, R, C) are neighbours in memory."""
    return stack.ndim > 2 and stack.strides[-3] == stack.itemsize


def apply(M: Array, v: Array) -> Array:
    """M v for every vector: M (*P, R, C), v (*P, C), (*P, B, C) or (T, *P, B, C) -> the same axes with R last."""
    product: Array
    if M.ndim == 2:
        return v.dot(M.T) if v.ndim == 2 else _apply_one(M, v)  # for one small product, dot is quicker than @
    single = v.ndim < M.ndim
    if not innermost(M):
        product = np.matvec(M, v) if single else np.matmul(v, M.mT)
        return product
    columns = M if single else M[..., None, :, :]
    product = columns[..., 0] * v[..., 0, None]
    for c in range(1, M.shape[-1]):
        product += columns[..., c] * v[..., c, None]
    return product


def _apply_one(M: Array, v: Array) -> Array:
    product: Array
    if v.ndim == 1:
        product = np.matvec(M, v)
    elif v.flags.c_contiguous:  # one product for all steps and examples
        product = (v.reshape(-1, M.shape[1]) @ M.T).reshape(*v.shape[:-1], M.shape[0])
    elif v.ndim == 3 and v.swapaxes(0, 1).flags.c_contiguous:  # batch-first memory seen time first: no copy
        product = _apply_one(M, v.swapaxes(0, 1)).swapaxes(0, 1)
    else:
        product = v @ M.T
    return product


def outer_sum(u: Array, v: Array, M: Array) -> Array:
    """The gradient of a matrix M (*P, R, C): the sum of u vᵀ over time and batch, u (T, *P, B, R), v (T, *P, B, C)."""
    total: Array
    if u.ndim == 3:
        if not v.flags.c_contiguous:
            u, v = u.swapaxes(0, 1), v.swapaxes(0, 1)
        total = u.reshape(-1, u.shape[2]).T @ v.reshape(-1, v.shape[2])
    elif innermost(M):
        pairs = zip(_examples(u), _examples(v), strict=True)
        total = reduce(np.add, (left[..., :, None] * right[..., None, :] for left, right in pairs))
    else:
        total = _per_problem(u).mT @ _per_problem(v)
    return total


def vector_sum(u: Array, M: Array) -> Array:
    """The gradient of the bias beside a matrix M: the sum of u (T, *P, B, R) over time and batch, (*P, R)."""
    total: Array
    if u.ndim == 3:
        total = np.add.reduce(u.reshape(-1, u.shape[2]))
    elif innermost(M):
        total = reduce(np.add, _examples(u))
    else:
        rows = _per_problem(u)
        total = np.matvec(rows.mT, np.ones(rows.shape[-2]))
    return total


def _examples(u: Array) -> Iterator[Array]:
    """Every step of every example: (*P, R) of (T, *P, B, R)."""
    return (u[t, ..., i, :] for t in range(len(u)) for i in range(u.shape[-2]))


def _per_problem(u: Array) -> Array:
    """(T, *P, B, R) -> (*P, T·B, R), so that a sum over time and batch is one contraction."""
    batch = u.ndim - 2
    moved = u.transpose(*range(1, batch), 0, batch, batch + 1).copy()  # a view's strides would depend on the neighbours
    return moved.reshape(*moved.shape[:-3], -1, moved.shape[-1])


def bias_over_batch(b: Array, like: Array) -> Array:
    """A bias (*P, R) with the axes it needs to be added to a product with or without a batch axis."""
    return b[..., None, :] if b.ndim > 1 and like.ndim > b.ndim else b


def weighted(steps: Array, weights: tuple[float, ...]) -> Array:
    """Each step of a time-first array times its weight; the array itself when every weight is 1."""
    if weights.count(1.0) == len(weights):
        return steps
    return np.asarray(steps * np.reshape(weights, (-1,) + (1,) * (steps.ndim - 1)))


def empty_sequence(shape: tuple[int, ...], dtype: np.dtype[Any], stack: Array) -> Array:
    """An empty time-first buffer (T, *P, B, R), its problem axes innermost in memory where the stack's are."""
    if not innermost(stack):
        return np.empty(shape, dtype)
    T, *problems, B, R = shape
    return np.empty((T, B, R, *problems), dtype).transpose(0, *range(3, len(shape)), 1, 2)


def per_problem(scalar: ArrayLike, like: Array) -> Array:
    """A number, or one per problem (*P,), shaped to multiply an array whose first axes are the problems."""
    scalar = np.asarray(scalar)
    return scalar.reshape(scalar.shape + (1,) * (like.ndim - scalar.ndim)) if scalar.ndim else scalar
