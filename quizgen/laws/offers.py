"""Laws about what is offered to choose from, and about the data that an exercise draws from."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.ask import Ask, plain
from quizgen.authoring import Draw, Exercise
from quizgen.generate.engine import stream
from quizgen.interactions import Parts, Pick
from quizgen.laws.choices import Choice, choices
from quizgen.laws.sample import Law, Sample

OFTEN = 12  # times as often as it has options an offer must be seen before an option counts as never right
NEARLY_ALL = 0.9  # of the questions: a list that so many offer recurs
DRAWS = 20  # for each entry of an exercise's data
SHORTEST = 8  # characters of a text by which an entry is recognised


@dataclass(frozen=True)
class Offer:
    """A list to choose from: for what, its options, and those that are right. `pick`: it is chosen from once."""

    name: str
    options: tuple[str, ...]
    right: frozenset[str]
    pick: bool = True


def every_option_can_be_right(sample: Sample) -> Iterator[str]:
    """Every option of a recurring list is right for some seed: none can be ruled out without reading the question."""
    offered: dict[str, dict[tuple[str, ...], list[Offer]]] = defaultdict(lambda: defaultdict(list))
    for variant in sample.variants:
        for ask in variant.asks:
            for offer in offers(ask):
                offered[offer.name][offer.options].append(offer)
    for name, lists in offered.items():
        possible = frozenset[str]().union(*(offer.right for found in lists.values() for offer in found))
        asked = sum(len(found) for found in lists.values())
        for options, found in lists.items():
            # A list that few questions offer, always with the same answer, belongs to one card: what is wrong is wrong of
            # that card. And which of many things can belong to the first of a few may depend on how they are arranged.
            varies = found[0].pick and len({offer.right for offer in found}) > 1
            if (varies or len(found) >= NEARLY_ALL * asked) and len(found) >= OFTEN * len(options):
                for option in (one for one in options if one not in possible):
                    yield f"{name}: {option!r} is right for none of {len(found)} seeds"


def offers(ask: Ask) -> Iterator[Offer]:
    """What an ask offers to choose from.

    The options of a list in random order are its texts, sorted. In a given order they are its places: a line that is wrong
    by the mistake planted in it has a text of its own, and what can be learned is that a place is never right.
    """
    interaction = ask.interaction()
    if isinstance(interaction, Pick | Parts):
        for name, pick, accepted in ask.picks():
            size = len(pick.items)
            shown = {item.key: item.text if pick.shuffled else f"{item.key} of {size}" for item in pick.items}
            yield Offer(name, tuple(sorted(shown.values())), frozenset(shown[key] for key in accepted))
    elif not ask.by_value:
        for choice in choices(ask, interaction):
            if type(choice) is Choice and len(choice.items) > 1:
                texts, best = tuple(item.text for item in choice.items), max(choice.shares)
                right = {text for text, share in zip(texts, choice.shares, strict=True) if share == best > 0}
                yield Offer(f"{ask.name} {choice.line}", texts, frozenset(right), pick=False)


def every_entry_is_used(sample: Sample) -> Iterator[str]:
    """Every entry of an exercise's data is used for some seed."""
    exercise = sample.exercise
    files = exercise.data_files if exercise.path else ()
    for file in (name for name in files if name.endswith(".toml")):
        unused = [texts for texts in texts_of_entries(tomllib.loads(exercise.data(file))) if texts]
        for seed in range(DRAWS * len(unused)):
            drawn = "\n".join(drawn_texts(exercise, seed))
            unused = [texts for texts in unused if not any(text in drawn for text in texts)]
            if not unused:
                break
        for texts in unused:
            yield f"{file}: no seed uses {texts[0]!r}"


def texts_of_entries(data: Mapping[str, Any]) -> Iterator[list[str]]:
    """The texts of each table in a list of tables."""
    for value in data.values():
        if isinstance(value, Mapping):
            yield from texts_of_entries(value)
        elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            yield from ([text for text in texts_in(one) if len(text) >= SHORTEST] for one in value)


def drawn_texts(exercise: Exercise, seed: int) -> Iterator[str]:
    """The texts in a drawn problem, asks included."""
    return texts_in(plain(dict(exercise.drawing(Draw(f"{stream(exercise, seed)}:0")))))


def texts_in(part: Any) -> Iterator[str]:
    """Every text in nested lists and mappings."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from texts_in(value)
    elif isinstance(part, Sequence):
        for value in part:
            yield from texts_in(value)


LAWS: tuple[Law, ...] = (every_option_can_be_right, every_entry_is_used)
