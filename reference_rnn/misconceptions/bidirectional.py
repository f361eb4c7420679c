"""Misconceptions about bidirectional RNNs: their states, their shapes, their numbers of parameters."""

from __future__ import annotations

from reference_rnn.bidirectional import Bidirectional, BidirectionalShapes
from reference_rnn.products import Array
from reference_rnn.shapes import Size


class NotRealigned(Bidirectional, id="birnn-not-realigned", tier="beyond"):
    """Equals what you get if the t-th state that the backward RNN computes is put beside h_t: it has read x_T first, so
    its states must be reversed before they are paired."""

    title = "Backward states not realigned"

    def realigned(self, states: Array) -> Array:
        return states


class SumNotConcat(Bidirectional, id="birnn-sum-not-concat", tier="beyond"):
    """Equals what you get if the two states are added: they are put one below the other, which makes 2H numbers."""

    title = "States of both directions added"

    def joined(self, ahead: Array, back: Array) -> Array:
        return ahead + back


class BackwardReadsForwards(Bidirectional, id="birnn-same-order", tier="beyond"):
    """Equals what you get if both RNNs read from x_1 on: the backward RNN starts at x_T."""

    title = "Backward RNN reads forwards"

    def read_backwards(self, x: Array) -> Array:
        return x


class SummaryOfLastInput(Bidirectional, id="birnn-last-of-both", tier="beyond"):
    """Equals what you get if the sequence is summed up by h_T: its backward half has read x_T alone, and the backward
    state that knows the whole sequence is the one at x_1."""

    title = "Backward state of x_T as summary"

    def summary(self, ahead: Array, back: Array) -> Array:
        return self.joined(ahead[-1], back[0])


class HalfTheState(BidirectionalShapes, id="shp-birnn-one-direction", tier="beyond"):
    """Equals what you get with H numbers in a state: there are two states at x_t, one of each direction, so 2H."""

    title = "State of one direction only"

    def state_size(self) -> Size:
        return self.hidden_size()


class HalvesOfH(BidirectionalShapes, id="shp-birnn-quadratic", tier="beyond"):
    """Equals what you get with H² numbers in a state: putting two states one below the other adds their sizes, 2H."""

    title = "State sizes multiplied"

    def state_size(self) -> Size:
        return self.hidden_size() * self.hidden_size()


class OneSetOfWeights(BidirectionalShapes, id="cnt-birnn-one-set", tier="beyond"):
    """Equals what you get with the weights of one direction: each of the two RNNs has a W, a W_h and a b of its own."""

    title = "Weights shared by both directions"

    def directions(self) -> Size:
        return 1


class WideRecurrence(BidirectionalShapes, id="cnt-birnn-wide", tier="beyond"):
    """Equals what you get with one RNN of 2H units: the two directions do not feed each other, so W_h is H×H twice."""

    title = "Counted as one RNN of 2H"

    def cell_count(self) -> Size:
        return 2 * self.D * self.H + 4 * self.H * self.H + 2 * self.H


class PartnerOfSameNumber(BidirectionalShapes, id="shp-birnn-same-number", tier="beyond"):
    """Equals what you get if the t-th backward state is paired with x_t: the backward RNN reads x_T first, so that the
    state at x_t is its number T-t+1."""

    title = "Backward states numbered from x_1"

    def partner(self, t: Size) -> Size:
        return t


class PartnerOffByOne(BidirectionalShapes, id="shp-birnn-off-by-one", tier="beyond"):
    """Equals what you get with T-t: the state at x_T is the first that the backward RNN computes, so it is T-t+1."""

    title = "Backward state one too early"

    def partner(self, t: Size) -> Size:
        return super().partner(t) - 1
