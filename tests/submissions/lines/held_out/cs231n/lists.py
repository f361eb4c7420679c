import numpy as np


def affine(x, h, Wx, Wh, b):
    #! fwd-bias-twice: return x @ Wx + b + h @ Wh + b
    #! fwd-no-bias: return x @ Wx + h @ Wh
    #! fwd-wh-transposed: return x @ Wx + h @ Wh.T + b
    #! fwd-no-recurrence: return x @ Wx + b
    return x @ Wx + h @ Wh + b


def slope_of(h):
    #! bwd-derivative-no-square: return 1 - h
    #! bwd-sigmoid-derivative: return h * (1 - h)
    #! bwd-derivative-at-h: return 1 - np.tanh(h) ** 2
    #! slip-two-for-one: return 2 - h**2
    return 1 - h**2


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    #! fwd-no-activation: h = affine(x, prev_h, Wx, Wh, b)
    #! fwd-sigmoid-for-tanh: h = 1 / (1 + np.exp(-affine(x, prev_h, Wx, Wh, b)))
    #! fwd-tan-for-tanh: h = np.tan(affine(x, prev_h, Wx, Wh, b))
    h = np.tanh(affine(x, prev_h, Wx, Wh, b))
    return h, dict(x=x, prev_h=prev_h, h=h, Wx=Wx, Wh=Wh)


def rnn_step_backward(dnext_h, cache):
    #! bwd-slope-at-h-prev: da = dnext_h * slope_of(cache["prev_h"])
    #! bwd-no-act-derivative: da = dnext_h
    da = dnext_h * slope_of(cache["h"])
    #! bwd-dwh-uses-ht: dWh = cache["h"].T @ da
    #! bwd-dwh-transposed: dWh = da.T @ cache["prev_h"]
    dWh = cache["prev_h"].T @ da
    #! bwd-wh-not-transposed: dprev_h = da @ cache["Wh"]
    dprev_h = da @ cache["Wh"].T
    return da @ cache["Wx"].T, dprev_h, cache["x"].T @ da, dWh, da.sum(axis=0)


def rnn_forward(x, h0, Wx, Wh, b):
    caches, h = [], h0
    buffer = np.zeros(h0.shape)
    hs = []
    for x_t in np.moveaxis(x, 1, 0):
        h, cache = rnn_step_forward(x_t, h, Wx, Wh, b)
        caches.append(cache)
        buffer[:] = h
        #! fwd-one-array: hs.append(buffer)
        hs.append(buffer.copy())
    return np.moveaxis(np.array(hs), 0, 1), caches


def rnn_backward(dh, caches):
    grads = {"Wx": 0.0, "Wh": 0.0, "b": 0.0}
    dxs, back = [], 0.0
    #! bwd-loop-not-reversed: for t, cache in list(enumerate(caches)):
    for t, cache in list(enumerate(caches))[::-1]:
        #! bwd-no-through-time: dx, back, dWx, dWh, db = rnn_step_backward(dh[:, t], cache)
        #! slip-gradient-of-first-step: dx, back, dWx, dWh, db = rnn_step_backward(dh[:, 0] + back, cache)
        dx, back, dWx, dWh, db = rnn_step_backward(dh[:, t] + back, cache)
        #! slip-appended: dxs.append(dx)
        dxs.insert(0, dx)
        for name, g in (("Wx", dWx), ("Wh", dWh), ("b", db)):
            #! bwd-overwrite: grads[name] = g
            #! bwd-mean-over-time: grads[name] = grads[name] + g / len(caches)
            #! slip-minus: grads[name] = grads[name] - g
            grads[name] = grads[name] + g
    return np.stack(dxs, axis=1), back, grads["Wx"], grads["Wh"], grads["b"]
