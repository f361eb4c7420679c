"""Every field of every kind goes to JSON and back, whatever it holds: also fields that no exercise of the bank fills in."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from quizgen.asks import BUILT_IN, ask_from

PLAIN = {str: "word", int: 3, float: 0.25, Any: ("a", (0.5, 2))}
WORDS = {"sort": "shape"}  # fields that take one of a few words


def something(hint: Any, name: str = "") -> Any:
    """A value of a field of this type, other than its default."""
    options = [
        one for one in (get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)) if one is not NoneType
    ]
    first, inside = options[-1], get_args(options[-1])
    if get_origin(first) is Literal:
        return inside[-1]
    if get_origin(first) is tuple:
        return (something(inside[0], name),) * 2 if inside[-1] is ... else tuple(something(one, name) for one in inside)
    if get_origin(first) is list:
        return [something(inside[0], name)]
    if get_origin(first) in (dict, Mapping):
        return {"1": something(inside[1], name)}
    if is_dataclass(first):
        return filled(first)
    return WORDS.get(name) or PLAIN[first]


def filled(noun: Any) -> Any:
    """A dataclass with something in every field."""
    hints = get_type_hints(noun)
    return noun(
        **{
            field.name: not field.default if hints[field.name] is bool else something(hints[field.name], field.name)
            for field in fields(noun)
        }
    )


@pytest.mark.parametrize("kind", BUILT_IN)
def test_every_field_goes_to_json_and_back(kind):
    ask = filled(BUILT_IN[kind])
    assert ask_from(json.loads(json.dumps(ask.to_json()))) == ask
    bare = BUILT_IN[kind]("name")
    assert ask_from(json.loads(json.dumps(bare.to_json()))) == bare
    for field in fields(ask):
        if field.default is not MISSING:
            one = replace(bare, **{field.name: getattr(ask, field.name)})
            assert one != bare and ask_from(json.loads(json.dumps(one.to_json()))) == one, field.name


@pytest.mark.parametrize("kind", BUILT_IN)
def test_a_field_that_an_older_quiz_does_not_have_takes_its_default(kind):
    bare = BUILT_IN[kind]("name")
    assert ask_from({"kind": kind, "name": "name"}) == bare
