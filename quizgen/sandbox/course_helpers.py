"""The functions that courses hand out in a module beside their notebooks, and that the notebooks import: rnn_utils, utils, ...

Only what no course asks for is here: nothing in it computes a state or a gradient.
"""

from __future__ import annotations

import types
from typing import Any

import numpy as np

from quizgen.sandbox.missing_attribute import missing_module

INSTALLED = frozenset({  # libraries, whose names are never a course's
    "cupy", "cv2", "flax", "gensim", "h5py", "IPython", "ipywidgets", "jax", "jaxlib", "keras", "matplotlib", "networkx", "nltk",
    "optax", "pandas", "past", "PIL", "plotly", "pytest", "requests", "scipy", "seaborn", "six", "sklearn", "spacy", "sympy",
    "tensorflow", "theano", "torch", "torchtext", "torchvision", "tqdm", "transformers", "yaml",
})  # fmt: skip


def sigmoid(x: Any) -> Any:
    """σ(x)."""
    return 1 / (1 + np.exp(-x))


def softmax(x: Any) -> Any:
    """Over the first axis: where it is handed out, examples are columns."""
    powers = np.exp(x - np.max(x))
    return powers / powers.sum(axis=0)


def relu(x: Any) -> Any:
    """max(0, x)."""
    return np.maximum(0, x)


def tanh(x: Any) -> Any:
    """tanh x."""
    return np.tanh(x)


def smooth(loss: float, cur_loss: float) -> float:
    """A moving average of losses."""
    return loss * 0.999 + cur_loss * 0.001


def get_initial_loss(vocab_size: int, seq_length: int) -> Any:
    """The loss of a uniform prediction at every step."""
    return -np.log(1.0 / vocab_size) * seq_length


def rel_error(x: Any, y: Any) -> Any:
    """The largest relative difference."""
    return np.max(np.abs(x - y) / (np.maximum(1e-8, np.abs(x) + np.abs(y))))


def initialize_adam(parameters: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Zero averages of the gradients and of their squares, by the names that the course gives them: dW1, db1, ..."""
    layers = range(1, len(parameters) // 2 + 1)
    names = [f"{letter}{layer}" for layer in layers for letter in "Wb" if f"{letter}{layer}" in parameters]
    averages = [{f"d{name}": np.zeros_like(parameters[name]) for name in names} for _ in range(2)]
    return averages[0], averages[1]


def update_parameters_with_adam(
    parameters: dict[str, Any], grads: dict[str, Any], v: dict[str, Any], s: dict[str, Any], t: int,
    learning_rate: float = 0.01, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:  # fmt: skip
    """One step of Adam, in place."""
    for name in v:
        v[name] = beta1 * v[name] + (1 - beta1) * grads[name]
        s[name] = beta2 * s[name] + (1 - beta2) * grads[name] ** 2
        step = v[name] / (1 - beta1**t) / (np.sqrt(s[name] / (1 - beta2**t)) + epsilon)
        parameters[name[1:]] = parameters[name[1:]] - learning_rate * step
    return parameters, v, s


HELPERS: dict[str, Any] = {
    function.__name__: function
    for function in (
        sigmoid, softmax, relu, tanh, smooth, get_initial_loss, rel_error, initialize_adam, update_parameters_with_adam,
    )
}  # fmt: skip


def may_be_helpers(module: str) -> bool:
    """Whether an absent module may be one that a course hands out, and no library."""
    return module.lstrip(".").partition(".")[0] not in INSTALLED


def course_helpers(module: str, why: str, numpy: types.ModuleType) -> types.ModuleType:
    """A module with the helpers and NumPy. `why` is said where a name is used that it lacks."""
    made = missing_module(module, why)
    made.__dict__.update(HELPERS, np=numpy, numpy=numpy, __all__=["np", "numpy", *HELPERS])
    return made
