"""Making variants: one function run three ways, thousands at once or one alone."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples
from nouns_from_json import quiz_from

from quizgen.ask import plain
from quizgen.asks.numbers import Numbers
from quizgen.authoring.bank import Bank, load_source
from quizgen.errors import UserError
from quizgen.generate import Follower, draw_all, variant, variants
from quizgen.generate.separation import MARGIN, separate
from quizgen.model import Quiz
from reference_rnn import MISCONCEPTIONS, RNN

BANK = Bank.load()
UNROLL, H2 = BANK.get("forward-unroll"), BANK.get("forward-h2")

FLAGSHIP = {
    "W": [[-0.8, -0.6], [-0.4, 0.3]],
    "W_h": [[-0.8, -0.6], [0.6, -0.4]],
    "b": [0.2, 0.4],
    "x": [[1.5, 0.5], [1.0, -0.5]],
    "h_0": [-0.4, 0.4],
}
FLAGSHIP_SLIPS = {  # exercises.md: what is typed for h_2 -> what it equals
    "fwd-no-recurrence": (-0.2913, -0.1489),
    "fwd-no-bias": (0.5555, -0.6681),
    "fwd-no-activation": (0.9460, -0.7020),
    "fwd-wh-transposed": (0.2178, 0.2122),
    "fwd-swap-w-wh": (-0.1556, 0.9468),
    "fwd-h0-ignored": (0.3964, -0.5697),
    "fwd-wh-identity": (-0.8441, 0.1842),
    "fwd-recur-preactivation": (0.7380, -0.6056),
    "fwd-stale-h0": (-0.2165, -0.5005),
    "fwd-input-frozen": (-0.3585, -0.3671),
}


def follower(exercise):
    return Follower(lambda digest: exercise.source)


def flagship():
    from dataclasses import replace

    return replace(variant(H2, 1), problem=FLAGSHIP)


@pytest.mark.parametrize(("name", "h_2"), FLAGSHIP_SLIPS.items())
def test_the_flagship_slips_have_their_published_values(name, h_2):
    answers = follower(H2)(flagship(), (name,), {})
    assert np.round(answers["h_2"], 4).tolist() == list(h_2)


def test_the_flagship_key_and_an_error_carried_forward():
    follow = follower(H2)
    assert np.round(follow(flagship(), (), {})["h_2"], 4).tolist() == [0.5545, -0.4503]
    typed = {"h_1": [-0.7397, -0.4219]}
    carried = follow(flagship(), (), typed)
    assert np.round(carried["h_2"], 4).tolist() == [0.4967, -0.4012]
    assert np.round(carried["h_1"], 4).tolist() == [-0.8397, -0.4219], (
        "an answer's own value is computed before it is replaced"
    )


def test_two_misconceptions_at_once_are_one_class_with_both_overrides():
    both = follower(H2)(flagship(), ("fwd-no-bias", "fwd-no-activation"), {})
    x, W, W_h = np.array(FLAGSHIP["x"]), np.array(FLAGSHIP["W"]), np.array(FLAGSHIP["W_h"])
    a_1 = W @ x[0] + W_h @ FLAGSHIP["h_0"]
    assert np.allclose(both["h_2"], W @ x[1] + W_h @ a_1)
    with pytest.raises(LookupError):
        follower(H2)(flagship(), ("fwd-no-bias", "fwd-bias-twice"), {})


def test_a_misreading_combines_with_a_mistake():
    both = follower(H2)(flagship(), ("fwd-h0-ignored", "fwd-no-bias"), {})
    x, W, W_h = np.array(FLAGSHIP["x"]), np.array(FLAGSHIP["W"]), np.array(FLAGSHIP["W_h"])
    assert np.allclose(both["h_2"], np.tanh(W @ x[1] + W_h @ np.tanh(W @ x[0])))


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6, unique=True), st.sampled_from(list(BANK.exercises)))
def test_drawn_alone_or_together_a_seed_gives_the_very_same_variant(seeds, name):
    exercise = BANK.get(name)
    assert variants(exercise, seeds) == [variant(exercise, seed) for seed in seeds]


def test_a_thousand_drawn_together_equal_a_thousand_drawn_alone():
    together = list(draw_all(UNROLL, range(1000)))
    for one in together[::7]:
        (alone,) = draw_all(UNROLL, [one.seed])
        assert (alone.key, alone.slips, dict(alone.problem), alone.redrawn) == (
            one.key,
            one.slips,
            dict(one.problem),
            one.redrawn,
        )


def test_a_variant_goes_to_json_and_back():
    for exercise in BANK.exercises.values():
        quiz = Quiz("q-1", 1, tuple(variants(exercise, range(3))))
        assert quiz_from(json.loads(json.dumps(plain(quiz)))) == quiz


def test_redraws_say_why():
    reasons = {reason for one in draw_all(UNROLL, range(200)) for reason in one.redrawn}
    assert "h_1 lies on a rounding border" in reasons


def test_an_exercise_that_is_never_usable_is_the_authors_mistake_in_one_sentence():
    text = H2.source.replace("draw.vanilla(D=2, H=2, T=2)", "draw.vanilla(D=2, H=2, T=1)").replace(
        "steps.send(h_1)", "h_1"
    )
    with pytest.raises(UserError, match="fwd-recur-preactivation"):
        variant(load_source(text, "never"), 1)


def test_no_key_is_on_a_rounding_border():
    for one in draw_all(UNROLL, range(300)):
        for ask in UNROLL.asks:
            assert isinstance(ask, Numbers)
            units = np.array(one.key[ask.name]) / ask.unit
            assert (abs(units - np.floor(units) - 0.5) >= 0.02).all()


def test_live_slips_are_those_of_a_slow_and_simple_search():
    rng = np.random.default_rng(3)
    for problems in (1, 5, 40):
        truth, slips = rng.normal(size=(3, problems)) * 6, rng.normal(size=(3, 12, problems)) * 6
        slips[:, 7] = slips[:, 2]
        found = separate(truth, slips)
        for n in range(problems):
            live: list[int] = []
            for m in range(12):
                far = all(
                    abs(slips[:, m, n] - other).max() >= MARGIN
                    for other in [truth[:, n], *(slips[:, k, n] for k in live)]
                )
                if far:
                    live.append(m)
            assert np.flatnonzero(found.live[:, n]).tolist() == live
            assert (found.twin_of[7, n] == 2) == (2 in live)


def test_every_forward_misconception_can_be_followed_in_some_exercise():
    named = {
        name
        for e in BANK.exercises.values()
        for one in draw_all(e, range(20))
        for s in one.slips
        for name in s.misconceptions
    }
    forward = {name for name in MISCONCEPTIONS if name.startswith("fwd-")}
    assert forward - named <= {"fwd-output-feedback"}, "it needs K = H and a prediction at every step"
    assert issubclass(MISCONCEPTIONS["fwd-no-bias"], RNN)
