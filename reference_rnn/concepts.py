"""Misconceptions that no computation shows, such as "there are separate weights for every step": each id with its title."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CONCEPTS: Mapping[str, str] = MappingProxyType(
    {
        "c-current-only": "State depends on current input only",
        "c-sees-future": "State depends on later inputs",
        "c-untied-weights": "Separate weights for every step",
        "c-unrolling-adds-parameters": "Unfolding adds parameters",
        "c-infinite-memory": "Unlimited memory of earlier inputs",
        "c-rnn-for-everything": "RNNs best for every task",
        "c-whole-sentence": "Whole sentence read at once",
        "c-hidden-is-output": "Hidden state is the output",
        "c-output-fed-back": "Output fed back instead of state",
        "c-needs-fixed-length": "Input length must be fixed",
        "c-units-are-timesteps": "One hidden unit per time step",
        "c-bow-blind-to-not": "Negation invisible to bag of words",
        "c-avg-knows-order": "Average of embeddings keeps word order",
        "c-translation-keeps-order": "Translation keeps the word order",
        "c-m2m-equal-length": "Many-to-many needs equal lengths",
        "c-o2o-is-recurrent": "One-to-one uses recurrence",
        "c-update-every-step": "Weights updated at each time step",
        "c-vanishing-means-h-zero": "Vanishing gradients mean zero states",
        "c-vanishing-total-zero": "Vanishing makes the whole gradient zero",
        "c-exploding-means-h-large": "Exploding gradients mean large states",
        "c-clipping-cures-vanishing": "Clipping cures vanishing gradients",
        "c-lstm-abolishes": "LSTM and GRU end vanishing gradients",
        "c-no-parallelism-at-all": "No parallel computation at all",
    }
)
