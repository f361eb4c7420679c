"""All values on the way of a calculation, the right one's or a misconception's: what each short method of the engine returns."""

from __future__ import annotations

import functools
import itertools
from typing import Any, cast

import numpy as np

from quizgen.submissions.cases import Array, Call, Engine, compute
from quizgen.submissions.cases.expected import padded
from quizgen.submissions.diagnosis.intermediates import Intermediates
from quizgen.submissions.diagnosis.recorded_gated import GATED_ROLES, add_gated_sums, add_terms_of_gates
from quizgen.submissions.interfaces.torchlike import SHARE
from reference_rnn import RNN, Clipping

ROLES = (  # methods of the engine whose results are looked at, each under its own name
    "start", "sequence", "input_part", "driven", "recurrent_part", "slope", "arriving", "carry_back", "initial_gradient",
    "through_time", "recurrent_gradient", "output_part", "logit", "link", "read_states", "logs", "cross_entropy",
    "unit_losses", "updated", "sizes", "shrinking", "factor", "clip", "carry", "bias", "partners", "counts", "shares",
    "averaged_over", "reduced", "time_shares", "backward_from", "step", "unroll", "cell", "targets", "weights",
    "slope_states", *GATED_ROLES,
)  # fmt: skip


def intermediates(engine: Engine, call: Call) -> Intermediates:
    """The values of `call` computed by `engine`, computed once. Raises ValueError where it cannot be computed."""
    return call.memoised((engine, "intermediates"), lambda call: _intermediates(engine, call))


def _intermediates(engine: Engine, call: Call) -> Intermediates:
    found = Intermediates()
    with np.errstate(all="ignore"):
        value = compute(_recorded(_engine_of(engine, call), found), call)
        if call.function in ("rnn_backward", "rnn_step_backward"):
            _add_sums(found)
        elif call.function in ("rnn_step", "rnn_forward"):
            _add_terms(found)
        elif call.function in ("lstm_backward", "lstm_step_backward"):
            add_gated_sums(found)
        elif call.function == "sgd":
            _add_steps(found, call)
        elif value_is_loss(call):
            _add_sequence_losses(found)
            _add_reductions(found, is_right=engine is RNN)
    for name, part in value.items() if isinstance(value, dict) else [("value", value)]:
        found.add(f"result {name}", part)
    if {"result dW", "result dW_h"} <= found.roles.keys():
        found.add(
            "result dW and dW_h", np.concatenate([found.roles[f"result {name}"][0] for name in ("dW", "dW_h")], axis=-1)
        )
    return found


def _engine_of(engine: Engine, call: Call) -> Engine:
    """The class that `compute` takes for an engine, so that it can be recorded."""
    known: Any = engine
    if call.function == "masked_ce":
        known = padded(known)
    elif call.function == "clip_gradients" and not issubclass(known, Clipping):
        known = Clipping
    return cast(Engine, known)


def _recorded(engine: Engine, found: Intermediates) -> Engine:
    """The same engine, which writes down what its methods are given and return."""
    if isinstance(engine, functools.partial):
        bound: Engine = functools.partial(_recorded(engine.func, found), *engine.args, **engine.keywords)
        return bound

    def recording(role: str, method: Any) -> Any:
        def recorded(self: Any, *args: Any) -> Any:
            result = method(self, *args)
            found.add(role, result)
            if role == "cross_entropy":
                y, log_y, log_not_y = args
                found.add("first term", method(self, y, log_y, np.zeros_like(log_not_y)))
                found.add("second term", method(self, y, np.zeros_like(log_y), log_not_y))
            add_terms_of_gates(found, role, args, result)
            if role == "recurrent_part" and not _is_gated(self) and "both weights" not in found.roles:
                _add_both_weights(found, self.weights()[0], method(self, np.eye(self.W_h.shape[-1])).T)
            if role == "through_time":
                _add_both_weights(found, self.W, self.W_h)
                found.add("given dh", args[0])
                found.add("inputs", args[1].inputs)
                found.add("partners used", self.partners(args[1]))
                found.add("time weights", np.array(self.time_weights(len(result))))
                found.add("bias weights", np.array(self.bias_weights(len(result))))
                found.add("dx", result @ self.W)
            return result

        return recorded

    made: Any = engine
    methods = {role: recording(role, getattr(made, role)) for role in ROLES if hasattr(made, role)}
    recorded: Any = type(made.__name__, (made,), methods)
    return cast(Engine, recorded)


def _is_gated(engine: Any) -> bool:
    """Whether an engine is an LSTM or a GRU."""
    return not isinstance(engine, RNN)


def _add_both_weights(found: Intermediates, W: Array, W_h: Array) -> None:
    """The two matrices side by side, in both orders."""
    if W.ndim == W_h.ndim == 2 and len(W) == len(W_h):
        found.add("both weights", np.concatenate([W_h, W], axis=1))
        found.add("both weights", np.concatenate([W, W_h], axis=1))


def _add_sums(found: Intermediates) -> None:
    """What each step, and each example of it, adds to the gradients, and the sums after each, from the last step to the first."""
    [delta], [x], [partners] = (found.roles[role] for role in ("through_time", "inputs", "partners used"))
    [weights], [of_bias] = found.roles["time weights"], found.roles["bias weights"]
    shares = {
        "dW": weights[:, None, None, None] * (delta[..., :, None] * x[..., None, :]),
        "dW_h": weights[:, None, None, None] * (delta[..., :, None] * partners[..., None, :]),
        "db": of_bias[:, None, None] * delta,
    }
    found.add("squares", 1.0 - found.roles["slope"][0])
    together = {"dW and dW_h": np.concatenate([shares["dW"], shares["dW_h"]], axis=-1)}
    for t in range(len(delta)):
        found.add("state and input", np.concatenate([partners[t], x[t]], axis=-1))
        backs = found.roles.get("carry_back", [])
        if len(delta) - 1 - t < len(backs):
            found.add("dh_prev and dx", np.concatenate([backs[len(delta) - 1 - t], found.roles["dx"][0][t]], axis=-1))
    found.add("states and inputs", np.concatenate([partners, x], axis=-1))
    for name, each in (shares | together).items():  # (T, B, ...)
        steps = each.sum(axis=1)[::-1]
        for share in steps:
            found.add(f"{name} share", share)
        for total in np.cumsum(steps, axis=0):
            found.add(f"{name} sum", total)
        rows = each[::-1].reshape(-1, *each.shape[2:])
        by_example = np.swapaxes(each[::-1], 0, 1)
        for order in (rows, by_example.reshape(rows.shape)):
            for share, total in zip(order, np.cumsum(order, axis=0), strict=True):
                found.add(f"{name} example share", share)
                found.add(f"{name} example sum", total)
        for of_example in np.cumsum(by_example, axis=1):
            for total in of_example:
                found.add(f"{name} of an example", total)


def _add_terms(found: Intermediates) -> None:
    """Sums of some terms of a_t, with one bias or with a part of it where there are two, and [h_(t-1); x_t]."""
    bias = found.roles["bias"][0]
    for role in ("input_part", "recurrent_part"):
        for part in found.roles.get(role, ()):
            for share in (1.0, SHARE, 1.0 - SHARE):
                found.add(f"{role} and bias", part + share * bias)
    for driven, recurrent in zip(
        found.roles.get("input_part", ()), found.roles.get("recurrent_part", ()), strict=False
    ):
        if driven.ndim == 2:
            found.add("products", driven + recurrent)
    if found.roles["input_part"][0].ndim == 3:
        for of_input, recurrent in zip(found.roles["input_part"][0], found.roles["recurrent_part"], strict=False):
            found.add("products", of_input + recurrent)
    for x in found.roles.get("sequence", ()):
        for x_t, h_prev in zip(x, (*found.roles["start"], *found.roles["carry"]), strict=False):
            seen = h_prev if any(part.any() for part in found.roles["recurrent_part"]) else np.zeros_like(h_prev)
            found.add("state and input", np.concatenate([seen, x_t], axis=-1))


def value_is_loss(call: Call) -> bool:
    """Whether the function returns a loss."""
    return call.function in ("bce_loss", "sequence_ce", "masked_ce")


def _add_steps(found: Intermediates, call: Call) -> None:
    """What is subtracted from each parameter."""
    for theta, new in zip(call.args[0].values(), found.roles["updated"], strict=True):
        found.add("step", theta - new)


def _add_sequence_losses(found: Intermediates) -> None:
    """The loss of each sequence."""
    if "counts" in found.roles:
        found.add("counted losses", found.roles["unit_losses"][0].sum(axis=-1) * np.stack(found.roles["counts"]))
    shares = [found.roles[role][0] for role in sorted(found.roles) if role.startswith("time_shares.")]
    if shares:
        found.add("reduced", np.tensordot(np.array(shares), found.roles["unit_losses"][0].sum(axis=-1), 1))


def _add_reductions(found: Intermediates, *, is_right: bool) -> None:
    """The sums of the losses over units, steps and examples on the way to the loss, also without the minus, and the means."""
    for role in ("unit_losses", "cross_entropy", "first term", "second term"):
        for losses in found.roles.get(role, ()):
            if losses.ndim == 3:
                for total in np.cumsum(losses.sum(axis=-1), axis=0):
                    found.add(f"{role} up to a step", total)
            if role != "unit_losses":
                found.add(f"{role} negated", -losses)
            axes = range(losses.ndim)
            for n in range(1, losses.ndim + 1):
                for chosen in itertools.combinations(axes, n):
                    found.add(f"{role} summed", losses.sum(axis=chosen))
                    found.add(f"{role} summed and negated", -losses.sum(axis=chosen))
                    if not is_right:
                        found.add(
                            f"{role} averaged",
                            losses.sum(axis=-1).mean(axis=tuple(a for a in chosen if a < losses.ndim - 1)),
                        )
