"""Sequence models say what PyTorch says, in float64; their gradients are derivatives; what they are built on shows in them."""

import importlib.util
from dataclasses import replace

import numpy as np
import pytest
from golden.reference_problems import draw
from golden.sequences_torch import CHUNKS, DATA, LENGTHS, NAMES, T, cases, from_file, from_torch, parameters

from reference_rnn import (
    RNN,
    Attention,
    AverageEmbedding,
    BagOfWords,
    Bidirectional,
    BidirectionalShapes,
    EncoderDecoder,
    Padded,
    TruncatedBPTT,
    mutants_of,
)

KEPT = from_file()
SOURCES = {"kept": KEPT.get}
if importlib.util.find_spec("torch"):
    SOURCES["live"] = from_torch
LINEAR = {"output": "linear", "outputs": "all"}


def gradients(net, y):
    trace = net.forward(DATA["x"], DATA["h_0"])
    grads = net.backward(trace, y)
    return {"loss": net.loss(trace, y), "x": grads.x, "h_0": grads.h_0} | {n: getattr(grads, n) for n in NAMES}, trace


def bidirectional():
    net = Bidirectional(*parameters("ahead", count=3), back=tuple(parameters("back", count=3)))
    states, summary = net.both(DATA["x"], DATA["h_0"], DATA["back_0"])
    return {"states": states, "summary": summary}


def padded(outputs):
    options = LINEAR | {"outputs": outputs, "time": "mean"}
    net = Padded(*parameters("padded"), lengths=LENGTHS, **options)
    found, trace = gradients(net, DATA["y"] if outputs == "all" else DATA["y"][:, 0])
    return found | {"h_last": trace.states[-1]}


def truncated(chunk):
    return gradients(TruncatedBPTT(*parameters("truncated"), chunk=int(chunk), **LINEAR), DATA["y"])[0]


def attention(how):
    states = np.moveaxis(KEPT["attention-" + how]["states"], 1, 0)
    net = Attention(states, DATA["q"], scaled=how == "scaled")
    return {"states": np.moveaxis(states, 0, 1), "context": net.context(net.weights(net.scores()))}


def decoded(kind):
    net = EncoderDecoder(
        *parameters("decoder", 3),
        encoder=tuple(parameters("encoder", count=3)),
        output="softmax",
        feedback="output" if kind == "target" else kind,
    )
    x = np.moveaxis(DATA["x"], 1, 0)
    states = net.encoder.unroll(x, DATA["h_0"])[1]
    targets = np.moveaxis(DATA["y"], 1, 0) if kind == "target" else None
    steps = net.decode(states, DATA["start"], x, targets)
    return {"y_hat": np.stack([next(steps) for _ in range(8)][1::2])}


BY_REFERENCE = {
    "bidirectional": lambda _: bidirectional(),
    "padded": padded,
    "truncated": truncated,
    "attention": attention,
    "decoded": decoded,
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("case", cases())
def test_same_as_pytorch(case, source):
    kind, _, how = case.partition("-")
    theirs, ours = SOURCES[source](case), BY_REFERENCE[kind](how)
    for name, value in theirs.items():
        assert ours[name].shape == value.shape, name
        np.testing.assert_allclose(ours[name], value, rtol=1e-10, atol=1e-12, err_msg=name)


def test_the_kept_values_cover_every_case():
    assert set(KEPT) == set(cases())


# Gradients, by complex step


def with_kind(p, kind, **more):
    """The network of a problem as another kind of RNN."""
    return kind(p.W, p.W_h, p.b, p.W_y, p.b_y, **(p.options | more))


@pytest.mark.parametrize("N", [None, 3])
@pytest.mark.parametrize("options", [{"outputs": "all", "time": "mean"}, {}, {"outputs": "all", "output": "softmax"}])
def test_masked_gradients_are_derivatives(N, options):
    p = draw(3, B=3, T=4, N=N, **options)
    lengths = np.broadcast_to([4, 1, 3], () if N is None else (N, 3)) if N else np.array([4, 1, 3])

    def loss(q):
        net = with_kind(q, Padded, lengths=lengths)
        return net.loss(net.forward(q.x, q.h_0), q.y)

    net = with_kind(p, Padded, lengths=lengths)
    grads, rng = net.backward(net.forward(p.x, p.h_0), p.y), np.random.default_rng(0)
    for name in (*NAMES, "x", "h_0"):
        own = getattr(p, name)
        direction = rng.normal(size=own.shape)
        expected = loss(replace(p, **{name: own + 1e-30j * direction})).imag / 1e-30
        projected = (getattr(grads, name) * direction).sum(axis=tuple(range(np.ndim(expected), own.ndim)))
        np.testing.assert_allclose(projected, expected, rtol=1e-9, atol=1e-12, err_msg=name)


def test_what_stands_in_the_padding_is_of_no_consequence():
    p = draw(3, B=2, T=4, outputs="all")
    net = with_kind(p, Padded, lengths=[2, 4])
    other = p.x.copy()
    other[0, 2:] = 9.0
    one, two = (net.forward(x, p.h_0) for x in (p.x, other))
    np.testing.assert_array_equal(one.h, two.h)
    np.testing.assert_array_equal(net.loss(one, p.y), net.loss(two, p.y))
    assert not net.backward(one, p.y).x[0, 2:].any()
    alone = RNN(p.W, p.W_h, p.b, p.W_y, p.b_y, outputs="all")
    np.testing.assert_allclose(one.h[0, -1], alone.forward(p.x[:1, :2], p.h_0[:1]).h[0, -1], rtol=1e-14)


@pytest.mark.parametrize("outputs", ["all", "last"])
def test_one_chunk_is_full_backpropagation_and_the_forward_pass_never_changes(outputs):
    p = draw(2, T=6, N=3, outputs=outputs)
    full = p.net().backward(p.net().forward(p.x, p.h_0), p.y)
    for chunk in (1, 2, 4, 6, 9):
        net = with_kind(p, TruncatedBPTT, chunk=chunk)
        trace = net.forward(p.x, p.h_0)
        np.testing.assert_allclose(trace.h, p.net().forward(p.x, p.h_0).h, rtol=1e-13)
        same = np.allclose(net.backward(trace, p.y).W_h, full.W_h, rtol=1e-12, atol=0)
        assert same == (chunk >= 6)


def test_a_chunk_that_starts_from_zeros_has_the_gradient_of_its_own_loss():
    p = draw(2, B=1, T=4, outputs="all")
    net = mutants_of(TruncatedBPTT)["tbptt-resets-state"](p.W, p.W_h, p.b, p.W_y, p.b_y, chunk=2, outputs="all")
    found = net.backward(net.forward(p.x, p.h_0), p.y)
    plain, expected = p.net(), 0
    for part, h_0 in ((slice(0, 2), p.h_0), (slice(2, 4), 0 * p.h_0)):
        expected = expected + plain.backward(plain.forward(p.x[:, part], h_0), p.y[:, part]).W_h
    np.testing.assert_allclose(found.W_h, expected, rtol=1e-12)


# The smaller models


def test_attention_reads_nice_fractions():
    net = Attention([[1, 0], [0, 1], [1, 1]], [np.log(2), np.log(3)])
    weights = net.weights(net.scores())
    np.testing.assert_allclose(weights, np.array([2, 3, 6]) / 11, rtol=1e-15)
    np.testing.assert_allclose(net.context(weights), np.array([8, 9]) / 11, rtol=1e-15)


def test_the_average_and_the_bag_do_not_know_the_order():
    x = np.random.default_rng(0).normal(size=(4, 3, 2))
    np.testing.assert_allclose(AverageEmbedding(x).average(), AverageEmbedding(x[[2, 0, 3, 1]]).average(), rtol=1e-14)
    np.testing.assert_allclose(AverageEmbedding(x).average(), x.mean(axis=0), rtol=1e-15)
    one, other = ["dog", "bites", "man"], ["man", "bites", "dog"]
    assert BagOfWords(one).items() == BagOfWords(other).items()
    assert BagOfWords(one, 2).items() != BagOfWords(other, 2).items()
    assert BagOfWords(["a", "b", "a", "b"], 2).items() == ((("a", "b"), 2), (("b", "a"), 1))


def test_the_shapes_of_a_bidirectional_network_are_those_of_arrays():
    states, summary = bidirectional()["states"], bidirectional()["summary"]
    shapes = BidirectionalShapes(D=2, H=4, B=3, T=T)
    assert shapes.h() == states.shape and shapes.h_t() == summary.shape[1:]
    assert shapes.cell_count() == 2 * sum(part.size for part in parameters("ahead", count=3))
    assert [shapes.partner(t) for t in range(1, T + 1)] == [5, 4, 3, 2, 1]


# Misconceptions


def test_an_rnn_misunderstood_is_a_decoder_misunderstood():
    for model in (Bidirectional, EncoderDecoder, TruncatedBPTT, Padded):
        known = mutants_of(model)
        assert set(mutants_of(RNN)) < set(known)
        assert issubclass(known["fwd-no-bias"], model) and known["fwd-no-bias"].id == "fwd-no-bias"
        assert known["fwd-no-bias"] is mutants_of(model)["fwd-no-bias"]
    assert "dec-zero-init" not in mutants_of(RNN) and "cnt-times-T" in mutants_of(BidirectionalShapes)


def test_a_decoder_without_bias_has_an_encoder_without_bias():
    p = parameters("decoder", 3), tuple(parameters("encoder", count=3))
    net = mutants_of(EncoderDecoder)["fwd-no-bias"](*p[0], encoder=p[1])
    x, h_0 = np.moveaxis(DATA["x"], 1, 0), DATA["h_0"]
    W, W_h, _ = p[1]
    np.testing.assert_allclose(net.encoder.unroll(x, h_0)[1][1], np.tanh(x[0] @ W.T + h_0 @ W_h.T), rtol=1e-14)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_wrong_truncations(chunk):
    right = gradients(TruncatedBPTT(*parameters("truncated"), chunk=chunk, **LINEAR), DATA["y"])[0]["W_h"]
    full = gradients(RNN(*parameters("truncated"), **LINEAR), DATA["y"])[0]["W_h"]
    for id, kind in mutants_of(TruncatedBPTT).items():
        if id.startswith("tbptt-"):
            found = gradients(kind(*parameters("truncated"), chunk=chunk, **LINEAR), DATA["y"])[0]["W_h"]
            assert np.allclose(found, right) == (chunk == T), id
            if id == "tbptt-no-truncation":
                np.testing.assert_allclose(found, full, rtol=1e-12)
