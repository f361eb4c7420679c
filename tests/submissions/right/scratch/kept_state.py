"""The object holds its hidden state and goes on from it; the learning rate is the object's, and weights change at once."""

import numpy as np


class StatefulRNN:
    def __init__(self, input_size, hidden_size, output_size, learning_rate=0.01):
        self.lr = learning_rate
        self.Wih = np.random.uniform(-0.1, 0.1, (hidden_size, input_size))
        self.Who = np.random.uniform(-0.1, 0.1, (output_size, hidden_size))
        self.Whh = np.random.uniform(-0.1, 0.1, (hidden_size, hidden_size))
        self.b_h = np.zeros((hidden_size, 1))
        self.b_o = np.zeros((output_size, 1))
        self.hidden_state = np.zeros((hidden_size, 1))

    def forward(self, inputs):
        self.inputs, self.states, self.outputs = inputs, [self.hidden_state], []
        for x in inputs:
            self.hidden_state = np.tanh(self.Wih @ x.reshape(-1, 1) + self.Whh @ self.hidden_state + self.b_h)
            self.states.append(self.hidden_state)
            self.outputs.append(self.Who @ self.hidden_state + self.b_o)
        return self.outputs

    def backward(self, output_grads):
        changes = [np.zeros_like(a) for a in (self.Wih, self.Whh, self.Who, self.b_h, self.b_o)]
        next_grad = np.zeros_like(self.b_h)
        for t in range(len(self.inputs) - 1, -1, -1):
            dy = np.reshape(output_grads[t], (-1, 1))
            dh = self.Who.T @ dy + next_grad
            da = dh * (1.0 - self.states[t + 1] ** 2)
            changes[0] += da @ self.inputs[t].reshape(1, -1)
            changes[1] += da @ self.states[t].T
            changes[2] += dy @ self.states[t + 1].T
            changes[3] += da
            changes[4] += dy
            next_grad = self.Whh.T @ da
        for a, change in zip((self.Wih, self.Whh, self.Who, self.b_h, self.b_o), changes):
            a -= self.lr * change
