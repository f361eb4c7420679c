"""Each misconception changes what the catalogue says it changes, and coincides where the catalogue says so."""

import json
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from golden.reference_problems import draw
from places import DATA

from reference_rnn import (
    CATALOGUE,
    CODE_MISCONCEPTIONS,
    CONCEPTS,
    GRU,
    LSTM,
    MISCONCEPTIONS,
    RNN,
    Attention,
    AverageEmbedding,
    BagOfWords,
    Bidirectional,
    BidirectionalShapes,
    Clipping,
    EncoderDecoder,
    Flow,
    Generation,
    Layer,
    MatrixFlow,
    NotApplicable,
    Padded,
    Shapes,
    TruncatedBPTT,
    Uses,
    code_mutants_of,
    feedback,
    is_misreading,
    mutants_of,
    reference_of,
    title,
)

FACTS = json.loads((DATA / "misconceptions.json").read_text())
MANY = 200  # problems of each family, in one stack
LR = 0.7

FAMILIES = {
    "m2o": {"K": 1},
    "m2m": {"K": 1, "outputs": "all"},
    "soft": {"K": 3, "output": "softmax", "outputs": "all"},
    "sq": {"D": 4, "H": 4, "K": 1},
    "khsq": {"H": 4, "K": 4, "output": "linear"},
    "mse": {"K": 2, "loss": "mse"},
    "lab": {"K": 1},
    "two": {"K": 1},
}


def family(name):
    p = draw(11, N=MANY, **({"B": 3, "T": 4, "D": 2, "H": 5} | FAMILIES[name]))
    if name == "lab":  # logits between 0 and ½, where the two thresholds disagree
        z = p.net().forward(p.x, p.h_0).z
        return replace(p, W_y=0 * p.W_y, b_y=np.abs(z[:, 0]) % 0.5)
    if name == "m2o":  # with y = 1 throughout, the second term of the loss has nothing to show
        p.y[:, 0] = 0.0
    return p


def symmetric(M):
    return M + M.mT


def diagonal(M):
    return M * np.eye(M.shape[-1])


def one_unit(p):
    return replace(p, W=p.W[:, :1], W_h=p.W_h[:, :1, :1], b=p.b[:, :1], W_y=p.W_y[..., :1], h_0=p.h_0[..., :1])


def first_steps(p, T=1):
    return replace(p, x=p.x[..., :T, :], y=p.y[..., :T, :] if p.options.get("outputs") == "all" else p.y)


def last_output_only(p):
    return replace(p, options=p.options | {"outputs": "last"}, y=p.y[..., -1, :] if p.y.ndim == 4 else p.y)


def linear_output(p):
    return replace(p, options=p.options | {"output": "linear", "loss": "mse"})


def all_positive(p):
    q = p.map(np.abs)
    return replace(q, y=p.y, W_h=np.abs(p.W_h) * 0.3, options=p.options | {"activation": "relu"})


def with_activation(name):
    return lambda p: replace(p, options=p.options | {"activation": name})


CONDITIONS = {
    "Wh0": lambda p: replace(p, W_h=0 * p.W_h),
    "T1h00": lambda p: replace(first_steps(p), h_0=0 * p.h_0),
    "b0": lambda p: replace(p, b=0 * p.b),
    "by0": lambda p: replace(p, b_y=0 * p.b_y),
    "identity": with_activation("identity"),
    "relu": with_activation("relu"),
    "relu+": all_positive,
    "T1": first_steps,
    "Whsym": lambda p: replace(p, W_h=symmetric(p.W_h)),
    "Wsym": lambda p: replace(p, W=symmetric(p.W)),
    "WeqWh": lambda p: replace(p, W=p.W_h),
    "WhI": lambda p: replace(p, W_h=0 * p.W_h + np.eye(p.W_h.shape[-1])),
    "Whdiag": lambda p: replace(p, W_h=diagonal(p.W_h)),
    "H1": one_unit,
    "h00": lambda p: replace(p, h_0=0 * p.h_0),
    "xconst": lambda p: replace(p, x=p.x[..., :1, :].repeat(4, axis=-2)),
    "xpalin": lambda p: replace(p, x=p.x + p.x[..., ::-1, :]),
    "B1": lambda p: replace(p, x=p.x[:, :1], h_0=p.h_0[:, :1], y=p.y[:, :1]),
    "linear": linear_output,
    "y1": lambda p: replace(p, y=0 * p.y + 1),
    "yhalf": lambda p: replace(p, W_y=0 * p.W_y, b_y=0 * p.b_y),
    "headm2o": last_output_only,
    "lr1": lambda p: p,
}
GRADIENTS = {"dW": "W", "dWh": "W_h", "db": "b", "dWy": "W_y", "dby": "b_y", "dh0": "h_0", "dx": "x"}
UPDATED = {"W_new": "W", "Wh_new": "W_h", "b_new": "b", "Wy_new": "W_y"}


def quantity(name, p, kind, lr=LR, steps=1):
    """One quantity of the catalogue, by the reference or by a mutant; `steps` is 2 where two updates matter."""
    net = p.net(kind)
    if name in UPDATED and steps > 1:
        return getattr(net.train(p.x, p.h_0, p.y, lr, steps), UPDATED[name])
    trace = net.forward(p.x, p.h_0)
    if name in UPDATED:
        return getattr(net.descend(trace, p.y, lr), UPDATED[name])
    if name in GRADIENTS:
        return getattr(net.backward(trace, p.y), GRADIENTS[name])
    if name == "label":
        return net.label(trace.z)
    if name == "loss":
        return net.loss(trace, p.y)
    return {"h1": trace.h[..., 0, :], "h2": trace.h[..., 1:2, :], "hT": trace.h[..., -1, :], "y": trace.y_hat}[name]


SHOWS = [(fact["id"], name) for fact in FACTS for name in fact["families"]]
COINCIDES = [
    (fact["id"], case["problem"], name, tuple(case["quantities"]))
    for fact in FACTS
    for case in fact["coincides"]
    for name in fact["families"]
]


@pytest.mark.parametrize(("id", "name"), SHOWS)
def test_changes_what_it_shows_on_every_problem(id, name):
    p, steps = family(name), 2 if name == "two" else 1
    shows = next(fact["shows"] for fact in FACTS if fact["id"] == id)
    for shown in shows:
        truth = quantity(shown, p, RNN, steps=steps)
        missed = quantity(shown, p, MISCONCEPTIONS[id], steps=steps)
        same = np.isclose(missed, truth, rtol=0, atol=1e-9).reshape(MANY, -1).all(axis=1)
        assert missed.shape == truth.shape and not same.any(), f"{shown}: {same.sum()} of {MANY} problems hide it"


@pytest.mark.parametrize(("id", "condition", "name", "quantities"), COINCIDES)
def test_equals_the_truth_where_the_catalogue_says(id, condition, name, quantities):
    p, lr = CONDITIONS[condition](family(name)), 1.0 if condition == "lr1" else LR
    for shown in quantities:
        truth, missed = quantity(shown, p, RNN, lr), quantity(shown, p, MISCONCEPTIONS[id], lr)
        np.testing.assert_allclose(missed, truth, rtol=1e-12, atol=1e-12, err_msg=shown)


def test_the_first_iteration_has_no_old_gradients():
    p = family("two")
    missed = p.net(MISCONCEPTIONS["upd-grads-not-zeroed"]).train(p.x, p.h_0, p.y, LR, 1)
    truth = p.net().train(p.x, p.h_0, p.y, LR, 1)
    np.testing.assert_array_equal(missed.W, truth.W)


def test_old_gradients_are_added_to_the_new():
    p = family("two")
    net, slow = p.net(), p.net(MISCONCEPTIONS["upd-grads-not-zeroed"])
    g_1 = net.backward(net.forward(p.x, p.h_0), p.y)
    once = net.update(g_1, LR)
    g_2 = once.backward(once.forward(p.x, p.h_0), p.y)
    np.testing.assert_allclose(slow.train(p.x, p.h_0, p.y, LR, 2).W, once.W - LR * (g_1.W + g_2.W), rtol=1e-12)


def test_updating_inside_the_loop_bends_the_way_back():
    """Two steps by hand: W_h moves by δ_2 h_1ᵀ before it carries δ_2 back to δ_1."""
    p = draw(4, B=1, T=2, D=2, H=3, K=1)
    net = p.net()
    trace = net.forward(p.x, p.h_0)
    h_0, h_1, h_2 = p.h_0[0], trace.h[0, 0], trace.h[0, 1]
    delta_2 = (1 - h_2**2) * (p.W_y[0] * (trace.y_hat - p.y)[0, 0])
    bent = p.W_h - LR * np.outer(delta_2, h_1)
    delta_1 = (1 - h_1**2) * (bent.T @ delta_2)
    missed = p.net(MISCONCEPTIONS["upd-inside-loop"]).descend(trace, p.y, LR)
    np.testing.assert_allclose(missed.W_h, bent - LR * np.outer(delta_1, h_0), rtol=1e-12)
    np.testing.assert_allclose(missed.b, p.b - LR * (delta_1 + delta_2), rtol=1e-12)
    np.testing.assert_allclose(missed.W_y, net.descend(trace, p.y, LR).W_y, rtol=1e-12)


# The catalogue as a whole


COUNTS = {  # how many misconceptions each reference has of its own
    RNN: 68,
    Shapes: 20,
    Uses: 8,
    Flow: 5,
    MatrixFlow: 5,
    LSTM: 10,
    GRU: 6,
    Clipping: 6,
    Layer: 2,
    Attention: 8,
    AverageEmbedding: 3,
    BagOfWords: 4,
    Bidirectional: 4,
    BidirectionalShapes: 6,
    EncoderDecoder: 3,
    Generation: 5,
    Padded: 7,
    TruncatedBPTT: 4,
}


def test_the_catalogue_is_complete():
    assert set(MISCONCEPTIONS) == {fact["id"] for fact in FACTS}
    by_hand = [cls for cls in CATALOGUE.values() if cls.tier != "code"]
    assert Counter(map(reference_of, by_hand)) == COUNTS and set(map(reference_of, CATALOGUE.values())) == set(COUNTS)
    assert sum(cls.tier == "A" for cls in CATALOGUE.values()) == 52
    assert {cls.tier for cls in CATALOGUE.values()} == {"A", "B", "C", "beyond", "code"}


@pytest.mark.parametrize("id", CATALOGUE)
def test_is_its_reference_with_one_method_overridden(id):
    mutant = CATALOGUE[id]
    (reference,) = mutant.__bases__
    own = [name for name in vars(mutant) if not name.startswith("_") and name not in ("id", "tier", "title")]
    assert reference in COUNTS and len(own) == 1 and callable(getattr(reference, own[0]))
    known = code_mutants_of(reference) if mutant.tier == "code" else mutants_of(reference)
    assert mutant.id == id and known[id] is mutant and reference_of(mutant) is reference


def test_what_is_wrong_in_code_alone_is_no_answer_that_an_exercise_expects():
    assert CODE_MISCONCEPTIONS and {cls.tier for cls in CODE_MISCONCEPTIONS.values()} == {"code"}
    assert not any(CODE_MISCONCEPTIONS.keys() & mutants_of(reference).keys() for reference in COUNTS)


@pytest.mark.parametrize("id", CATALOGUE)
def test_says_what_the_value_equals_and_accuses_nobody(id):
    sentence = feedback(CATALOGUE[id])
    assert re.match(r"Equals what you get (if|with|without) ", sentence) and sentence.endswith(".")
    assert not re.search(r"\b(you (did|forgot|used|added|took)|your)\b", sentence, re.IGNORECASE)


def test_feedback_differs():
    assert len({feedback(cls) for cls in CATALOGUE.values()}) == len(CATALOGUE)


@pytest.mark.parametrize("id", [*CATALOGUE, *CONCEPTS])
def test_a_title_is_at_most_six_words_that_need_no_id(id):
    text = title(id)
    assert text and text != id and len(text.split()) <= 6 and not text.endswith((".", "!", "?")) and "," not in text
    assert text == " ".join(text.split()) and not re.search(r"\b(you|your)\b", text, re.IGNORECASE)
    if id in CATALOGUE:
        assert vars(CATALOGUE[id])["title"] == text, "a class inherits no title"


def test_titles_differ():
    titles = [title(id).casefold() for id in (*CATALOGUE, *CONCEPTS)]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("id", CONCEPTS)
def test_a_concept_is_a_claim_and_what_is_true_instead(id):
    concept = CONCEPTS[id]
    for text in (concept.claim, concept.truth):
        assert text.endswith(".") and text.count("$") % 2 == 0 and not re.search(r"\b(you|your)\b", text, re.IGNORECASE)
    assert concept.claim != concept.truth == feedback(id)


def test_the_feedback_of_an_id_is_that_of_its_misconception():
    assert all(feedback(id) == feedback(cls) for id, cls in CATALOGUE.items())
    with pytest.raises(KeyError):
        feedback("c-no-such-thing")


def test_an_unknown_id_is_its_own_title():
    assert title("beyond-lstm-no-gate") == "beyond-lstm-no-gate" and title("") == ""


def test_concepts_are_those_of_the_question_bank():
    assert list(CONCEPTS) == (DATA / "concepts.txt").read_text().split() and not set(CONCEPTS) & set(CATALOGUE)


def test_an_id_is_taken_once():
    with pytest.raises(ValueError, match="already"):
        type("Again", (RNN,), {}, id="fwd-no-bias", tier="A")


def test_several_misconceptions_at_once_depart_from_one_reference():
    both = type("both", (MISCONCEPTIONS["fwd-no-bias"], MISCONCEPTIONS["fwd-h0-ignored"]), {})
    assert reference_of(both) is RNN and is_misreading(both) and not is_misreading(MISCONCEPTIONS["fwd-no-bias"])


def test_misreadings_read_bare_arrays():
    """The engine lets them read what is given, for any network."""
    misread = {id for id, cls in CATALOGUE.items() if is_misreading(cls)}
    lagging = {"fwd-input-lag", "fwd-input-frozen", "fwd-reversed", "fwd-average-inputs"}
    assert misread == {"fwd-h0-ignored", *lagging}
    x, h_0 = np.arange(6.0).reshape(3, 2), np.ones(2)
    p = draw(0)
    net = p.net()
    read = {id: MISCONCEPTIONS[id].sequence(net, x).tolist() for id in lagging}
    assert read == {
        "fwd-input-lag": [[0, 0], [0, 1], [2, 3]],
        "fwd-input-frozen": [[0, 1], [0, 1], [0, 1]],
        "fwd-reversed": [[4, 5], [2, 3], [0, 1]],
        "fwd-average-inputs": [[2, 3]],
    }
    assert MISCONCEPTIONS["fwd-h0-ignored"].start(net, h_0).tolist() == [0, 0]


INAPPLICABLE = {
    "fwd-w-transposed": {},
    "fwd-swap-w-wh": {},
    "fwd-output-feedback": {},
    "out-mean-pool": {"outputs": "all"},
    "out-softmax-on-one-unit": {},
    "out-sigmoid-for-softmax": {},
    "out-softmax-wrong-axis": {},
    "out-hidden-is-output": {},
    "loss-double-softmax": {},
    "bwd-derivative-no-square": {"activation": "relu"},
    "bwd-extra-sigmoid-derivative": {"loss": "mse"},
    "bwd-missing-sigmoid-derivative": {},
    "bwd-missing-factor-2": {},
}


@pytest.mark.parametrize("id", INAPPLICABLE)
def test_says_where_it_cannot_be_computed(id):
    p = draw(1, **INAPPLICABLE[id])
    with pytest.raises(NotApplicable):
        net = p.net(MISCONCEPTIONS[id])
        trace = net.forward(p.x, p.h_0)
        net.loss(trace, p.y)
        net.backward(trace, p.y)


@pytest.mark.parametrize("id", sorted(set(MISCONCEPTIONS) - set(INAPPLICABLE)))
def test_all_others_compute_everything_on_any_network(id):
    for options in ({}, {"outputs": "all"}, {"output": "softmax"}, {"activation": "relu", "loss": "mse"}):
        p = draw(1, N=2, **options)
        if id == "fwd-average-inputs" and "outputs" in options:
            continue  # one averaged step has one output, not T
        net = p.net(MISCONCEPTIONS[id])
        trace = net.forward(p.x, p.h_0)
        grads = net.backward(trace, p.y)
        assert net.loss(trace, p.y).shape == (2,) and grads.W.shape == p.W.shape and grads.W_h.shape == p.W_h.shape


# Where ∂L/∂h_t is given, as in a learner's rnn_backward

SEEN_FROM_STATES = [fact["id"] for fact in FACTS if {"dW", "dWh", "db", "dh0"} & set(fact["shows"])]
NEEDS_AN_OUTPUT = {
    "bwd-dz-sign",
    "bwd-extra-sigmoid-derivative",
    "bwd-missing-sigmoid-derivative",
    "bwd-missing-factor-2",
}


@pytest.mark.parametrize("id", sorted(set(SEEN_FROM_STATES) - NEEDS_AN_OUTPUT))
def test_shows_where_the_gradient_of_every_state_is_given(id):
    p = draw(12, B=3, T=4, D=2, H=5)
    dh = np.random.default_rng(0).normal(size=(3, 4, 5))
    net, missed = RNN(p.W, p.W_h, p.b), MISCONCEPTIONS[id](p.W, p.W_h, p.b)
    trace = net.forward(p.x, p.h_0)
    right, wrong = net.backward_from(dh, trace), missed.backward_from(dh, trace)
    shows = next(fact["shows"] for fact in FACTS if fact["id"] == id)
    for shown in set(shows) & {"dW", "dWh", "db", "dh0", "dx"}:
        truth, value = getattr(right, GRADIENTS[shown]), getattr(wrong, GRADIENTS[shown])
        assert np.abs(value - truth).max() > 1e-2 * np.abs(truth).max(), shown


@pytest.mark.parametrize(("batch", "factor"), [("mean", 3.0), ("sum", 1 / 3)])
def test_the_other_reduction_is_the_factor_B(batch, factor):
    p = draw(12, B=3)
    dh = np.ones((3, 3, 5))
    net, missed = (kind(p.W, p.W_h, p.b, batch=batch) for kind in (RNN, MISCONCEPTIONS["bwd-batch-reduction"]))
    trace = net.forward(p.x, p.h_0)
    np.testing.assert_allclose(missed.backward_from(dh, trace).W, factor * net.backward_from(dh, trace).W, rtol=1e-12)
