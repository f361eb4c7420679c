"""Exercises published by earlier versions: their texts are kept in the store, and are loaded and followed as they were."""

import json
import sqlite3

import numpy as np
import pytest
from places import ROOT

from quizgen.authoring import longhand, states_by_unit
from quizgen.generate import Follower
from quizgen.model import Variant
from quizgen.store.from_json import variant_from

STORE = f"file:{ROOT}/tests/data/store-0.2.0/quizgen.db?mode=ro&immutable=1"


def published() -> dict[str, tuple[str, Variant]]:
    """The text of every exercise of the store, and one variant of it, by name."""
    with sqlite3.connect(STORE, uri=True) as store:
        rows = store.execute("SELECT text, variant FROM questions JOIN sources ON sources.digest = questions.source")
        pairs = [(text, json.loads(variant)) for text, variant in rows]
    return {variant["exercise"]: (text, variant_from(variant)) for text, variant in pairs}


PUBLISHED = published()


def test_all_exercises_of_0_2_0_are_in_the_store():
    assert len(PUBLISHED) == 24
    assert any("import Draw, Exercise, Numbers, Problem, longhand" in text for text, _ in PUBLISHED.values())
    assert longhand is states_by_unit


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_text_is_loaded_and_gives_the_key_that_was_sealed(name):
    text, variant = PUBLISHED[name]
    follow = Follower(lambda digest: text)
    if "@exercise.solve" not in text:
        assert follow.exercise(variant.exercise, variant.source).name == name
        return
    answers = follow(variant, (), {})
    for ask in variant.asks:
        if ask.by_value and not ask.symbolic:
            np.testing.assert_allclose(answers[ask.name], variant.key[ask.name], rtol=0, atol=1e-9)
