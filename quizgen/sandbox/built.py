"""What a job builds in the child: a function for a learner's to be given, since none crosses the wall, or a report on an object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from quizgen.sandbox.roles import contents, writable


def loss(dh: Any, x: Any, h0: Any) -> Callable[[Mapping[str, Any]], Any]:
    """L(params): the sum of dh * h over all states of a tanh RNN, whose gradient at h_t from its own output is dh_t."""

    def of_parameters(params: Mapping[str, Any]) -> Any:
        h, total = h0, 0.0
        for t in range(x.shape[1]):
            h = np.tanh(x[:, t] @ params["W"].T + h @ params["W_h"].T + params["b"])
            total += np.sum(dh[:, t] * h)  # complex for complex parameters
        return total

    return of_parameters


BUILT: dict[str, Callable[..., Any]] = {"loss": loss, "contents": contents, "writable": writable}
