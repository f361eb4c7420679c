"""Gated cells, the flow of gradients and clipping: what the answers must satisfy, and what wrong answers are told."""

import math
from collections import Counter
from functools import cache

import numpy as np
import pytest

from quizgen.authoring.bank import Bank
from quizgen.generate import Follower, variants
from quizgen.grading import grade
from quizgen.model import Answers, Quiz, Verdict

BANK = Bank.load()
SEEDS = 80


@cache
def drawn(name, seeds=SEEDS):
    return variants(BANK.get(name), range(seeds))


def marks(name, variant, **typed):
    """The marks of a sheet with this one question, by ask."""
    source = BANK.get(name).source
    asks = {ask.name: ask for ask in variant.asks}
    written = {ask: value if isinstance(value, str) else asks[ask].write(value) for ask, value in typed.items()}
    found = grade(Quiz("q-1", 1, (variant,)), Answers("q-1", "", {"q1": written}), Follower(lambda digest: source))
    return {mark.ask.removeprefix("q1."): mark for mark in found.marks}


# ---------------------------------------------------------------- gated cells


def test_the_state_of_a_gru_lies_between_the_old_state_and_the_candidate():
    forms = Counter()
    for sealed in drawn("gru-step"):
        (old,), key = sealed.problem["h_prev"], sealed.key
        share = (key["h_t"] - key["n_t"]) / (old - key["n_t"])
        keeps = sealed.problem["keeps"]
        forms[keeps] += 1
        assert share == pytest.approx(key["z_t"] if keeps == "z" else 1 - key["z_t"], abs=1e-9)
        assert (r"$$h_t = z_t h_{t-1}" if keeps == "z" else r"$$h_t = (1 - z_t)\, h_{t-1}") in sealed.text
    assert min(forms.values()) > SEEDS / 4


def test_an_exchanged_update_gate_is_named():
    for sealed in drawn("gru-step")[:10]:
        (slip,) = [slip for slip in sealed.slips if "gru-z-swapped" in slip.misconceptions]
        found = marks("gru-step", sealed, **slip.answers)
        assert found["h_t"].misconceptions == ("gru-z-swapped",) and "both forms are in use" in found["h_t"].feedback
        assert all(found[ask].verdict is Verdict.RIGHT for ask in ("r_t", "z_t", "n_t"))


def test_an_error_in_a_gate_of_an_lstm_is_charged_once():
    for sealed in drawn("lstm-step")[:10]:
        key, (c_prev,) = sealed.key, sealed.problem["c_prev"]
        f = round(key["f_t"] + (0.1 if key["f_t"] < 0.8 else -0.1), 4)
        c = f * c_prev + key["i_t"] * key["g_t"]
        found = marks("lstm-step", sealed, **(key | {"f_t": f, "c_t": c, "h_t": key["o_t"] * math.tanh(c)}))
        assert found["f_t"].points == 0 and all(
            mark.points == mark.max_points for ask, mark in found.items() if ask != "f_t"
        )


def test_every_misconception_of_an_lstm_shows_on_every_variant():
    for sealed in drawn("lstm-step"):
        named = {id for slip in sealed.slips for id in slip.misconceptions}
        assert len(named) == 10 and not sealed.dropped, sealed.seed


def test_counts_are_three_and_four_times_the_vanilla_cell():
    for sealed in drawn("gated-count"):
        vanilla, gated, stacked = (sealed.key[ask] for ask in ("vanilla", "gated", "stacked"))
        D, H = sealed.problem["D"], sealed.problem["H"]
        assert gated == [3 * vanilla, 4 * vanilla] and stacked == [4 * H, D] and vanilla == H * (D + H + 1)


def test_a_slip_in_the_vanilla_count_does_not_cost_the_gated_ones():
    sealed = drawn("gated-count")[0]
    wrong = sealed.key["vanilla"] + 10
    found = marks("gated-count", sealed, vanilla=wrong, gated=[3 * wrong, 4 * wrong], stacked=sealed.key["stacked"])
    assert found["vanilla"].points == 0 and found["gated"].points == 2


def test_the_new_content_of_a_cell_is_a_finite_decimal_offered_among_known_mistakes():
    for sealed in drawn("lstm-cell"):
        (ask,) = sealed.asks
        texts = [option.text for option in ask.options]
        assert len(set(texts)) == 4
        assert all(option.feedback and option.misconceptions for option in ask.options if not option.accepted)
        assert round(sealed.problem["c_prev"], 1) == sealed.problem["c_prev"]


def test_gates_are_matched_with_what_their_value_near_one_means():
    asked = Counter()
    for sealed in drawn("gate-roles", 200):
        (ask,) = sealed.asks
        texts = {item.key: item.text for item in (*ask.left, *ask.right)}
        chosen = {texts[number]: texts[letter] for number, letter in ask.key(None).items()}
        asked.update(list(chosen))
        z_keeps = r"h_t = z_t \odot h_{t-1}" in sealed.text
        for symbol, role in chosen.items():
            if "z_t" in symbol:
                assert ("stays what it was" in role) == (z_keeps == (symbol == "$z_t$"))
            if "f_t" in symbol:
                assert ("keeps" in role) == (symbol == "$f_t$")
        assert len(ask.left) == 3 and len(ask.right) == 6
    assert len(asked) == 10 and min(asked.values()) > 35


def test_exchanged_gates_are_named():
    named = Counter()
    for sealed in drawn("gate-roles", 60):
        (ask,) = sealed.asks
        for wrong in ask.wrong_pairs:
            found = marks("gate-roles", sealed, follows={**ask.key(None), wrong.left: wrong.right})["follows"]
            assert found.points < found.max_points and wrong.feedback in found.feedback
            named.update(found.misconceptions)
    assert named["lstm-forget-input-swapped"] > 20 and named["gru-z-swapped"] > 5


def test_more_comes_through_the_cell_than_through_the_vanilla_network():
    for sealed in drawn("memory-path"):
        assert 0 < sealed.key["vanilla"] < 0.3 < sealed.key["cell"] < 1


def test_the_two_forms_of_the_reset_gate_differ_and_an_exchange_is_named():
    for sealed in drawn("gru-reset"):
        W_h, r, h = (np.array(sealed.problem[name]) for name in ("W_h", "r", "h_prev"))
        np.testing.assert_allclose(sealed.key["before"], W_h @ np.diag(r) @ h, atol=1e-9)
        np.testing.assert_allclose(sealed.key["after"], np.diag(r) @ W_h @ h, atol=1e-9)
        found = marks("gru-reset", sealed, before=sealed.key["after"], after=sealed.key["before"])
        assert {mark.misconceptions for mark in found.values()} == {("gru-reset-after",)}
        assert (found["before"].points, found["after"].points) == (0, 1)  # charged once


# ---------------------------------------------------------------- two layers


def test_an_error_in_the_lower_layer_costs_nothing_in_the_upper_one():
    for sealed in drawn("two-layers")[:10]:
        W, W_h, b, (u_0, v_0) = (sealed.problem[name] for name in ("W", "W_h", "b", "h_0"))
        (x_1,), (x_2,) = sealed.problem["x"]
        u_1 = round(math.tanh(W[0] * x_1 + W_h[0] * u_0 + b[0]) * 0.9, 4)
        v_1 = math.tanh(W[1] * u_1 + W_h[1] * v_0 + b[1])
        u_2 = math.tanh(W[0] * x_2 + W_h[0] * u_1 + b[0])
        v_2 = math.tanh(W[1] * u_2 + W_h[1] * v_1 + b[1])
        found = marks("two-layers", sealed, u_1=u_1, v_1=v_1, u_2=u_2, v_2=v_2)
        assert [mark.points for mark in found.values()] == [0, 1, 1, 1]


@pytest.mark.parametrize("id", ["stk-reads-input", "stk-reads-previous", "fwd-no-bias", "fwd-h0-ignored"])
def test_what_the_upper_layer_reads_is_told(id):
    for sealed in drawn("two-layers")[:10]:
        slips = [slip for slip in sealed.slips if id in slip.misconceptions]
        for slip in slips:
            found = marks("two-layers", sealed, **slip.answers)
            assert id in {name for mark in found.values() for name in mark.misconceptions}
        assert slips or id == "fwd-h0-ignored"


# ---------------------------------------------------------------- the flow of gradients


def test_half_of_the_products_vanish_and_half_explode():
    for name, ask in (("flow-factor", "product"), ("vanish-or-explode", "n_steps")):
        sizes = [abs(sealed.key[ask]) for sealed in drawn(name, 200)]
        assert 60 < sum(size > 1 for size in sizes) < 140
        assert not any(0.8 < size < 1.25 for size in sizes)


def test_what_happens_agrees_with_the_number():
    told = Counter()
    for sealed in drawn("vanish-or-explode", 200):
        ask = next(ask for ask in sealed.asks if ask.name == "means")
        (right,) = [option.text for option in ask.options if option.accepted]
        assert ("explodes" in right) == (abs(sealed.key["n_steps"]) > 1)
        assert right.endswith("do not." if sealed.problem["f"] == "tanh" else "do too.")
        assert len({len(option.text) for option in ask.options}) == 1
        told.update(id for option in ask.options for id in option.misconceptions)
        assert all(option.feedback for option in ask.options if not option.accepted)
    assert 80 < told["c-vanishing-means-h-zero"] == told["c-exploding-means-h-large"] < 120


def test_the_picture_shows_the_number_that_is_asked():
    for sealed in drawn("vanish-or-explode")[:10]:
        shown = float(f"{abs(sealed.key['n_steps']):.3g}")
        assert f"{shown:g}." in sealed.solution.replace(r"\n", " ")


def test_one_step_fewer_is_not_enough():
    for sealed in drawn("steps-until"):
        k, n, share = sealed.key["k"], sealed.key["n"], sealed.problem["share"]
        assert k**n < share < k ** (n - 1) and n == int(n)


def test_adding_the_factors_is_named():
    for sealed in drawn("flow-factor")[:10]:
        total = sum(sealed.key["factors"])
        found = marks("flow-factor", sealed, factors=sealed.key["factors"], product=f"{total:.4f}")
        assert found["product"].misconceptions == ("flow-linear",) and found["product"].points == 0


def test_contributions_are_those_of_the_recurrence():
    for sealed in drawn("memory-decay"):
        w, w_h, x = (sealed.problem[name] for name in ("w", "w_h", "inputs"))
        h = 0.0
        for x_t in x:
            h = w * x_t + w_h * h
        assert sealed.key["h_4"] == pytest.approx(h, abs=1e-9) == pytest.approx(sum(sealed.key["parts"]), abs=1e-9)


def test_the_long_run_of_each_matrix_is_that_of_its_powers():
    named = 0
    for sealed in drawn("long-run"):
        (ask,) = sealed.asks
        classes = {item.key: item.text for item in ask.right}
        told = [classes[letter] for letter in ask.key(None).values()]
        for W_h, verdict in zip(sealed.problem["matrices"], told, strict=True):
            late, later = (np.abs(np.linalg.matrix_power(np.array(W_h), t)).max() for t in (400, 800))
            assert verdict == (
                "it vanishes" if later < 0.01 * late else "it explodes" if later > 100 * late else "it does neither"
            )
        assert sorted(told) == sorted(2 * list(classes.values()))
        named += len(ask.wrong_pairs)
        for wrong in ask.wrong_pairs:
            found = marks("long-run", sealed, happens={**ask.key(None), wrong.left: wrong.right})["happens"]
            assert found.misconceptions == ("c-large-entry-explodes",) and "eigenvalue" in found.feedback
    assert named > 2 * SEEDS


def test_the_product_of_jacobians_is_the_derivative_of_the_last_state():
    for sealed in drawn("jacobian-product"):
        J_1, J_2, through = (np.array(sealed.key[name]) for name in ("J_1", "J_2", "through"))
        np.testing.assert_allclose(through, J_2 @ J_1, atol=1e-9)
        assert len({id for slip in sealed.slips for id in slip.misconceptions}) == 5


# ---------------------------------------------------------------- clipping


def test_the_clipped_gradients_have_the_limit_as_norm_and_the_old_direction():
    for sealed in drawn("clip-norm"):
        large, small, limit = (np.array(sealed.problem[name]) for name in ("large", "small", "limit"))
        clipped = np.array([*sealed.key["u"], *sealed.key["v"]])
        assert np.linalg.norm(clipped) == pytest.approx(limit) and sealed.key["norm"] == pytest.approx(
            np.linalg.norm(large)
        )
        np.testing.assert_allclose(clipped / limit, large / np.linalg.norm(large), rtol=1e-9)
        assert np.linalg.norm(small) < limit and sealed.key["later"] == small[:2].tolist()


@pytest.mark.parametrize("id", ["clip-by-value", "clip-per-tensor", "clip-always-rescale", "clip-l1-norm"])
def test_wrong_ways_to_clip_are_named(id):
    for sealed in drawn("clip-norm")[:8]:
        (slip,) = [slip for slip in sealed.slips if id in slip.misconceptions]
        found = marks("clip-norm", sealed, **slip.answers)
        assert id in {name for mark in found.values() for name in mark.misconceptions}
