"""Where the gradients of a tutorial's class are, in what its backward pass returned, what it keeps, or what changed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import Array, Call, as_array, on_own_states
from quizgen.submissions.interfaces.scratch_forward import (
    CASE,
    EQUAL,
    KNOWN,
    SHAPED,
    Found,
    equal,
    known_values,
    manner,
    places_of,
    reports_of,
    sequence,
)
from quizgen.submissions.interfaces.scratch_net import Net, output_layer, scale
from quizgen.submissions.interfaces.scratch_plan import GRADIENTS, GradientPlace, Plan
from quizgen.submissions.interfaces.scratch_values import shaped
from reference_rnn import RNN

NOWHERE = GradientPlace("returned", ("",))  # of a gradient that was found in no place
Candidates = dict[
    str, list[tuple[GradientPlace, Array]]
]  # for each gradient the places where it may be, and what is there


def part_back(plan: Plan) -> Net:
    """The sequence of which the backward pass is tried."""
    net = sequence(plan, CASE)
    return net.until(len(net.x), last_only=plan.last_only)


def gradients_found(plan: Plan, result: Result, h: Array) -> Found:
    """Where the gradients are in what came back."""
    assert plan.backward is not None
    if (reports := reports_of(result)) is None:
        return Found(_with_places(plan, {}), 0)
    net, (returned, kept) = part_back(plan), reports
    right, *wrong = _known_gradients(manner(plan), plan.last_only, h.tobytes())
    candidates: Candidates = {
        name: list(_candidates(plan, name, net, returned, kept)) for name in GRADIENTS if plan[GRADIENTS[name]]
    }
    if not any(candidates.values()):
        return Found(_with_places(plan, {}), 0)
    for known, fit in ((right, EQUAL), *((one, KNOWN) for one in wrong)):
        for rate in _rates(plan, candidates, known):
            hits = _hits(candidates, known, rate)
            if len(hits) == len(candidates):
                return Found(_with_places(plan, hits, rate), fit)
    ways = [(_hits(candidates, right, rate), rate) for rate in _rates(plan, candidates, right)]
    hits, rate = max(ways, key=lambda way: len(way[0]))
    places = dict(hits)
    for name in [name for name in candidates if name not in hits]:
        if (place := _likeliest(plan, name, net, reports, candidates[name], {*places.values()})) is not None:
            places[name] = place
    return Found(_with_places(plan, places, rate), SHAPED + len(hits) / (1 + len(candidates)))


def _hits(candidates: Candidates, known: dict[str, Array], rate: float) -> dict[str, GradientPlace]:
    """For each gradient that is there the first place where it is."""
    found = {name: _first_equal(places, rate * known[name]) for name, places in candidates.items()}
    return {name: place for name, place in found.items() if place is not None}


def _rates(plan: Plan, candidates: Candidates, known: dict[str, Array]) -> Iterator[float]:
    """By what gradients may be multiplied: 2 for a squared error; any learning rate, where none can be set."""
    yield 1.0
    if plan.upstream.startswith("real"):
        yield 2.0
    arguments = plan.backward.arguments if plan.backward else ()
    if not plan.settings and 1.0 not in plan.makes and ("number", "1.0") not in arguments:
        for name, found in candidates.items():
            size = float((known[name] ** 2).sum())
            for place, array in found:
                if place.how == "changed" and size > 0 and (rate := float((array * known[name]).sum()) / size) > 0:
                    yield rate


def _first_equal(found: Sequence[tuple[GradientPlace, Array]], known: Array) -> GradientPlace | None:
    return next((place for place, array in found if equal(array, known)), None)


def _with_places(plan: Plan, places: dict[str, GradientPlace], rate: float = 1.0) -> Plan:
    assert plan.backward is not None
    otherwise = NOWHERE if places else GradientPlace("returned")
    whole = {name: places.get(name, otherwise) for name, role in GRADIENTS.items() if plan[role]}
    return replace(plan, backward=replace(plan.backward, gradients=tuple(whole.items()), rate=rate))


def _candidates(plan: Plan, name: str, net: Net, returned: Any, kept: Any) -> Iterator[tuple[GradientPlace, Array]]:
    """The arrays of the shape of a gradient, those with the likeliest names first, each in the chapter's order of axes."""
    parameter = plan[GRADIENTS[name]]
    assert parameter is not None
    like = {"dW": net.W, "dW_h": net.W_h, "db": net.b}[name]
    own = {one.path for _, one in plan.parameters}
    places = [(GradientPlace("returned", path), value) for path, value in places_of(returned)]
    places += [(GradientPlace("kept", path), value) for path, value in places_of(kept) if path and path not in own]
    last = str(parameter.path[-1]).lower()
    places.sort(key=lambda pair: _unlikeliness(pair[0], pair[1], last))
    for place, value in places:
        array = shaped(value, like.shape, by_units=parameter.axes == "IO") if isinstance(value, np.ndarray) else None
        if isinstance(array, np.ndarray):
            yield place, array / scale(plan)
    value = dict(places_of(kept)).get(parameter.path)
    array = shaped(value, like.shape, by_units=parameter.axes == "IO")
    if isinstance(array, np.ndarray) and not np.array_equal(array, like):
        yield GradientPlace("changed"), (like - array) / scale(plan)


def _likeliest(
    plan: Plan,
    name: str,
    net: Net,
    reports: tuple[Any, Any],
    found: Sequence[tuple[GradientPlace, Array]],
    taken: set[GradientPlace],
) -> GradientPlace | None:
    """The place of a gradient that is wrong: what is returned before what is kept, and the one called after its parameter, of
    whatever shape, before others of its shape; else the only one that has no parameter's shape."""
    parameter = plan[GRADIENTS[name]]
    assert parameter is not None
    own, last = {one.path for _, one in plan.parameters}, str(parameter.path[-1]).lower()
    places = [(GradientPlace("returned", path), value) for path, value in places_of(reports[0])]
    places += [(GradientPlace("kept", path), value) for path, value in places_of(reports[1]) if path not in own]
    left = [(place, value) for place, value in places if place.path and place not in taken]
    named = [place for place, value in left if _is_numbers(value) and _is_called_after(place, last)]
    there = [place for place, array in found if array.any()] or [place for place, _ in found]
    likely = [[place for place in some if place.how == how] for how in ("returned", "kept") for some in (named, there)]
    if best := next((some[0] for some in likely if some), None):
        return best
    if there:  # in what a parameter has changed by
        return there[0]
    sizes = {array.size for array in (net.W, net.W_h, net.b, *output_layer(plan, net, backward=True))}
    odd = [
        place
        for place, value in left
        if place.how == "returned" and (array := as_array(value)) is not None and array.size not in sizes
    ]
    return odd[0] if len(odd) == 1 else None


def _is_called_after(place: GradientPlace, parameter: str) -> bool:
    key = str(place.path[-1]).lower()
    return parameter in key and key != parameter


def _is_numbers(value: Any) -> bool:
    return isinstance(value, (int, float, np.ndarray, np.generic))


def _unlikeliness(place: GradientPlace, value: Any, parameter: str) -> tuple[bool, bool, bool]:
    """An array of zeros is no gradient; what is returned comes first, and what is called after its parameter."""
    named = any(parameter in str(key).lower() for key in place.path)
    return isinstance(value, np.ndarray) and not value.any(), place.how != "returned", not named


@functools.lru_cache(maxsize=64)
def _known_gradients(plan: Plan, last_only: bool, own: bytes) -> list[dict[str, Array]]:
    net = sequence(plan, CASE)
    net = net.until(len(net.x), last_only=last_only)
    assert net.dh is not None
    h = np.frombuffer(own).reshape(1, *net.dh.shape)
    right = np.asarray(RNN(net.W, net.W_h, net.b).forward(net.x[None], net.h_0[None]).h)
    call = Call("rnn_backward", (net.dh[None], net.x[None], net.h_0[None], right, net.W, net.W_h, net.b))
    return known_values("bwd-", on_own_states(call, {"h": h}))
