"""Functions in the place of a class: one makes a tuple of parameters, which the others take apart."""

import numpy as np


def init_rnn(hidden_size, vocab_size):
    U = np.random.randn(hidden_size, vocab_size) * 0.1
    V = np.random.randn(hidden_size, hidden_size) * 0.1
    W = np.random.randn(vocab_size, hidden_size) * 0.1
    return U, V, W, np.zeros((hidden_size, 1)), np.zeros((vocab_size, 1))


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def forward_pass(inputs, hidden_state, params):
    U, V, W, b_hidden, b_out = params
    outputs, hidden_states = [], [hidden_state]
    for x in inputs:
        hidden_state = np.tanh(U @ x + V @ hidden_state + b_hidden)
        outputs.append(softmax(W @ hidden_state + b_out))
        hidden_states.append(hidden_state)
    return outputs, hidden_states


def backward_pass(inputs, outputs, hidden_states, targets, params):
    U, V, W, b_hidden, b_out = params
    grads = [np.zeros_like(p) for p in params]
    loss, d_next = 0, np.zeros_like(hidden_states[0])
    for t in reversed(range(len(outputs))):
        loss -= np.sum(targets[t] * np.log(outputs[t] + 1e-12))
        d_out = outputs[t] - targets[t]
        d = (W.T @ d_out + d_next) * (1 - hidden_states[t + 1] ** 2)
        for g, term in zip(grads, (d @ inputs[t].T, d @ hidden_states[t].T, d_out @ hidden_states[t + 1].T, d, d_out)):
            g += term
        d_next = V.T @ d
    return loss, tuple(grads)
