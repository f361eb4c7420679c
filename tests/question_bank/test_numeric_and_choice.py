"""Claims about exercises on outputs, losses, gradients, updates, sharing, types and shapes: numbers, choices, formulas."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from quizgen.authoring.bank import Bank
from quizgen.authoring.problem import stack
from quizgen.generate import draw_all, variants
from quizgen.generate.solver import follow
from quizgen.reading import read_value
from reference_rnn import MISCONCEPTIONS, RNN, Trace

BANK = Bank.load()
SEEDS = 120


@cache
def made(name, seeds=SEEDS):
    return list(variants(BANK.get(name), range(seeds)))


@cache
def drawn(name, seeds=60):
    return list(draw_all(BANK.get(name), range(seeds)))


def answers(name, problem, net=RNN, **typed):
    going_on = {ask: np.asarray(value, dtype=float)[None] for ask, value in typed.items()}
    found = follow(BANK.get(name).solving, stack([problem]), net, going_on)
    return {ask: value[0] for ask, value in found.items()}


def right_texts(name):
    """How often each text is the right option."""
    return Counter(
        option.text
        for v in made(name, 400)
        for ask in v.asks
        for option in getattr(ask, "options", ())
        if option.accepted
    )


# ---------------------------------------------------------------- whole passes of the reference


def test_m2m_outputs_are_those_of_a_pass():
    for one in drawn("m2m-outputs"):
        p = one.problem
        trace = RNN(p.W, p.W_h, p.b, p.W_y, p.b_y, outputs="all").forward([p.x], [p.h_0])
        for t in (1, 2, 3):
            assert one.key[f"h_{t}"] == pytest.approx(trace.h[0, t - 1, 0], abs=1e-11)
            assert one.key[f"y_{t}"] == pytest.approx(trace.y_hat[0, t - 1, 0], abs=1e-11)


def test_the_loss_of_a_batch_is_that_of_a_pass():
    for one in drawn("sequence-loss"):
        p = one.problem
        y_hat = np.moveaxis(np.array(p.y_hat), 1, 0)[..., None]
        trace = Trace(y_hat, y_hat, y_hat, None, y_hat, True)
        net = RNN([[0]], [[0]], [0], outputs="all", time=p.over_time, batch=p.over_batch)
        assert one.key["L"] == pytest.approx(net.loss(trace, np.array(p.y, dtype=float)[..., None]), abs=1e-11)
    seen = {(one.problem.over_time, one.problem.over_batch) for one in drawn("sequence-loss")}
    assert len(seen) == 4


def scalar_trace(p):
    h = np.array(p.h)[:, None, :]
    return Trace(np.zeros((2, 1, 1)), np.arctanh(h[1:]), h, None, np.array([[p.y_hat]]), False)


def test_the_chain_ends_at_the_gradient_of_the_initial_state():
    for one in drawn("delta-chain"):
        p = one.problem
        grads = RNN([[0]], p.W_h, [0], p.W_y).backward(scalar_trace(p), [[float(p.y)]])
        assert one.key["dh_0"] == pytest.approx(grads.h_0.item(), abs=1e-11)
        assert one.key["delta_1"] + one.key["delta_2"] == pytest.approx(grads.b.item(), abs=1e-11)


def test_a_slip_in_dz_is_carried_down_the_chain():
    p = drawn("delta-chain")[0].problem
    right, found = answers("delta-chain", p), answers("delta-chain", p, dz=0.5)
    for name in ("delta_2", "delta_1", "dh_0"):
        assert found[name] == pytest.approx(right[name] * 0.5 / right["dz"])


def test_two_paths_are_added_and_each_alone_is_a_known_mistake():
    for one in drawn("two-paths"):
        local = answers("two-paths", one.problem, MISCONCEPTIONS["bwd-no-through-time"])["dh_1"]
        carried = answers("two-paths", one.problem, MISCONCEPTIONS["bwd-upstream-dropped"])["dh_1"]
        np.testing.assert_allclose(local + carried, one.key["dh_1"], atol=1e-11)


def test_training_twice_is_the_reference_s_training():
    for one in drawn("two-iterations"):
        p = one.problem
        net, w = RNN([[1]], p.W_h, [0], p.W_y, [0], activation="identity", output="linear"), p.W_h[0][0]
        for i in (1, 2):
            net = RNN([[1]], [[w]], [0], p.W_y, [0], activation="identity", output="linear")
            grads = net.backward(net.forward([p.x], [p.h_0]), [p.y])
            w -= p.alpha * grads.W_h.item()
            assert one.key[f"g_{i}"] == pytest.approx(grads.W_h.item()) and one.key[f"w_{i}"] == pytest.approx(w)


def test_an_update_inside_the_loop_moves_the_weight_elsewhere_though_the_gradient_is_right():
    for one in drawn("two-iterations")[:20]:
        bent = answers("two-iterations", one.problem, MISCONCEPTIONS["upd-inside-loop"])
        assert bent["g_1"] == pytest.approx(one.key["g_1"]) and abs(bent["w_2"] - one.key["w_2"]) > 1e-3


# ---------------------------------------------------------------- counts and formulas


def test_counts_are_whole_and_doubling_the_length_doubles_only_separate_cells():
    for one in drawn("tied-vs-untied"):
        key, p = one.key, one.problem
        output_layer = p.K * (p.H + 1)
        assert key["tied"] == key["tied_2"] < key["untied"] < key["untied_2"]
        assert key["untied_2"] - output_layer == 2 * (key["untied"] - output_layer)
        assert key["untied"] - output_layer == p.T * (key["tied"] - output_layer)


@pytest.mark.parametrize(
    ("kind", "uses"), [("many-to-one", ("T", 1)), ("many-to-many", ("T", "T")), ("one-to-many", (1, "T"))]
)
def test_uses_by_type(kind, uses):
    found = [one for one in drawn("times-used") if one.problem.kind == kind]
    assert len(found) > 10
    for one in found:
        T = one.problem.T
        assert (one.key["W"], one.key["W_y"]) == tuple(T if use == "T" else use for use in uses)
        assert one.key["W_h"] == (T if one.problem.given_start else T - 1)


@pytest.mark.parametrize(
    ("name", "typed", "misconception"),
    [
        ("param-formula", "T (D H + H^2 + H)", "cnt-times-T"),
        ("param-formula", "DH + H² + H", ""),
        ("param-formula", "H(D+H)", "cnt-no-bias"),
        ("param-formula", "H D + H + H", "cnt-wh-vector"),
    ],
)
def test_a_formula_for_the_cell(name, typed, misconception):
    sealed = next(v for v in made(name) if not v.problem["whole"] and not v.problem["fixed"])
    (ask,) = sealed.asks
    value = read_value(typed, ask).value
    slips = [slip for slip in sealed.slips if (ask.distance(value, slip.answers["count"]) == 0).all()]
    assert (ask.distance(value, sealed.key["count"]) == 0).all() == (not misconception)
    assert [slip.misconceptions[0] for slip in slips] == ([misconception] if misconception else [])


def test_an_update_with_one_contribution_only_is_named():
    for sealed in made("update-formula")[:40]:
        named = {name for slip in sealed.slips for name in slip.misconceptions}
        assert {"upd-wrong-sign", "upd-no-learning-rate", "bwd-overwrite", "bwd-last-step-only"} <= named


# ---------------------------------------------------------------- choices


def test_the_label_follows_from_the_prediction_and_its_threshold():
    thresholds = set()
    for sealed in made("threshold-label"):
        (ask,) = sealed.asks
        p = sealed.problem
        z = np.dot(p["W_y"][0], p["h_T"]) + p["b_y"][0]
        assert 0.12 <= abs(z) <= 0.4501, "so near to 0, and never 0"
        y_hat, thresholds = 1 / (1 + np.exp(-z)), {*thresholds, p["threshold"]}
        positive = y_hat >= p["threshold"]
        (right,) = [option.text for option in ask.options if option.accepted]
        assert right == rf"$\hat{{y}} = {y_hat:.2f}$, {'positive' if positive else 'negative'}"
        assert positive == (round(y_hat, 2) >= p["threshold"]), "as printed, too"
        by_logit = [o.text for o in ask.options if o.misconceptions == ("out-threshold-on-logit",)]
        assert bool(by_logit) == positive and all(text.endswith("negative") for text in by_logit)
    assert len(thresholds) == 5


def test_labels_are_equally_often_right():
    labels = Counter(text.rpartition(", ")[2] for text in right_texts("threshold-label").elements())
    assert abs(labels["positive"] - labels["negative"]) < 80


def test_every_output_function_is_right_for_a_third_of_the_tasks():
    assert len(counts := right_texts("sigmoid-or-softmax")) == 3 and max(counts.values()) < 1.5 * min(counts.values())


def test_every_type_is_equally_often_right_by_its_shapes():
    assert len(counts := right_texts("type-from-shapes")) == 4 and max(counts.values()) < 1.5 * min(counts.values())


def test_every_comparison_of_losses_is_equally_often_right():
    assert len(counts := right_texts("loss-compare")) == 3 and max(counts.values()) < 1.5 * min(counts.values())


def test_losses_compare_as_by_the_logarithm():
    for sealed in made("loss-compare"):
        p = sealed.problem
        first, second = (-np.log(q if y else 1 - q) for y, q in zip(p["y"], p["y_hat"], strict=True))
        wanted = "both the same" if abs(first - second) < 1e-9 else "example 1" if first < second else "example 2"
        assert [o.text for o in sealed.asks[0].options if o.accepted] == [wanted]


def test_an_expression_picks_what_is_asked():
    """Every array holds at each place its own example and step."""
    for sealed in made("axis-layout"):
        p = sealed.problem
        x = np.array([10_000, 100, 1])[["BTD".index(axis) for axis in p["layout"]]] @ np.indices(
            [p["sizes"][axis] for axis in p["layout"]]
        ).reshape(3, -1)
        x = x.reshape([p["sizes"][axis] for axis in p["layout"]])
        found = np.asarray(eval(p["right"], {"x": x, "i": 1, "t": 2})).ravel()
        examples, steps = found // 10_000, found // 100 % 100
        if p["what"] != "step":
            assert (examples == 1).all()
        if p["what"] != "sequence":
            assert (steps == 2).all()


def test_a_shape_is_wrong_in_the_way_that_its_misconception_says():
    for sealed in made("shape-match")[:30]:
        (ask,) = sealed.asks
        assert {name for one in ask.wrong_pairs for name in one.misconceptions} == {
            *("shp-w-transposed", "shp-wh-hxd", "shp-wy-transposed", "shp-b-input")
        }
        number = {item.text: item.key for item in ask.left}
        swapped = dict(sealed.key["shapes"])
        swapped[number["$W_h$"]] = swapped[number["$W$"]]
        assert ask.judge(read_value(ask.write(swapped), ask)).misconceptions == ("shp-wh-hxd",)


def test_what_a_single_step_adds_is_what_the_comparison_says():
    seen = Counter()
    for sealed in made("o2o-collapse"):
        apart = np.abs(np.subtract(sealed.key["recurrent"], sealed.key["forward"])) > 5e-3
        assert (apart | np.isclose(sealed.key["recurrent"], sealed.key["forward"], atol=1e-12)).all(), "as printed, too"
        (right,) = [option.text for option in sealed.asks[2].options if option.accepted]
        assert right.startswith(
            ("They are equal", "They differ in one entry alone", "They differ in both entries")[apart.sum()]
        )
        assert right.endswith("because $h_0$ is zero.") == (not any(sealed.problem["h_0"]))
        seen[right] += 1
    assert len(seen) == 4 and min(seen.values()) > SEEDS / 8


def test_every_expression_for_an_array_is_right_for_some_layout():
    offered = {option.text for v in made("axis-layout", 400) for option in v.asks[0].options}
    assert set(right_texts("axis-layout")) == offered and len(offered) == 12


def test_the_line_of_the_last_state_names_both_errors():
    for sealed in made("last-state")[:40]:
        T = sealed.problem["T"]
        (right,) = [o.text for o in sealed.asks[0].options if o.accepted]
        assert right == f"$h_{T} = f(W x_{T} + W_h h_{T - 1} + b)$"
        assert sorted(len(o.misconceptions) for o in sealed.asks[0].options) == [0, 1, 1, 2]
