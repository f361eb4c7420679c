import numpy as np


def softmax_rows(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def lossFun(inputs, targets, hprev):
    T = len(inputs)
    X = np.zeros((T, vocab_size))
    X[np.arange(T), inputs] = 1
    #! fwd-no-bias: drive = X @ Wxh.T
    #! fwd-bias-twice: drive = X @ Wxh.T + 2 * bh.ravel()
    #! slip-drive-reversed-sign: drive = bh.ravel() - X @ Wxh.T
    drive = X @ Wxh.T + bh.ravel()
    H = np.zeros((T + 1, hidden_size))
    #! fwd-h0-ignored: pass
    H[0] = hprev.ravel()
    for t in range(T):
        #! fwd-no-recurrence: H[t + 1] = np.tanh(drive[t])
        #! fwd-stale-h0: H[t + 1] = np.tanh(drive[t] + Whh @ H[0])
        #! fwd-wh-transposed: H[t + 1] = np.tanh(drive[t] + H[t] @ Whh)
        #! fwd-no-activation: H[t + 1] = drive[t] + Whh @ H[t]
        #! fwd-tan-for-tanh: H[t + 1] = np.tan(drive[t] + Whh @ H[t])
        #! fwd-input-frozen: H[t + 1] = np.tanh(drive[0] + Whh @ H[t])
        #! slip-state-of-step: H[t + 1] = np.tanh(drive[t] + Whh @ H[t + 1])
        #!@ fwd-no-bias
        H[t + 1] = np.tanh(drive[t] + Whh @ H[t])
    P = softmax_rows(H[1:] @ Why.T + by.ravel())
    picked = P[np.arange(T), targets]
    #! loss-log10: loss = -np.log10(picked).sum()
    #! loss-sign: loss = np.log(picked).sum()
    loss = -np.log(picked).sum()
    dZ = P.copy()
    #! bwd-target-added: dZ[np.arange(T), targets] += 1
    dZ[np.arange(T), targets] -= 1
    dH = dZ @ Why
    #! bwd-derivative-no-square: slope = 1 - H[1:]
    #! bwd-slope-at-h-prev: slope = 1 - H[:-1] ** 2
    #! bwd-no-act-derivative: slope = np.ones((T, hidden_size))
    slope = 1 - H[1:] ** 2
    dA = np.zeros_like(dH)
    back = np.zeros(hidden_size)
    #! bwd-loop-not-reversed: for t in range(T):
    for t in range(T - 1, -1, -1):
        #! bwd-no-through-time: dA[t] = dH[t] * slope[t]
        #! bwd-upstream-dropped: dA[t] = (back if t < T - 1 else dH[t]) * slope[t]
        #! slip-part-of-slope: dA[t] = dH[t] * slope[t] + back
        dA[t] = (dH[t] + back) * slope[t]
        #! bwd-wh-not-transposed: back = Whh @ dA[t]
        #! bwd-carry-diagonal: back = np.diag(Whh) * dA[t]
        back = dA[t] @ Whh
    dWxh = dA.T @ X
    #! bwd-dwh-uses-ht: dWhh = dA.T @ H[1:]
    #! bwd-dwh-transposed: dWhh = H[:-1].T @ dA
    dWhh = dA.T @ H[:-1]
    #! bwd-db-not-accumulated: dbh = dA[0].reshape(-1, 1)
    #! slip-mean-over-steps: dbh = dA.mean(axis=0).reshape(-1, 1)
    dbh = dA.sum(axis=0).reshape(-1, 1)
    dWhy, dby = dZ.T @ H[1:], dZ.sum(axis=0).reshape(-1, 1)
    return loss, dWxh, dWhh, dWhy, dbh, dby, H[-1].reshape(-1, 1)
