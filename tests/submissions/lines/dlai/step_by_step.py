import numpy as np


def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=0)


def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    #! fwd-no-recurrence: a_next = np.tanh(np.dot(Wax, xt) + ba)
    #! fwd-no-bias: a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev))
    #! fwd-bias-twice: a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + 2 * ba)
    #! fwd-no-activation: a_next = np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba
    #! fwd-sigmoid-for-tanh: a_next = 1 / (1 + np.exp(-(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)))
    #! fwd-relu-for-tanh: a_next = np.maximum(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba, 0)
    #! fwd-wh-transposed: a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa.T, a_prev) + ba)
    #! fwd-wh-identity: a_next = np.tanh(np.dot(Wax, xt) + a_prev + ba)
    a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache


def rnn_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    #! fwd-h0-ignored: a_next = np.zeros((n_a, m))
    a_next = a0
    for t in range(T_x):
        #! fwd-reversed: a_next, yt_pred, cache = rnn_cell_forward(x[:, :, T_x - 1 - t], a_next, parameters)
        #! fwd-input-frozen: a_next, yt_pred, cache = rnn_cell_forward(x[:, :, 0], a_next, parameters)
        #! fwd-stale-h0: a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a0, parameters)
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)


def rnn_cell_backward(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    #! bwd-no-act-derivative: dtanh = da_next
    #! bwd-derivative-at-h: dtanh = (1 - np.tanh(a_next) ** 2) * da_next
    #! bwd-derivative-no-square: dtanh = (1 - a_next) * da_next
    #! bwd-sigmoid-derivative: dtanh = a_next * (1 - a_next) * da_next
    dtanh = (1 - a_next**2) * da_next
    dxt = np.dot(Wax.T, dtanh)
    dWax = np.dot(dtanh, xt.T)
    #! bwd-wh-not-transposed: da_prev = np.dot(Waa, dtanh)
    #! bwd-dh0-off-by-one: da_prev = dtanh
    da_prev = np.dot(Waa.T, dtanh)
    #! bwd-dwh-uses-ht: dWaa = np.dot(dtanh, a_next.T)
    #! bwd-dwh-transposed: dWaa = np.dot(a_prev, dtanh.T)
    dWaa = np.dot(dtanh, a_prev.T)
    dba = np.sum(dtanh, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


def rnn_backward(da, caches):
    (caches, x) = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax = np.zeros((n_a, x.shape[0]))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        #! bwd-no-through-time: gradients = rnn_cell_backward(da[:, :, t], caches[t])
        #! bwd-upstream-dropped: gradients = rnn_cell_backward(da[:, :, t] if t == T_x - 1 else da_prevt, caches[t])
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        dxt, da_prevt, dWaxt = gradients["dxt"], gradients["da_prev"], gradients["dWax"]
        dWaat, dbat = gradients["dWaa"], gradients["dba"]
        dx[:, :, t] = dxt
        #! bwd-overwrite: dWax = dWaxt
        #! bwd-mean-over-time: dWax += dWaxt / T_x
        dWax += dWaxt
        #! bwd-overwrite: dWaa = dWaat
        #! bwd-mean-over-time: dWaa += dWaat / T_x
        dWaa += dWaat
        #! bwd-overwrite: dba = dbat
        #! bwd-mean-over-time: dba += dbat / T_x
        #! bwd-db-not-accumulated: dba = dbat
        dba += dbat
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
