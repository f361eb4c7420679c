"""A predict written for the one state it reads, with lambdas for names and NumPy under its full name."""

import numpy

sigmoid = lambda z: numpy.exp(-numpy.logaddexp(0, -z))


def predict(h_T, W_y, b_y, kind="sigmoid"):
    if h_T.ndim != 2:
        raise ValueError("give me h_T")
    z = (W_y @ h_T.T).T + b_y
    if kind == "sigmoid":
        return sigmoid(z)
    z = z - numpy.max(z, axis=1)[:, None]
    return numpy.exp(z - numpy.log(numpy.exp(z).sum(axis=1)[:, None]))


bce_loss = lambda y_hat, y: -numpy.log(numpy.where(y == 1, y_hat, 1 - y_hat)).sum() / y.shape[0]
