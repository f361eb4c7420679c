"""Files in each interface that hold the reference, or misconceptions in its place; they carry it with them, since
behind the wall there is none to be read. Only the function a misconception is about is wrong: the others do without it."""

from __future__ import annotations

import base64
import functools
import marshal
import zlib

from places import ROOT

BEYOND = (  # which these files lack: tests/submissions/test_beyond.py and test_gated.py have them
    "masked_ce", "clip_gradients", "check_gradients",
    "lstm_step", "lstm_forward", "lstm_step_backward", "lstm_backward", "gru_step", "gru_forward",
)  # fmt: skip
CARRIED = "carried"  # the name under which a file knows the reference: the true one is refused

HEAD = """
import base64, importlib.util, marshal, sys, zlib
import numpy as np

MODULES = marshal.loads(zlib.decompress(base64.b85decode({modules!r})))


class Carried:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in MODULES:
            return importlib.util.spec_from_loader(name, Carried, is_package=MODULES[name][0])

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        exec(MODULES[module.__name__][1], module.__dict__)


inserted = sys.meta_path.insert(0, Carried)

from carried import CATALOGUE as MISCONCEPTIONS, NotApplicable
from carried import Trace as TRACE
from carried import RNN as REFERENCE


def engine(*names):
    mutants = tuple(MISCONCEPTIONS[name] for name in names)
    return type("Several", mutants, {{}}) if len(mutants) > 1 else mutants[0] if mutants else REFERENCE


M = engine(*{names!r})
FORWARD = M if {family!r} == "fwd-" else REFERENCE
BACKWARD = M if {family!r} == "bwd-" else REFERENCE


def cell(W, W_h, b, x_t, h):
    return FORWARD(W, W_h, b).step(x_t, h)


def states(W, W_h, b, x, h0):
    return FORWARD(W, W_h, b).forward(x, h0).h


def back(W, W_h, b, x, h0, dh):
    grads = BACKWARD(W, W_h, b).backward_from(dh, REFERENCE(W, W_h, b).forward(x, h0))
    return {{"dx": grads.x, "dh0": grads.h_0, "dW": grads.W, "dW_h": grads.W_h, "db": grads.b}}


SETTINGS = {{"output": "softmax", "outputs": "all", "batch": "sum"}}


def of_outputs(h, hprev, p, y):
    states = np.concatenate([hprev.T[:, None], h], axis=1).transpose(1, 0, 2)
    net = BACKWARD(np.zeros((h.shape[2], 1)), np.zeros((h.shape[2], h.shape[2])), np.zeros(h.shape[2]), Why, by[:, 0], **SETTINGS)
    trace = TRACE(states[1:], states[1:], states, None, p.transpose(1, 0, 2), True)
    return net.output_gradients(net.output_errors(trace, y), trace)


def step_back(W, W_h, b, x_t, h_prev, dh_t):
    g = back(W, W_h, b, x_t[:, None], h_prev, dh_t[:, None])
    return {{"dx_t": g.pop("dx")[:, 0], "dh_prev": g.pop("dh0"), **g}}


def head(h, W_y, b_y, kind):
    H = h.shape[-1]
    path = np.concatenate([0 * h[:, :1], h], axis=1).transpose(1, 0, 2)
    parameters = np.zeros((H, 1)), np.zeros((H, H)), np.zeros(H), W_y, b_y
    try:
        net = M(*parameters, output=kind)
        return net.predict(net.read_states(path))
    except NotApplicable:
        return REFERENCE(*parameters, output=kind).predict(path[-1])


def ce(y_hat, y, time, batch):
    B, T, K = y.shape
    parameters = np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1), np.zeros((K, 1)), np.zeros(K)
    net = M(*parameters, output="softmax", outputs="all", time=time, batch=batch)
    share = np.array(net.time_shares(T))
    return sum(share @ net.loss_at(*pair) for pair in zip(y_hat, y)) * net.batch_share(B)
"""

BODIES = {
    "chapter": """
def rnn_step(x_t, h_prev, W, W_h, b):
    return cell(W, W_h, b, x_t, h_prev)


def rnn_forward(x, h0, W, W_h, b):
    return states(W, W_h, b, x, h0)


def predict(h, W_y, b_y, kind):
    return head(h, W_y, b_y, kind)


def bce_loss(y_hat, y):
    K = y.shape[1]
    net = M(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1), np.zeros((K, 1)), np.zeros(K))
    return sum(net.loss_at(*pair) for pair in zip(y_hat, y)) * net.batch_share(len(y))


def sequence_ce(y_hat, y, time, batch):
    return ce(y_hat, y, time, batch)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return back(W, W_h, b, x, h0, dh)


def sgd(params, grads, lr):
    net = M(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1))
    return {name: net.updated(params[name], grads[name], lr) for name in params}
""",
    "cs231n": """
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return cell(Wx.T, Wh.T, b, x, prev_h), (Wx.T, Wh.T, b, x, prev_h)


def rnn_step_backward(dnext_h, cache):
    g = step_back(*cache, dnext_h)
    return g["dx_t"], g["dh_prev"], g["dW"].T, g["dW_h"].T, g["db"]


def rnn_forward(x, h0, Wx, Wh, b):
    return states(Wx.T, Wh.T, b, x, h0), (Wx.T, Wh.T, b, x, h0)


def rnn_backward(dh, cache):
    g = back(*cache, dh)
    return g["dx"], g["dh0"], g["dW"].T, g["dW_h"].T, g["db"]
""",
    "dlai": """
def weights(p):
    return p["Wax"], p["Waa"], p["ba"][:, 0]


def outputs(a, p):
    return head(a, p["Wya"], p["by"][:, 0], "softmax")


def rnn_cell_forward(xt, a_prev, parameters):
    a = cell(*weights(parameters), xt.T, a_prev.T)
    return a.T, outputs(np.stack([a_prev.T, a], axis=1), parameters).T, (xt, a_prev, parameters)


def rnn_cell_backward(da_next, cache):
    xt, a_prev, p = cache
    g = step_back(*weights(p), xt.T, a_prev.T, da_next.T)
    return {"dxt": g["dx_t"].T, "da_prev": g["dh_prev"].T, "dWax": g["dW"], "dWaa": g["dW_h"], "dba": g["db"][:, None]}


def rnn_forward(x, a0, parameters):
    a = states(*weights(parameters), x.transpose(1, 2, 0), a0.T)
    y = np.stack([outputs(a[:, : t + 1], parameters) for t in range(a.shape[1])], axis=1)
    return a.transpose(2, 0, 1), y.transpose(2, 0, 1), (x, a0, parameters)


def rnn_backward(da, caches):
    x, a0, p = caches
    g = back(*weights(p), x.transpose(1, 2, 0), a0.T, da.transpose(1, 2, 0))
    return {"dx": g["dx"].transpose(2, 0, 1), "da0": g["dh0"].T, "dWax": g["dW"], "dWaa": g["dW_h"], "dba": g["db"][:, None]}
""",
    "torchlike": """
class RNN:
    def __init__(self, input_size, hidden_size):
        self.batch_first = False

    def weights(self):
        return self.weight_ih, self.weight_hh, self.bias_ih + self.bias_hh

    def forward(self, x, h0=None):
        x = x if self.batch_first else x.transpose(1, 0, 2)
        h0 = np.zeros((len(x), len(self.bias_ih))) if h0 is None else h0[0]
        self.kept = x, h0
        h = states(*self.weights(), x, h0)
        return h if self.batch_first else h.transpose(1, 0, 2), h[:, -1][None]

    def backward(self, dh):
        g = back(*self.weights(), *self.kept, dh.transpose(1, 0, 2))
        self.grad_weight_ih, self.grad_weight_hh, self.grad_bias_ih, self.grad_bias_hh = g["dW"], g["dW_h"], g["db"], g["db"]
        return g["dx"].transpose(1, 0, 2), g["dh0"][None]

""",
    "minchar": """
def lossFun(inputs, targets, hprev):
    x, y = np.eye(vocab_size)[inputs][None], np.eye(vocab_size)[targets][None]
    w = Wxh, Whh, bh[:, 0]
    h = states(*w, x, hprev.T)
    z = h @ Why.T + by[:, 0]
    p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    g = back(*w, x, hprev.T, (p - y) @ Why)
    dW_y, db_y = of_outputs(h, hprev, p, y)
    grads = g["dW"], g["dW_h"], dW_y, g["db"][:, None], db_y[:, None]
    return ce(p, y, "sum", "mean"), *(np.clip(grad, -5, 5) for grad in grads), h[0, -1][:, None]
""",
    "scratch": """
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.Wxh, self.Whh = np.ones((hidden_size, input_size)), np.ones((hidden_size, hidden_size))
        self.Why, self.bh, self.by = np.ones((output_size, hidden_size)), np.ones((hidden_size, 1)), np.ones((output_size, 1))

    def weights(self):
        return self.Wxh, self.Whh, self.bh[:, 0]

    def forward(self, inputs):
        self.kept = np.stack(inputs)[None, :, :, 0], np.zeros((1, len(self.bh)))
        h = states(*self.weights(), *self.kept)[0, :, :, None]
        return list(self.Why @ h + self.by), list(h)

    def backward(self, d_outputs):
        dy = np.stack(d_outputs)[:, :, 0]
        g = back(*self.weights(), *self.kept, (dy @ self.Why)[None])
        return {"Wxh": g["dW"], "Whh": g["dW_h"], "bh": g["db"][:, None]}
""",
}


def source(interface: str, *misconceptions: str) -> bytes:
    """A file of this interface that holds the misconception, several at once, or for none the reference."""
    family = misconceptions[0][:4] if misconceptions else ""
    head = HEAD.format(modules=modules(), names=misconceptions, family=family)
    return (head + BODIES[interface]).encode()


@functools.cache
def modules() -> bytes:
    """The reference compiled, by the name under which it is carried: whether it is a package, and its code."""
    found = {}
    for path in sorted((ROOT / "reference_rnn").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        text = path.read_text(encoding="utf-8").replace("reference_rnn", CARRIED)
        code = compile(text, f"<{name}>", "exec", dont_inherit=True)
        found[name.replace("reference_rnn", CARRIED)] = (path.name == "__init__.py", code)
    return base64.b85encode(zlib.compress(marshal.dumps(found), 9))
