"""Each misconception about a sequence model gives what its sentence says, and not the truth."""

import numpy as np
import pytest
from golden.reference_problems import draw
from golden.sequences_torch import DATA, parameters

from reference_rnn import (
    RNN,
    Attention,
    AverageEmbedding,
    BagOfWords,
    Bidirectional,
    BidirectionalShapes,
    EncoderDecoder,
    Generation,
    Padded,
    mutants_of,
)

S = np.array([0.4, 1.1, -0.3])
STATES = np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 1.0]])
SOFT = np.exp(S) / np.exp(S).sum()
WRONG_CONTEXTS = {
    "attn-not-normalised": S @ STATES,
    "attn-no-exponential": S @ STATES / S.sum(),
    "attn-not-divided": np.exp(S) @ STATES,
    "attn-sigmoid": (1 / (1 + np.exp(-S))) @ STATES,
    "attn-largest-only": STATES[1],
    "attn-equal-weights": STATES.mean(axis=0),
    "attn-mean-of-weighted": SOFT @ STATES / 3,
}


@pytest.mark.parametrize("id", WRONG_CONTEXTS)
def test_wrong_contexts(id):
    net = mutants_of(Attention)[id](STATES, np.zeros(2))
    np.testing.assert_allclose(net.context(net.weights(S)), WRONG_CONTEXTS[id], rtol=1e-12)
    assert not np.allclose(WRONG_CONTEXTS[id], SOFT @ STATES)


def test_scaling_is_one_convention_or_the_other():
    kind, q = mutants_of(Attention)["attn-scaled"], np.array([0.7, -0.2])
    for scaled in (True, False):
        wrong, right = kind(STATES, q, scaled=scaled), Attention(STATES, q, scaled=not scaled)
        np.testing.assert_array_equal(wrong.scores(), right.scores())
    assert set(mutants_of(Attention)) == {*WRONG_CONTEXTS, "attn-scaled"}


WRONG_SIZES = {
    "shp-birnn-one-direction": ("h_t", (4,)),
    "shp-birnn-quadratic": ("h_t", (16,)),
    "cnt-birnn-one-set": ("cell_count", 4 * 3 + 16 + 4),
    "cnt-birnn-wide": ("cell_count", 8 * 3 + 64 + 8),
}


@pytest.mark.parametrize("id", WRONG_SIZES)
def test_wrong_sizes_of_both_directions(id):
    name, value = WRONG_SIZES[id]
    wrong, right = (kind(D=3, H=4, B=2, T=7) for kind in (mutants_of(BidirectionalShapes)[id], BidirectionalShapes))
    assert getattr(wrong, name)() == value != getattr(right, name)()


def test_wrong_partners():
    known = mutants_of(BidirectionalShapes)
    assert [known[id](D=3, H=4, T=7).partner(2) for id in ("shp-birnn-same-number", "shp-birnn-off-by-one")] == [2, 5]


def test_wrong_pairs_of_states():
    known = mutants_of(Bidirectional)
    p = tuple(parameters("ahead", count=3)), tuple(parameters("back", count=3))

    def both(kind):
        return kind(*p[0], back=p[1]).both(DATA["x"], DATA["h_0"], DATA["back_0"])

    (right, summary), H = both(Bidirectional), 4
    ahead, back = right[..., :H], right[..., H:]
    np.testing.assert_allclose(both(known["birnn-not-realigned"])[0][..., H:], back[:, ::-1], rtol=1e-13)
    np.testing.assert_allclose(both(known["birnn-sum-not-concat"])[0], ahead + back, rtol=1e-13)
    np.testing.assert_allclose(both(known["birnn-last-of-both"])[1], right[:, -1], rtol=1e-13)
    assert not np.allclose(both(known["birnn-same-order"])[0][..., H:], back) and not np.allclose(right[:, -1], summary)


def masked(p, kind):
    return kind(p.W, p.W_h, p.b, p.W_y, p.b_y, lengths=[2, 4], **p.options)


def test_wrong_masks():
    known, p = mutants_of(Padded), draw(3, B=2, T=4, outputs="all", output="linear", time="mean")
    trace, plain = masked(p, Padded).forward(p.x, p.h_0), p.net().forward(p.x, p.h_0)

    def wrong(id):
        net = masked(p, known[id])
        return net.forward(p.x, p.h_0), net

    np.testing.assert_allclose(wrong("pad-changes-state")[0].h, plain.h, rtol=1e-13)
    assert not wrong("pad-zeroes-state")[0].h[0, 2:].any()
    np.testing.assert_array_equal(wrong("pad-one-step-early")[0].h[0, -1], trace.h[0, 0])
    losses = ((trace.y_hat - p.y) ** 2).sum(axis=-1)
    first, second = losses[0], losses[1].mean()
    expected = {
        "pad-counted-in-loss": first.sum() / 2,
        "pad-mean-over-all": first[:2].sum() / 4,
        "pad-loss-not-masked": first.mean(),
        "pad-sum-for-mean": first[:2].sum(),
    }
    for id, value in expected.items():
        last = losses[1].sum() if id == "pad-sum-for-mean" else second
        np.testing.assert_allclose(wrong(id)[1].loss(trace, p.y), (value + last) / 2, rtol=1e-12, err_msg=id)


def written(kind, steps=3, targets=None, **options):
    """The outputs of a network that writes from a given state."""
    options = {"output": "softmax", "feedback": "token"} | options
    net = kind(*parameters("decoder", 3), **options)
    walk = net.write(DATA["start"], DATA["h_0"], targets)
    return np.stack([next(walk) for _ in range(2 * steps)][1::2])


def test_wrong_feedback():
    known = mutants_of(Generation)
    by_hand = parameters("decoder", 3)

    def read(inputs):
        trace = RNN(*by_hand, outputs="all", output="softmax").forward(np.stack(inputs, axis=1), DATA["h_0"])
        return np.moveaxis(trace.y_hat, 1, 0)

    right, start = written(Generation), DATA["start"]
    one_hot = [np.eye(3)[y_hat.argmax(axis=-1)] for y_hat in right]
    np.testing.assert_allclose(right, read([start, *one_hot[:2]]), rtol=1e-12)
    np.testing.assert_allclose(written(known["gen-seed-every-step"]), read([start] * 3), rtol=1e-12)
    np.testing.assert_allclose(written(known["gen-no-feedback"]), read([start, 0 * start, 0 * start]), rtol=1e-12)
    np.testing.assert_allclose(
        written(known["gen-feeds-probabilities"]), written(Generation, feedback="output"), rtol=1e-12
    )
    targets = np.moveaxis(DATA["y"], 1, 0)
    np.testing.assert_allclose(written(Generation, targets=targets), read([start, *targets[:2]]), rtol=1e-12)
    np.testing.assert_allclose(written(known["gen-ignores-targets"], targets=targets), right, rtol=1e-12)


def test_wrong_first_states_of_a_decoder():
    known, states = mutants_of(EncoderDecoder), np.arange(12.0).reshape(3, 4)
    encoder = tuple(parameters("encoder", count=3))

    def first(id):
        kind = known.get(id, EncoderDecoder)
        return kind(*parameters("decoder", 3), encoder=encoder).handed_over(states).tolist()

    assert first("") == [8, 9, 10, 11]
    assert first("dec-zero-init") == [0, 0, 0, 0] and first("dec-first-state") == [4, 5, 6, 7]


def test_wrong_averages_and_bags():
    known, x = mutants_of(AverageEmbedding), np.array([[2.0, 4.0], [6.0, 0.0], [1.0, 8.0]])
    found = {id: kind(x).average().tolist() for id, kind in known.items()}
    assert found == {
        "avg-two-at-a-time": [2.5, 5.0],
        "avg-not-divided": [9.0, 12.0],
        "avg-divides-by-entries": [4.5, 6.0],
    }
    bags, words = mutants_of(BagOfWords), ["so", "so", "not", "good"]
    assert bags["bow-without-counts"](words).items() == ((("good",), 1), (("not",), 1), (("so",), 1))
    assert bags["bow-drops-not"](words, 2).items() == ((("so", "good"), 1), (("so", "so"), 1))
    assert bags["bow-single-words"](words, 2).items() == BagOfWords(words).items()
    assert bags["bow-keeps-order"](words).items() != bags["bow-keeps-order"](words[::-1]).items()
