"""Parameters and gradients in dicts that are attributes; the sequence is a list of vectors."""

import numpy as np


class Network:
    def __init__(self, D, H, K):
        self.params = {
            "Wxh": np.random.normal(0, 0.1, (H, D)),
            "Whh": np.random.normal(0, 0.1, (H, H)),
            "Why": np.random.normal(0, 0.1, (K, H)),
            "bh": np.zeros(H),
            "by": np.zeros(K),
        }
        self.grads = {name: np.zeros_like(p) for name, p in self.params.items()}

    def forward_pass(self, xs):
        p = self.params
        self.xs, self.hs = xs, [np.zeros(len(p["bh"]))]
        for x in xs:
            self.hs.append(np.tanh(p["Wxh"] @ x + p["Whh"] @ self.hs[-1] + p["bh"]))
        return [p["Why"] @ h + p["by"] for h in self.hs[1:]]

    def backward_pass(self, dys):
        p, g = self.params, {name: 0 for name in self.params}
        carry = 0
        for t in range(len(self.xs), 0, -1):
            dy, h, before = dys[t - 1], self.hs[t], self.hs[t - 1]
            d = (p["Why"].T @ dy + carry) * (1 - h**2)
            carry = p["Whh"].T @ d
            for name, term in (("Wxh", np.outer(d, self.xs[t - 1])), ("Whh", np.outer(d, before)), ("bh", d)):
                g[name] = g[name] + term
            g["Why"] = g["Why"] + np.outer(dy, h)
            g["by"] = g["by"] + dy
        self.grads = g
