"""Misconceptions that no computation shows, such as "there are separate weights for every step": each in words, by its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Concept:
    """A misconception in words: its title, what who holds it would say, and what is true instead.

    Claim and truth are sentences with formulas between dollars; the truth is what a learner reads.
    """

    title: str
    claim: str
    truth: str


CONCEPTS: Mapping[str, Concept] = MappingProxyType(
    {
        "c-current-only": Concept(
            "State depends on current input only",
            "The output at step $t$ depends on $x_t$ alone.",
            r"The state carries the earlier inputs on: $h_t$ depends on all of $x_1, \dots, x_t$, not on $x_t$ alone.",
        ),
        "c-sees-future": Concept(
            "State depends on later inputs",
            "The state $h_t$ depends on $x_{t+1}$ as well.",
            "A one-directional RNN is causal: $h_t$ has read $x_1$ to $x_t$ and nothing after.",
        ),
        "c-untied-weights": Concept(
            "Separate weights for every step",
            "Each step has weights of its own.",
            "There is one $W$, one $W_h$ and one $b$ for all steps; no step has weights of its own.",
        ),
        "c-unrolling-adds-parameters": Concept(
            "Unfolding adds parameters",
            "The unfolded network has more parameters than the folded one.",
            "Unfolding draws the same cell once for each step; it adds no parameters.",
        ),
        "c-infinite-memory": Concept(
            "Unlimited memory of earlier inputs",
            "An RNN remembers an input however long ago it was.",
            "An RNN can be run on any length; what it learns to remember is limited.",
        ),
        "c-rnn-for-everything": Concept(
            "RNNs best for every task",
            "An RNN is the right model for every task on language.",
            "A model is chosen by what the task needs of order, data and speed; recurrence is one answer among several.",
        ),
        "c-whole-sentence": Concept(
            "Whole sentence read at once",
            "An RNN takes in the whole sentence at once.",
            "An RNN reads one element at a step, and $h_t$ has to wait for $h_{t-1}$.",
        ),
        "c-hidden-is-output": Concept(
            "Hidden state is the output",
            "The hidden state is the prediction.",
            r"The output layer makes the prediction $\hat{y} = g(W_y h + b_y)$ from the state; the two are not the same.",
        ),
        "c-output-fed-back": Concept(
            "Output fed back instead of state",
            "The prediction goes back into the cell in place of the state.",
            "What goes back is the state $h_{t-1}$. A prediction comes back only as the next input, in a network that generates.",
        ),
        "c-needs-fixed-length": Concept(
            "Input length must be fixed",
            "All sequences must have the length of those in training.",
            "The size of no weight depends on $T$: one network reads three steps or seven. Only batches need padding or packing.",
        ),
        "c-units-are-timesteps": Concept(
            "One hidden unit per time step",
            "The number of hidden units is the number of steps.",
            "The number of hidden units $H$ is chosen freely; it has nothing to do with the number of steps $T$.",
        ),
        "c-bow-blind-to-not": Concept(
            "Negation invisible to bag of words",
            'A bag of single words cannot tell "good" from "not good".',
            'With and without "not" the bags differ by one word. What a bag of single words cannot see is order.',
        ),
        "c-avg-knows-order": Concept(
            "Average of embeddings keeps word order",
            "An average of word vectors keeps some of the word order.",
            "A mean stays the same when its terms change places, so an average keeps no order at all.",
        ),
        "c-translation-keeps-order": Concept(
            "Translation keeps the word order",
            "A translation keeps the order of the words.",
            "A translation keeps the meaning; the order of words differs between languages.",
        ),
        "c-m2m-equal-length": Concept(
            "Many-to-many needs equal lengths",
            "Many-to-many means as many outputs as inputs.",
            "Many-to-many includes the encoder-decoder, whose output may be shorter or longer than its input.",
        ),
        "c-o2o-is-recurrent": Concept(
            "One-to-one uses recurrence",
            "A one-to-one network makes use of recurrence.",
            "With one step and $h_0 = 0$ the product with $W_h$ is zero: such a network is a plain feed-forward network.",
        ),
        "c-update-every-step": Concept(
            "Weights updated at each time step",
            "The weights are updated at each time step.",
            "The contributions of all steps are added first; then the weights are updated once.",
        ),
        "c-vanishing-means-h-zero": Concept(
            "Vanishing gradients mean zero states",
            "A vanishing gradient means that the states become zero.",
            "What gets small is the gradient with respect to far states; the states themselves need not be small.",
        ),
        "c-vanishing-total-zero": Concept(
            "Vanishing makes the whole gradient zero",
            "When far contributions vanish, the whole gradient of $W_h$ becomes zero.",
            "Only the contributions of far steps vanish; the sum over the steps is ruled by the near ones.",
        ),
        "c-exploding-means-h-large": Concept(
            "Exploding gradients mean large states",
            "An exploding gradient means that the states become larger and larger.",
            "What grows is the gradient, a product of derivatives; a state of tanh always lies between $-1$ and $1$.",
        ),
        "c-large-entry-explodes": Concept(
            "A large entry makes gradients explode",
            "Gradients explode as soon as an entry of $W_h$ is above 1.",
            "In the long run the eigenvalue of $W_h$ with the largest absolute value decides; single entries do not.",
        ),
        "c-clipping-cures-vanishing": Concept(
            "Clipping cures vanishing gradients",
            "Clipping is a remedy for vanishing gradients.",
            "Clipping limits large gradients; a small gradient it leaves as small as it is.",
        ),
        "c-lstm-abolishes": Concept(
            "LSTM and GRU end vanishing gradients",
            "LSTM and GRU cells have put an end to vanishing gradients.",
            "Gates ease the vanishing of gradients; they do not abolish it.",
        ),
        "c-no-parallelism-at-all": Concept(
            "No parallel computation at all",
            "Nothing in an RNN can be computed in parallel.",
            "Only the steps wait for one another: the examples of a batch and the units of a layer are computed side by side.",
        ),
    }
)
