"""Hints of every exercise in the bank: they never raise, never give the whole answer away, and cost what they say."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.ask import Ask
from quizgen.asks.values import flat
from quizgen.authoring.bank import Bank, digest
from quizgen.generate import Follower, variants
from quizgen.grading import grade
from quizgen.grading.chains import chains, says
from quizgen.grading.hints import COSTS, cost, hints_to, reduced
from quizgen.model import Answers, Mark, Quiz, Variant, Verdict

BANK = Bank.load()
SOURCES = {digest(exercise.source): exercise.source for exercise in BANK.exercises.values()}
FOLLOW = Follower(SOURCES.__getitem__)
SEEDS = (1, 2)
WITH_TWO = 0.8  # of the numeric answers: two hints or more
WITH_THREE = 0.45


@functools.cache
def sample(name: str) -> list[Variant]:
    return variants(BANK.get(name), SEEDS)


def right(variant: Variant, ask: Ask) -> str:
    value = variant.key[ask.name]
    return "" if value is None else ask.write(value)


def asked(variant: Variant) -> list[Ask]:
    return [ask for ask in variant.asks if ask.on_sheet]


def cases(variant: Variant):
    """Every answer with what may be typed before it: nothing, all that is right, nonsense."""
    before: dict[str, str] = {}
    for ask in asked(variant):
        yield ask, {}
        yield ask, dict(before)
        yield ask, {**before, ask.name: "?!"}
        before[ask.name] = right(variant, ask)


@pytest.mark.parametrize("name", BANK.exercises)
def test_no_hint_is_the_whole_answer_and_there_are_at_most_three(name):
    for variant in sample(name):
        for ask, typed in cases(variant):
            found = hints_to(variant, ask, typed, FOLLOW)
            assert len(found) < len(COSTS) == 4
            assert len({one.text for one in found}) == len(found), "each says something else"
            answer = right(variant, ask)
            for one in found:
                assert one.about and one.text.strip()
                assert len(answer) < 4 or answer not in one.text, (ask.name, one.text)
                assert not says(one.text, flat(variant.key[ask.name]))


def said_in(hints: list[str]) -> set[str]:
    """The first sentence of each hint."""
    return {f"{one.partition('.')[0]}." for one in hints}


@pytest.mark.parametrize("name", BANK.exercises)
def test_what_is_offered_is_never_ruled_out_down_to_the_answer(name):
    for variant in sample(name):
        for ask in asked(variant):
            said = [one.text for one in hints_to(variant, ask, {}, FOLLOW)]
            for part, pick, accepted in ask.picks():
                what = part.partition(".")[2].capitalize()  # of an answer in parts, whose parts share letters
                out = [item.key for item in pick.items if f"{what} {item.key} is not it.".strip() in said_in(said)]
                assert not set(out) & set(accepted)
                assert len(pick.items) - len(out) > len(accepted)


def test_every_hint_can_be_shown():
    from rich.console import Console

    from quizgen.documents.taken_terminal import hint

    for name in BANK.exercises:
        for variant in sample(name)[:1]:
            for ask, typed in cases(variant):
                for one in hints_to(variant, ask, typed, FOLLOW):
                    with (console := Console(width=80)).capture() as shown:
                        console.print(hint(one.about, one.text, "1 of 1", 0.1))
                    assert "\\" not in shown.get(), (name, shown.get())


def test_numbers_have_an_equation_terms_and_a_first_number_where_they_can():
    counts = []
    for name in BANK.exercises:
        for variant in sample(name):
            before: dict[str, str] = {}
            for ask in asked(variant):
                if ask.by_value and flat(variant.key[ask.name]).size:
                    counts.append(len(hints_to(variant, ask, before, FOLLOW)))
                before[ask.name] = right(variant, ask)
    assert sum(count >= 2 for count in counts) >= WITH_TWO * len(counts)
    assert sum(count == 3 for count in counts) >= WITH_THREE * len(counts)


def test_the_three_steps_of_the_flagship():
    variant = sample("forward-h2")[0]
    h_2 = variant.asks[1]
    equation, terms, first = hints_to(variant, h_2, {"h_1": right(variant, variant.asks[0])}, FOLLOW)
    assert equation.text == r"$h_2 = \tanh(W x_2 + W_h h_1 + b)$"
    assert terms.text.startswith("$W x_2$ = (") and "$W_h h_1$ = (" in terms.text and "$b$ = (" in terms.text
    shown = f"{variant.key['h_2'][0]:.4f}".replace("-", "−")
    assert first.text == f"The first component is {shown}."


def test_hints_go_on_from_the_learners_own_answer():
    variant = sample("forward-h2")[0]
    own = {"h_1": "0.1000, 0.2000"}
    *_, terms, first = hints_to(variant, variant.asks[1], own, FOLLOW)
    with_key = hints_to(variant, variant.asks[1], {"h_1": right(variant, variant.asks[0])}, FOLLOW)
    assert (terms, first) != with_key[1:]
    follows = FOLLOW(variant, (), {"h_1": [0.1, 0.2]})["h_2"]
    assert f"{follows[0]:.4f}".replace("-", "−") in first.text


def test_what_the_solution_says_in_numbers_is_kept_back_until_the_answers_before_are_right():
    [variant, _] = sample("delta-chain")
    dz, delta_2 = variant.asks[:2]
    shown = f"{variant.key['dz']:.4f}"
    assert not any(shown in one.text for one in hints_to(variant, delta_2, {}, FOLLOW))
    assert any(shown in one.text for one in hints_to(variant, delta_2, {"dz": right(variant, dz)}, FOLLOW))


# ---------------------------------------------------------------- equations


def test_chains_split_at_the_equals_signs_that_are_in_no_brackets():
    [one, two, three] = chains(r"so $$h_1 = f(a = 2) = 0.5, \quad a_1 = 3$$ and $\hat{y} = \sigma(z)$.")
    assert one.sides == ("h_1", "f(a = 2)", "0.5") and two.sides == ("a_1", "3")
    assert three.symbolic == r"\sigma(z)"


# ---------------------------------------------------------------- cost


def test_costs_grow_and_leave_something():
    assert list(COSTS) == sorted(set(COSTS)) and COSTS[0] == 0 and COSTS[-1] < 1
    assert cost(99) == COSTS[-1] and cost(-1) == 0


@given(
    share=st.floats(0, 1),
    most=st.floats(0.25, 20),
    hints=st.integers(0, 9),
    verdict=st.sampled_from([Verdict.RIGHT, Verdict.PARTLY, Verdict.SLIP, Verdict.WRONG]),
)
def test_hints_take_their_cost_off_a_mark_never_below_zero(share, most, hints, verdict):
    mark = Mark("q1.h_1", verdict, round(share * most, 6), most, "Right.", ("fwd-no-bias",), "0.5")
    less = reduced(mark, hints)
    assert less.points == pytest.approx(max(0.0, mark.points - cost(hints) * most), abs=1e-6)
    assert 0 <= less.points <= mark.points
    assert (less.verdict, less.misconceptions, less.typed, less.max_points) == (verdict, ("fwd-no-bias",), "0.5", most)
    assert (less.feedback == "Right.") == (hints == 0 or mark.points == 0)


def test_the_feedback_says_what_hints_cost():
    mark = Mark("q1.h_1", Verdict.RIGHT, 2, 2)
    assert reduced(mark, 1) == Mark("q1.h_1", Verdict.RIGHT, 1.8, 2, "Right. One hint: 10 % off.")
    assert reduced(mark, 3).feedback == "Right. Three hints: 50 % off." and reduced(mark, 3).points == 1


def test_what_waits_for_a_person_is_left_to_the_person():
    mark = Mark("q1.answer", Verdict.NEEDS_A_PERSON, 0, 4, "Waits for a person.")
    assert reduced(mark, 2) is mark


def test_a_grade_without_hints_is_as_it_was():
    variant = sample("forward-h2")[0]
    found = grade(Quiz("q", 1, (variant,)), Answers("q", "", {"q1": {"h_1": right(variant, variant.asks[0])}}), FOLLOW)
    assert [reduced(mark, 0) for mark in found.marks] == list(found.marks)
