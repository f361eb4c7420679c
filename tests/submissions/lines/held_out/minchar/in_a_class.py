import numpy as np


class Model:
    def one_hot(self, i):
        return np.eye(vocab_size)[:, [i]]

    def hidden(self, x, h):
        #! fwd-no-bias: a = Wxh @ x + Whh @ h
        #! fwd-bias-twice: a = Wxh @ x + Whh @ h + bh + bh
        #! fwd-no-recurrence: a = Wxh @ x + bh
        #! fwd-wh-transposed: a = Wxh @ x + Whh.T @ h + bh
        #! slip-state-squared: a = Wxh @ x + Whh @ h**2 + bh
        a = Wxh @ x + Whh @ h + bh
        #! fwd-no-activation: return a
        #! fwd-sigmoid-for-tanh: return 1 / (1 + np.exp(-a))
        #! fwd-relu-for-tanh: return np.maximum(a, 0)
        return np.tanh(a)

    def output(self, h):
        z = Why @ h + by
        e = np.exp(z - z.max())
        return e / e.sum()

    def forward(self, inputs, hprev):
        #! fwd-h0-ignored: states = [np.zeros_like(hprev)]
        states = [hprev]
        for i in inputs:
            #! fwd-stale-h0: states.append(self.hidden(self.one_hot(i), states[0]))
            #! fwd-input-frozen: states.append(self.hidden(self.one_hot(inputs[0]), states[-1]))
            states.append(self.hidden(self.one_hot(i), states[-1]))
        return states

    def backward(self, inputs, targets, states, probabilities):
        grads = {
            name: np.zeros_like(value) for name, value in (("U", Wxh), ("W", Whh), ("V", Why), ("b", bh), ("c", by))
        }
        carry = np.zeros_like(states[0])
        #! bwd-loop-not-reversed: for t in range(len(inputs)):
        for t in reversed(range(len(inputs))):
            #! bwd-target-added: dz = probabilities[t] + self.one_hot(targets[t])
            #! bwd-sign: dz = self.one_hot(targets[t]) - probabilities[t]
            dz = probabilities[t] - self.one_hot(targets[t])
            grads["V"] += dz @ states[t + 1].T
            grads["c"] += dz
            #! bwd-no-through-time: dh = Why.T @ dz
            #! bwd-upstream-dropped: dh = Why.T @ dz if t == len(inputs) - 1 else carry
            #! slip-carry-subtracted: dh = Why.T @ dz - carry
            dh = Why.T @ dz + carry
            #! bwd-no-act-derivative: da = dh
            #! bwd-derivative-no-square: da = (1 - states[t + 1]) * dh
            #! bwd-slope-at-h-prev: da = (1 - states[t] ** 2) * dh
            #! bwd-sigmoid-derivative: da = states[t + 1] * (1 - states[t + 1]) * dh
            da = (1 - states[t + 1] ** 2) * dh
            #! bwd-overwrite: grads["U"] = da @ self.one_hot(inputs[t]).T
            grads["U"] += da @ self.one_hot(inputs[t]).T
            #! bwd-dwh-uses-ht: grads["W"] += da @ states[t + 1].T
            #! bwd-dwh-transposed: grads["W"] += states[t] @ da.T
            #! bwd-overwrite: grads["W"] = da @ states[t].T
            #! slip-next-pair: grads["W"] += da @ states[max(t - 1, 0)].T
            grads["W"] += da @ states[t].T
            #! bwd-db-not-accumulated: grads["b"] = da
            #! bwd-overwrite: grads["b"] = da
            #! bwd-db-sum-of-everything: grads["b"] += da.sum()
            grads["b"] += da
            #! bwd-wh-not-transposed: carry = Whh @ da
            #! bwd-carry-diagonal: carry = np.diag(Whh)[:, None] * da
            carry = Whh.T @ da
        return grads


def lossFun(inputs, targets, hprev):
    model = Model()
    states = model.forward(inputs, hprev)
    probabilities = [model.output(h) for h in states[1:]]
    #! loss-sign: loss = sum(np.log(p[j, 0]) for p, j in zip(probabilities, targets))
    #! loss-log2: loss = -sum(np.log2(p[j, 0]) for p, j in zip(probabilities, targets))
    loss = -sum(np.log(p[j, 0]) for p, j in zip(probabilities, targets))
    g = model.backward(inputs, targets, states, probabilities)
    return loss, g["U"], g["W"], g["V"], g["b"], g["c"], states[-1]
