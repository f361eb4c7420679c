"""Files whose forward pass holds a misconception and whose backward pass is right for what that forward pass kept."""

from __future__ import annotations

from submission_in_interface import HEAD, modules

STYLES = (
    "the states",
    "what each step read",
)  # what the cache holds: x, h_0 and the states, or x_t, h_(t-1) and h_t as used

CORE = '''
class Recorded(FORWARD):
    seen = []

    def recurrent_part(self, h_prev):
        Recorded.seen.append(h_prev)
        return super().recurrent_part(h_prev)


def run(W, W_h, b, x, h0):
    """The states (B, T, H), and a cache."""
    Recorded.seen = []
    trace = Recorded(W, W_h, b).forward(x, h0)
    h, read, used = trace.h, x, np.concatenate([h0[:, None], trace.h[:, :-1]], axis=1)
    if {style!r} == "what each step read" and len(Recorded.seen) == h.shape[1]:
        read, used = trace.inputs.transpose(1, 0, 2), np.stack(Recorded.seen, axis=1)
    return h, (read, used, h, W, W_h)


def run_step(W, W_h, b, x_t, h_prev):
    h = FORWARD(W, W_h, b).step(x_t, h_prev)
    return h, (x_t[:, None], h_prev[:, None], h[:, None], W, W_h)


def back_from(cache, dh):
    read, used, h, W, W_h = cache
    dx, dW, dW_h, db = np.zeros((*dh.shape[:2], W.shape[1])), 0 * W, 0 * W_h, 0 * W[:, 0]
    carry = 0 * h[:, 0]
    for t in reversed(range(h.shape[1])):
        d = (1 - h[:, t] ** 2) * (dh[:, t] + carry)
        dW += d.T @ read[:, t]
        dW_h += d.T @ used[:, t]
        db += d.sum(axis=0)
        dx[:, t] = d @ W
        carry = d @ W_h
    return {{"dx": dx, "dh0": carry, "dW": dW, "dW_h": dW_h, "db": db}}
'''

BODIES = {
    "chapter": """
def rnn_forward(x, h0, W, W_h, b):
    return run(W, W_h, b, x, h0)[0]


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return back_from((x, np.concatenate([h0[:, None], h[:, :-1]], axis=1), h, W, W_h), dh)
""",
    "cs231n": """
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return run_step(Wx.T, Wh.T, b, x, prev_h)


def rnn_step_backward(dnext_h, cache):
    g = back_from(cache, dnext_h[:, None])
    return g["dx"][:, 0], g["dh0"], g["dW"].T, g["dW_h"].T, g["db"]


def rnn_forward(x, h0, Wx, Wh, b):
    return run(Wx.T, Wh.T, b, x, h0)


def rnn_backward(dh, cache):
    g = back_from(cache, dh)
    return g["dx"], g["dh0"], g["dW"].T, g["dW_h"].T, g["db"]
""",
    "dlai": """
def weights(p):
    return p["Wax"], p["Waa"], p["ba"][:, 0]


def outputs(a, p):
    z = np.tensordot(p["Wya"], a, axes=1) + p["by"].reshape(-1, *(1,) * (a.ndim - 1))
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def rnn_cell_forward(xt, a_prev, parameters):
    a, cache = run_step(*weights(parameters), xt.T, a_prev.T)
    return a.T, outputs(a.T, parameters), cache


def rnn_cell_backward(da_next, cache):
    g = back_from(cache, da_next.T[:, None])
    return {"dxt": g["dx"][:, 0].T, "da_prev": g["dh0"].T, "dWax": g["dW"], "dWaa": g["dW_h"], "dba": g["db"][:, None]}


def rnn_forward(x, a0, parameters):
    a, cache = run(*weights(parameters), x.transpose(1, 2, 0), a0.T)
    a = a.transpose(2, 0, 1)
    return a, outputs(a, parameters), cache


def rnn_backward(da, caches):
    g = back_from(caches, da.transpose(1, 2, 0))
    return {
        "dx": g["dx"].transpose(2, 0, 1), "da0": g["dh0"].T, "dWax": g["dW"], "dWaa": g["dW_h"], "dba": g["db"][:, None]
    }
""",
    "torchlike": """
class RNN:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size

    def forward(self, x, h0=None):
        h0 = np.zeros((x.shape[1], self.hidden_size)) if h0 is None else h0[0]
        b = self.bias_ih + self.bias_hh
        h, self.cache = run(self.weight_ih, self.weight_hh, b, x.transpose(1, 0, 2), h0)
        return h.transpose(1, 0, 2), h[:, -1][None]

    def backward(self, dh):
        g = back_from(self.cache, dh.transpose(1, 0, 2))
        self.grad_weight_ih, self.grad_weight_hh, self.grad_bias_ih, self.grad_bias_hh = g["dW"], g["dW_h"], g["db"], g["db"]
        return g["dx"].transpose(1, 0, 2), g["dh0"][None]
""",
    "minchar": """
def lossFun(inputs, targets, hprev):
    x, y = np.eye(vocab_size)[inputs][None], np.eye(vocab_size)[targets][None]
    h, cache = run(Wxh, Whh, bh[:, 0], x, hprev.T)
    z = h @ Why.T + by[:, 0]
    p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    dz = (p - y)[0]
    g = back_from(cache, (p - y) @ Why)
    loss = -np.log(p[y == 1]).sum()
    grads = g["dW"], g["dW_h"], dz.T @ h[0], g["db"][:, None], dz.sum(axis=0)[:, None]
    return loss, *(np.clip(grad, -5, 5) for grad in grads), h[0, -1][:, None]
""",
}


def behind(interface: str, style: str, *misconceptions: str) -> bytes:
    """A file of this interface with a wrong forward pass and a right backward pass."""
    head = HEAD.format(modules=modules(), names=misconceptions, family="fwd-")
    return (head + CORE.format(style=style) + BODIES[interface]).encode()
