"""Somebody who knows nothing and answers by the look of what is offered earns what chance earns.

QUIZGEN_SEEDS sets how many seeds are tried (the nightly run: 1000).
"""

import re
from functools import cache

import pytest
from nightly import seeds
from places import ROOT

from quizgen.authoring.bank import Bank, load_source
from quizgen.laws.clues import CLUES
from quizgen.laws.guesser import report

SEEDS = seeds(40)

WORDS = '''
"""Which is right?"""
from dataclasses import replace
from quizgen.authoring import Choice, Draw, Exercise, Order, Option, Before, Match, Problem, Several

exercise = Exercise(
    title="Words", topic="forward-pass", level=1, covers=["fwd.eq-t1"], asks=[ASK("found")],
    question="Which answer to number {{ n }} is it?\\n\\n[[found]]",
)

@exercise.draw
def words(draw: Draw) -> Problem:
    some = draw.some_of(["river", "stone", "cloud", "woods", "tower", "hills", "plain", "coast"], 6)
    return Problem(n=draw.integer(1, 10**6), found=FOUND)
'''
CHOICE = "replace(exercise.asks[0], options=draw.options([RIGHT], some[1:4]))"
SEVERAL = "replace(exercise.asks[0], options=draw.options([RIGHT, some[1] + ' as well'], some[2:6]))"
ORDER = "exercise.asks[0].of(draw.shuffled([RIGHT, *some[1:3]]), [Before(RIGHT, some[1]), Before(some[1], some[2])])"
MATCH = (
    "exercise.asks[0].of(some[:2], draw.shuffled(['the ' + some[0] + ' here', 'the ' + some[1] + ' here', 'none']), "
    "{some[0]: 'the ' + some[0] + ' here', some[1]: 'the ' + some[1] + ' here'})"
)


def planted(ask, found, right="some[0]"):
    text = WORDS.replace("ASK", ask).replace("FOUND", found.replace("RIGHT", right))
    return load_source(text, "planted")


@cache
def beaten_by(ask, found, right="some[0]"):
    return {one.clue for one in report([planted(ask, found, right)], range(150)) if one.exercises}


@pytest.mark.parametrize(
    "clue, right",
    [
        ("longest", "some[0] + ' or another'"),
        ("most-qualified", "'usually ' + some[0]"),
        ("most-formulas", "'$x$ ' + some[0]"),
        ("odd-in-form", "some[0] + ', x'"),
        ("words-of-the-question", "'answer ' + some[0]"),
    ],
)
def test_what_gives_an_answer_away_is_named(clue, right):
    assert clue in beaten_by("Choice", CHOICE, right)


@pytest.mark.parametrize(
    "ask, found, clue, right",
    [
        ("Several", SEVERAL, "longest", "some[0] + ' as well'"),
        ("Order", ORDER, "longest", "some[0] + ' or another'"),
        ("Match", MATCH, "words-of-the-question", "some[0]"),
    ],
)
def test_it_is_named_in_every_way_of_choosing(ask, found, clue, right):
    assert clue in beaten_by(ask, found, right)


@pytest.mark.parametrize("right", ["some[0]", "'always ' + some[0]"], ids=["alike", "absolute"])
def test_an_answer_that_is_not_given_away_beats_no_clue_of_its_kind(right):
    assert not beaten_by("Choice", CHOICE, right) & {"most-qualified", "fewest-absolutes", "first", "second", "last"}


def test_a_guess_by_place_earns_what_chance_earns_where_every_place_is_right_equally_often():
    (first,) = [one for one in report([planted("Choice", CHOICE)], range(1000)) if one.clue == "first"]
    assert first.bank.chance == pytest.approx(0.25) and abs(first.bank.gain) < 4 * first.bank.error
    assert first.bank.asks == 1000 and first.bank.error == pytest.approx(0.0137, rel=0.1)


def test_where_a_clue_says_nothing_it_is_not_counted():
    (true,) = [one for one in report([planted("Choice", CHOICE)], range(20)) if one.clue == "true"]
    assert (true.bank.asks, true.bank.gain, true.exercises) == (0, 0.0, ())


def test_every_clue_is_a_sentence():
    for name, clue in CLUES.items():
        assert clue.__doc__ and clue.__doc__.endswith("."), name


def test_the_document_lists_every_clue():
    page = (ROOT / "docs" / "guesser.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([a-z-]+) \| [^|]+ \| \d", page, re.MULTILINE) == list(CLUES)


def test_over_the_whole_bank_no_clue_is_worth_much():
    found = report(Bank.load().exercises.values(), range(SEEDS))
    assert len(found) == len(CLUES)
    assert [(one.clue, one.bank.earned, one.bank.chance) for one in found if one.bank.gives_away] == []
