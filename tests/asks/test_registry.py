"""The registry is the one list of kinds: files are found, plug-ins join them, and every ask survives JSON."""

import importlib.metadata
import json
from dataclasses import dataclass
from typing import ClassVar

import pytest

from quizgen import asks
from quizgen.ask import Ask
from quizgen.asks import BUILT_IN, ask_from, kinds
from quizgen.authoring.bank import Bank
from quizgen.errors import UserError
from quizgen.generate import variants
from quizgen.interactions import INTERACTIONS

BANK = Bank.load()
SAMPLES = [
    ask for exercise in BANK.exercises.values() for variant in variants(exercise, range(3)) for ask in variant.asks
]


def test_every_kind_is_asked_by_an_exercise_of_the_bank():
    assert {ask.kind for ask in SAMPLES} == set(BUILT_IN)


def test_a_file_of_the_package_holds_at_most_one_kind_and_every_kind_has_one():
    files = [kind.__module__ for kind in BUILT_IN.values()]
    assert len(set(files)) == len(files) and all(file.startswith("quizgen.asks.") for file in files)


@pytest.mark.parametrize("kind", BUILT_IN)
def test_an_ask_goes_to_json_and_back(kind):
    for ask in (ask for ask in SAMPLES if ask.kind == kind):
        assert ask_from(json.loads(json.dumps(ask.to_json()))) == ask


@pytest.mark.parametrize("kind", BUILT_IN)
def test_a_kind_names_an_interaction_and_says_what_is_wanted(kind):
    for ask in (ask for ask in SAMPLES if ask.kind == kind):
        assert type(ask.interaction()) in INTERACTIONS and ask.hint()


@pytest.mark.parametrize("exercise", BANK.exercises)
def test_the_key_as_it_is_typed_is_read_as_the_key(exercise):
    for variant in variants(BANK.get(exercise), range(5)):
        for ask in variant.asks:
            key = variant.key[ask.name]
            if key is not None and ask.by_value:
                assert (ask.distance(ask.read(ask.write(key)).value, key) <= max(ask.allowed)).all()
            elif key is not None and not ask.goes_on:  # else the law that the key earns full marks sees to it
                assert ask.judge(ask.read(ask.write(key))).share == 1


@dataclass(frozen=True)
class Note:
    """A noun of its own in a field."""

    pitch: str
    beats: float = 1.0


@dataclass(frozen=True)
class Melody(Ask):
    """A kind that a teacher's package brings along."""

    notes: tuple[Note, ...] = ()
    first: Note | None = None
    kind: ClassVar[str] = "melody"


@pytest.fixture
def plugged(monkeypatch):
    entry = importlib.metadata.EntryPoint("melody", f"{__name__}:Melody", asks.GROUP)
    monkeypatch.setattr(type(entry), "load", lambda self: Melody)
    monkeypatch.setattr(asks, "entry_points", lambda group: [entry] if group == asks.GROUP else [])
    kinds.cache_clear()
    yield
    kinds.cache_clear()


def test_a_plug_in_adds_a_kind(plugged):
    ask = Melody("tune", notes=(Note("c"), Note("d", 2.0)), first=Note("e"))
    assert kinds()["melody"] is Melody and ask_from(json.loads(json.dumps(ask.to_json()))) == ask


def test_without_the_plug_in_its_kind_is_named_in_a_sentence():
    with pytest.raises(UserError, match="of kind 'melody', which nothing installed here provides"):
        ask_from(Melody("tune").to_json())


def test_a_plug_in_that_does_not_load_is_named_in_a_sentence(monkeypatch):
    entry = importlib.metadata.EntryPoint("broken", "no_such_module:Kind", asks.GROUP)
    monkeypatch.setattr(asks, "entry_points", lambda group: [entry])
    kinds.cache_clear()
    with pytest.raises(UserError, match=r"'broken' .* does not load: ModuleNotFoundError"):
        kinds()
    kinds.cache_clear()
