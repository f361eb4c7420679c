"""What holds of every question: the key and honest handwork earn all, a slip costs once, nonsense is no error."""

import math
import random

import numpy as np
import pytest
from grading_flagship import LIVE, LOSS, OUTPUT, drawn, follow, marked, sealed, states
from grading_mixed import MIXED, no_follow
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen.model import Variant, Verdict

FLAGSHIP = sealed(*states(2), OUTPUT, LOSS)


def typed_as(value: float | list[float], decimals: int = 4) -> str:
    numbers = value if isinstance(value, list) else [value]
    return "; ".join(f"{number:.{decimals}f}" for number in numbers)


@given(
    st.sampled_from([".", ","]),
    st.sampled_from(["-", "−", "–"]),
    st.sampled_from(["; ", " ", ";", "\n", ", "]),
    st.sampled_from(["{}", "({})", "[{}]", "{} ", "{{{}}}", "= {}"]),
    st.integers(4, 9),
    st.booleans(),
)
def test_the_key_earns_full_marks_however_it_is_written(
    mark: str, minus: str, between: str, brackets: str, decimals: int, short: bool
) -> None:
    def typed(value: float | list[float]) -> str:
        words = [
            f"{v:.{decimals}f}".rstrip("0" if short else "") for v in (value if isinstance(value, list) else [value])
        ]
        return brackets.format(between.join(word.replace(".", mark).replace("-", minus) for word in words))

    marks = marked(FLAGSHIP, **{name: typed(value) for name, value in FLAGSHIP.key.items()})
    assert [m.verdict for m in marks.values()] == [Verdict.RIGHT] * 4
    assert all(m.points == m.max_points and m.feedback == "" for m in marks.values())


def by_hand(problem: dict, rounded: int) -> dict[str, list[float]]:
    """Every a_t and h_t rounded before it is used again."""
    W, W_h, b = (np.array(problem[name]) for name in ("W", "W_h", "b"))
    h, answers = np.array(problem["h_0"]), {}
    for t, x_t in enumerate(problem["x"], 1):
        a = np.round(np.round(W @ np.array(x_t), rounded) + np.round(W_h @ h, rounded) + b, rounded)
        h = np.round(np.tanh(a), rounded)
        answers[f"h_{t}"] = h.tolist()
    return answers


def test_rounding_every_step_by_hand_earns_full_marks() -> None:
    for seed in range(300):
        problem = drawn(seed)
        marks = marked(
            sealed(*states(3), problem=problem, slips=()), **{n: typed_as(v) for n, v in by_hand(problem, 4).items()}
        )
        assert all(mark.verdict is Verdict.RIGHT for mark in marks.values()), seed


def slipped(seed: int) -> tuple[Variant, list[float]]:
    """A problem and a wrong h_1 of its learner."""
    variant, draw = sealed(*states(3), problem=drawn(seed), slips=LIVE[:5]), random.Random(seed)
    return variant, [
        round(math.copysign(draw.uniform(0.05, 0.95), v) + draw.uniform(-0.04, 0.04), 4) for v in variant.key["h_1"]
    ]


def test_random_slips_in_h_1_cost_nothing_afterwards() -> None:
    restored = plain = 0
    for seed in range(500):
        variant, h_1 = slipped(seed)
        h_2 = np.round(follow(variant, (), {"h_1": h_1})["h_2"], 4).tolist()
        h_3 = np.round(follow(variant, (), {"h_1": h_1, "h_2": h_2})["h_3"], 4).tolist()
        marks = marked(variant, h_1=typed_as(h_1), h_2=typed_as(h_2), h_3=typed_as(h_3))
        restored += marks["h_2"].points == marks["h_3"].points == 2
        plain += bool(np.abs(np.array(h_2) - variant.key["h_2"]).max() <= 2e-4)
    assert (restored, plain) == (500, 0)


def test_a_slip_does_not_excuse_a_misconception_after_it() -> None:
    excused = named = 0
    for seed in range(500):
        variant, h_1 = slipped(seed)
        h_2 = follow(variant, ("fwd-no-recurrence",), {"h_1": h_1})["h_2"]
        mark = marked(variant, h_1=typed_as(h_1), h_2=typed_as(h_2))["h_2"]
        excused += mark.points == mark.max_points
        named += "fwd-no-recurrence" in mark.misconceptions
    assert (excused, named) == (0, 500)


def test_the_same_misconception_from_some_step_on_is_charged_where_it_begins() -> None:
    variant = sealed(*states(3), problem=drawn(1))
    h_1 = variant.key["h_1"]
    from_h_2_on = follow(variant, ("fwd-no-recurrence",), {"h_1": h_1})
    marks = marked(variant, h_1=typed_as(h_1), h_2=typed_as(from_h_2_on["h_2"]), h_3=typed_as(from_h_2_on["h_3"]))
    assert [mark.points for mark in marks.values()] == [2, 0, 2]
    assert [mark.verdict for mark in marks.values()] == [Verdict.RIGHT, Verdict.SLIP, Verdict.SLIP]
    assert marks["h_3"].feedback == "The same as in h_2, where it was charged."


@pytest.mark.parametrize("misconception", LIVE)
def test_every_live_slip_is_recognised_by_name_and_costs_points(misconception: str) -> None:
    slip = next(slip for slip in FLAGSHIP.slips if misconception in slip.misconceptions)
    marks = marked(FLAGSHIP, **{name: typed_as(value) for name, value in slip.answers.items()}).values()
    assert {name for mark in marks for name in mark.misconceptions} == {misconception}
    assert sum(mark.points for mark in marks) < sum(mark.max_points for mark in marks)
    assert all(mark.feedback for mark in marks if mark.points < mark.max_points)


@settings(max_examples=examples(300))
@given(st.text(), st.sampled_from([ask.name for ask in MIXED.asks if ask.name not in ("why", "pick")]))
def test_nonsense_is_not_an_error_and_never_right(text: str, ask: str) -> None:
    mark = marked(MIXED, no_follow, **{ask: text})[ask]
    assert mark.verdict in (Verdict.WRONG, Verdict.UNREADABLE, Verdict.BLANK)
    assert mark.points == 0 and mark.feedback


@settings(max_examples=examples(300))
@given(st.text("0123456789.,;-+/eE()[] \n", max_size=40), st.sampled_from(["v", "M", "n"]))
def test_nonsense_made_of_digits_and_marks_is_not_an_error_either(text: str, ask: str) -> None:
    mark = marked(MIXED, no_follow, **{ask: text})[ask]
    assert mark.verdict in (Verdict.WRONG, Verdict.UNREADABLE, Verdict.BLANK, Verdict.PARTLY)
    assert mark.feedback


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=6))
def test_any_value_of_a_toml_file_is_judged(value: object) -> None:
    verdicts = {mark.verdict for mark in marked(MIXED, no_follow, **{ask.name: value for ask in MIXED.asks}).values()}
    assert Verdict.OUR_FAULT not in verdicts


def test_the_mixed_question_can_be_answered_fully() -> None:
    marks = marked(
        MIXED,
        no_follow,
        v="0.1234 -0.4321",
        M="1.25 2.5 3.75; 4.5 5.25 6.75",
        n="54912",
        W="128x300",
        term="Wh h1",
        pick="b",
        why="W_h is one matrix",
    )
    assert [mark.verdict for mark in marks.values()] == [Verdict.RIGHT] * 6 + [Verdict.NEEDS_A_PERSON]
